import {type FollowedStep} from '../../../inspection/followed-step.js';
import {
	drawStepColumns,
	rangeOf,
	stepNumbers,
	type StepPlaces,
} from '../../../report/chart/step-columns.js';
import {cellsOf} from '../../../text/cells-of.js';
import {formatPower, formatShort} from '../../../text/short-number.js';
import {type Look} from '../../theme.js';

export const numberWidth = 9;
const inlineLabelWidth = 10;
/** Below this, five decimals would show fewer than three digits. */
const leastDecimals = 1e-3;

/** A number of a parameter over the steps. */
export type Course = {
	readonly label: string;
	/** Where the label stands alone beside the course, without a remark. */
	readonly inlineLabel?: string;
	readonly remark?: string;
	/** Whether the sign is what one looks at. */
	readonly isSigned?: boolean;
	readonly of: (followed: FollowedStep) => number | undefined;
};

type CourseChart = {
	readonly width: number;
	readonly height: number;
	/** Whether each course has a title of its own; else all of it is in one line. */
	readonly hasTitles: boolean;
	readonly places: StepPlaces;
};

/** The cells that a course has. */
export function courseWidth(width: number, hasTitles: boolean): number {
	return hasTitles ? width : Math.max(1, width - inlineLabelWidth - numberWidth - 2);
}

/** A title with the last value and what the columns mean, and the course below it; or all in one line. */
export function courseLines({label, inlineLabel = label, remark = '', isSigned = false, of}: Course, followed: readonly FollowedStep[], {width, height, hasTitles, places}: CourseChart, {theme: {paint}, glyphs}: Look): string[] {
	const values = followed.map(each => ({step: each.step, value: of(each)})).filter((each): each is {step: number; value: number} => each.value !== undefined);
	const columns = courseWidth(width, hasTitles);
	const range = rangeOf(values, isSigned);
	const rows = drawStepColumns(values, places, {range, height}, glyphs).map(row => paint('smoothed', row.padEnd(columns)));
	const last = paint('value', toldNumber(values.at(-1)?.value ?? NaN).padStart(numberWidth));
	if (!hasTitles) {
		return [`${paint('label', padded(inlineLabel, inlineLabelWidth))} ${rows[0]} ${last}`];
	}

	const all = values.map(({value}) => value);
	const meaning = range.hasZeroLine
		? `from ${toldNumber(Math.min(...all))} to ${toldNumber(Math.max(...all))}, ${glyphs.guide} is 0`
		: `from ${toldNumber(range.bottom)} at the bottom to ${toldNumber(range.top)}`;
	return [`${paint('label', padded(label, inlineLabelWidth))} ${last}  ${paint('label', (remark + meaning).slice(0, Math.max(0, width - inlineLabelWidth - numberWidth - 3)))}`, ...rows];
}

/** The numbers of the steps, below the courses. */
export function axisLine({width, hasTitles, places}: CourseChart): string {
	const columns = courseWidth(width, hasTitles);
	if (!hasTitles) {
		return `${padded('step', inlineLabelWidth)} ${stepNumbers(places, columns)}`;
	}

	const title = ' step';
	const numbers = stepNumbers(places, columns);
	return numbers.length + title.length <= columns ? numbers + title : numbers;
}

/** A number with at least three digits, whatever its size. */
export function toldNumber(value: number): string {
	return (Math.abs(value) < leastDecimals ? formatPower : formatShort)(value, numberWidth);
}

/** A title may have a hat, which takes no cell. */
export function padded(title: string, width: number): string {
	return title + ' '.repeat(Math.max(0, width - cellsOf(title)));
}
