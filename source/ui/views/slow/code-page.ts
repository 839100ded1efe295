import wrapAnsi from 'wrap-ansi';
import {inAscii} from '../../../report/in-ascii.js';
import {cutText} from '../../../text/cut-text.js';
import {fit, fitOrLast} from '../../fitting.js';
import {placeNote} from '../inside/look.js';
import {type StageName, type StageView} from './stage.js';
import {type StageCode, stageCode} from './stage-code.js';

/** From so many columns on, the code stands beside the stage; below, in its place. */
const roomForBoth = 120;
export const codeGap = 3;
/** Narrower lines of code, or fewer of them, would be hard to read. */
const least = {width: 50, rows: 10} as const;
/** Of what is left of a line that is too long. */
const hanging = 4;

/** How the room is shared between a stage and its code, in cells; without the code it is all the stage's, and code alone has none beside it. */
export function shareWidth(width: number, columns: number, hasCode: boolean): {readonly stage: number; readonly code: number} {
	if (!hasCode) {
		return {stage: width, code: 0};
	}

	const stage = Math.floor((width - codeGap) / 2);
	return columns < roomForBoth ? {stage: 0, code: width} : {stage, code: width - codeGap - stage};
}

/** The functions that do a stage, as they are in the source; as many lines of them as there is room for, from one on. */
export function codePage(stage: StageName, first: number, view: StageView): string[] {
	const {width, rows, theme: {paint}, start: {engine}} = view;
	if (width < least.width || rows < least.rows) {
		return [paint('label', fitOrLast(['There is no room for the code here: a larger window has it.', 'No room for the code here.'], width))];
	}

	const isOther = stage !== 'document' && engine !== 'scalar';
	const head = [
		paint('coach', fit(['The code of this stage, as it is in the source:', 'The code:'], width)),
		...(isOther ? [paint('label', fit([`Of the scalar engine, which is there to be read; ${engine} computes the same.`, `Of the scalar engine; ${engine} does the same.`], width))] : []),
	];
	const lines = stageCode[stage].flatMap(code => ['', ...pieceLines(code, view)]);
	const room = rows - head.length;
	if (lines.length <= room) {
		return [...head, ...lines];
	}

	const place = Math.max(0, Math.min(first, lines.length - room + 1));
	const shown = lines.slice(place, place + room - 1);
	return [...head, ...shown, paint('label', placeNote(['line', 'lines'], {from: place + 1, to: place + shown.length, of: lines.length}, width))];
}

/** Where the functions are, and their lines: comments stand back. */
function pieceLines({file, lines}: StageCode, {width, theme: {paint}, glyphs: {isAscii}}: StageView): string[] {
	return [
		paint('key', cutText(file, width, isAscii).trimEnd()),
		...lines.flatMap(line => {
			const code = line.trimStart();
			const indent = line.length - code.length;
			const role = code.startsWith('//') ? 'label' : 'value';
			const parts = wrapAnsi(isAscii ? inAscii(code) : code, width - indent - hanging, {hard: true}).split('\n');
			return code === '' ? [''] : parts.map((part, index) => ' '.repeat(indent + (index === 0 ? 0 : hanging)) + paint(role, part));
		}),
	];
}
