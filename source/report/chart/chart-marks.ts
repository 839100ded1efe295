import {type Canvas} from './canvas.js';
import {type ChartMark} from './chart-series.js';
import {type Glyphs} from './glyphs.js';

/** A sign that stands on the axis; those of one place stand one on the other. */
type Flag = {readonly text: string; readonly role: ChartMark['role']; readonly column: number};

/** More would hide the curve; the highest says then that there are others. */
const mostRows = 3;
const firstCircled = 0x24_60;
const lastCircled = 20;

/**
Sets the signs of what happened on the x axis, each at its step. Signs that would cover each other stand one on the other, and
where there is no room for all of them, a `+` says so.

@param row - Of the axis.
*/
export function writeMarks(canvas: Canvas, marks: readonly ChartMark[], {row, columnOf, glyphs}: {readonly row: number; readonly columnOf: (step: number) => number; readonly glyphs: Glyphs}): void {
	const levels: Flag[][] = [];
	const most = Math.min(mostRows, row + 1);
	for (const mark of marks.toReversed()) {
		const flag = {text: markText(mark, glyphs), role: mark.role, column: columnOf(mark.step)};
		const level = Array.from({length: most}, (_, index) => index).find(index => (levels[index] ?? []).every(other => !hasOverlap(other, flag)));
		if (level === undefined) {
			levels[most - 1] = levels[most - 1].map(other => hasOverlap(other, flag) ? {...other, text: '+'} : other);
		} else {
			levels[level] = [...levels[level] ?? [], flag];
		}
	}

	for (const [level, flags] of levels.entries()) {
		for (const {text, role, column} of flags) {
			canvas.write(row - level, column, text, role);
		}
	}
}

/** The sign of a mark: its number, where it has one. */
function markText({role, number}: ChartMark, glyphs: Glyphs): string {
	if (number === undefined) {
		return glyphs[role];
	}

	return glyphs.isAscii || number > lastCircled ? String(number) : String.fromCodePoint(firstCircled + number - 1);
}

function hasOverlap(one: Flag, other: Flag): boolean {
	return one.column < other.column + other.text.length && other.column < one.column + one.text.length;
}
