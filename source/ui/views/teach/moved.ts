import {cellsOf} from '../../../text/cells-of.js';
import {toDecimals} from '../../../text/decimals.js';
import {formatCount} from '../../../text/format.js';
import {type MovedDocument} from '../../../inspection/teaching.js';
import {fitOrLast} from '../../fitting.js';
import {shortWord, signed} from './outcome.js';
import {type TeachLook} from './look.js';

const gapWidth = 3;
const leastNameWidth = 5;
const mostNameWidth = 20;

/** Which documents have been forgotten, and which have become easier: two lists side by side, in so many rows at most. */
export function movedLines(look: TeachLook, rows: number): string[] {
	const {taught: {points, forgotten, gained, risenCount, otherCount}, width, theme: {paint}} = look;
	if (points.length === 1 || otherCount === 0 || rows < 1) {
		return [];
	}

	const [risen, all] = [formatCount(risenCount), formatCount(otherCount)];
	const hasGained = gained.length > 0;
	const title = paint('label', fitOrLast(otherCount === 1
		? [`Forgetting: the loss of the other has ${risenCount === 1 ? '' : 'not '}risen.`, 'Forgetting:']
		: [
			`Forgetting: the loss of ${risen} of the ${all} others has risen. ${hasGained ? 'Risen most, and fallen most:' : 'Risen most:'}`,
			`Forgetting: ${risen} of ${all} others have risen. ${hasGained ? 'Most risen, most fallen:' : 'Most of all:'}`,
			`Forgetting: ${risen} of ${all} have risen.`,
		], width));
	const columnWidth = Math.floor((width - gapWidth) / 2);
	const half = Math.min(rows - 1, Math.ceil(forgotten.length / 2));
	const lists = hasGained ? [forgotten, gained] : [forgotten.slice(0, half), forgotten.slice(half)];
	const [left, right] = lists.map(list => list.map(moved => movedCell(moved, columnWidth, look)));
	const count = Math.min(rows - 1, Math.max(left.length, right.length));
	return [title, ...Array.from({length: count}, (_, row) => {
		const {text = '', cells = 0} = left.at(row) ?? {};
		return `${text}${' '.repeat(columnWidth - cells + gapWidth)}${right.at(row)?.text ?? ''}`.trimEnd();
	})];
}

/** `zoe    2.10 → 3.40 +1.3000`, as much of it as there is room for. */
function movedCell({text, before, now}: MovedDocument, width: number, {glyphs: {isAscii}, theme: {paint}}: TeachLook): {readonly text: string; readonly cells: number} {
	const arrow = isAscii ? '->' : '→';
	const change = signed(now - before);
	const numbers = fitOrLast([`${toDecimals(before, 2)} ${arrow} ${toDecimals(now, 2)} ${change.padStart(8)}`, change.padStart(8)], width - leastNameWidth - 1);
	const nameWidth = Math.min(mostNameWidth, width - cellsOf(numbers) - 1);
	const name = shortWord(text, nameWidth, isAscii);
	const blanks = ' '.repeat(nameWidth - cellsOf(name) + 1);
	return {text: `${name}${blanks}${paint('value', numbers)}`, cells: nameWidth + 1 + cellsOf(numbers)};
}
