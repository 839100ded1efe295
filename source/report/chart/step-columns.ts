import {formatCount} from '../../text/format.js';
import {roundStep} from './axis.js';
import {drawColumns} from './column-chart.js';
import {dotsDown} from './dot-canvas.js';
import {type Glyphs} from './glyphs.js';

/** A number that each of some steps that follow each other has. */
export type StepValue = {readonly step: number; readonly value: number};

/** Where the steps are: so many cells for one, or so many steps in a cell. */
export type StepPlaces = {readonly firstStep: number; readonly stepCount: number; readonly cellsPerStep: number; readonly stepsPerCell: number};

/** What a picture of columns shows: of all that have no line of 0, the bottom is the lowest value, or 0 where they are all alike. */
export type ColumnRange = {readonly hasZeroLine: true} | {readonly hasZeroLine: false; readonly bottom: number; readonly top: number};

/** Wider groups of cells say no more. */
const mostCells = 8;
/** From here on, a blank between two steps leaves enough of them. */
const leastWithGap = 3;
const labelGap = 2;
/** The dots of each cell from the bottom up to, and from the top down to, so many: the left half and the right. */
const fromBottom = [[0, 0x40, 0x44, 0x46, 0x47], [0, 0x80, 0xA0, 0xB0, 0xB8]] as const;
const fromTop = [[0, 0x01, 0x03, 0x07, 0x47], [0, 0x08, 0x18, 0x38, 0xB8]] as const;
/** The same in characters, of the upper and the lower half of the cell that has the line of 0, and of whole cells. */
const asciiHalves = {up: ['', '\'', '"'], down: ['', '.', '_']} as const;
const asciiCells = {up: [' ', '.', ':', '+', '#'], down: [' ', '\'', '"', '+', '#']} as const;

/** Gives each step as many cells as there are, or shares one between several. */
export function placeSteps(firstStep: number, stepCount: number, width: number): StepPlaces {
	return {
		firstStep,
		stepCount,
		cellsPerStep: Math.max(1, Math.min(mostCells, Math.floor(width / stepCount))),
		stepsPerCell: Math.max(1, Math.ceil(stepCount / width)),
	};
}

/** What the columns of some values mean. */
export function rangeOf(values: readonly StepValue[], isSigned: boolean): ColumnRange {
	const [low, high] = [values.reduce((least, {value}) => Math.min(least, value), Infinity), values.reduce((most, {value}) => Math.max(most, value), -Infinity)];
	const isLevel = high - low <= 1e-9 * Math.max(Math.abs(high), Math.abs(low));
	return isSigned || (low < 0 && (high > 0 || isLevel)) ? {hasZeroLine: true} : {hasZeroLine: false, bottom: isLevel ? 0 : low, top: high};
}

/**
Draws values as columns, one group of cells a step: up from a line of 0 and down from it, or up from the bottom.

@returns the rows, the highest first.
*/
export function drawStepColumns(values: readonly StepValue[], places: StepPlaces, {range, height}: {readonly range: ColumnRange; readonly height: number}, glyphs: Glyphs): string[] {
	const {cellsPerStep} = places;
	const cells = halvesOf(values, places);
	const hasGap = cellsPerStep >= leastWithGap;
	const widen = (cell: string, gap: string) => cell.repeat(cellsPerStep - Number(hasGap)) + (hasGap ? gap : '');
	if (range.hasZeroLine) {
		return drawFromZero(cells, height, glyphs).map(({texts, gap}) => texts.map(text => widen(text, gap)).join(''));
	}

	const {bottom, top} = range;
	const shares = cells.map(([left, right]) => top > bottom ? (((left + right) / 2) - bottom) / (top - bottom) : 0);
	return drawColumns(shares, {height, columnWidth: 1, gap: 0}, glyphs).map(row => [...row].map(text => widen(text, ' ')).join(''));
}

/** The numbers of the steps, each below the first cell of its step, as many as there is room for. */
export function stepNumbers({firstStep, stepCount, cellsPerStep, stepsPerCell}: StepPlaces, width: number): string {
	const lastStep = firstStep + stepCount - 1;
	const columnOf = (step: number) => Math.floor((step - firstStep) / stepsPerCell) * cellsPerStep;
	const apart = (formatCount(lastStep).length + labelGap) * stepsPerCell / cellsPerStep;
	const every = Math.max(1, roundStep(apart));
	const steps = Array.from({length: stepCount}, (_, index) => firstStep + index).filter(step => step === firstStep || step % every === 0);
	let line = '';
	for (const step of steps) {
		const [column, label] = [columnOf(step), formatCount(step)];
		if ((line === '' || column >= line.length + labelGap) && column + label.length <= width) {
			line = line.padEnd(column) + label;
		}
	}

	return line;
}

/** What each cell shows in its left and in its right half: two steps that follow each other, means of more, or twice the same. */
function halvesOf(values: readonly StepValue[], {firstStep, stepCount, stepsPerCell}: StepPlaces): Array<readonly [left: number, right: number]> {
	const known = new Map(values.map(({step, value}) => [step, value]));
	const meanOf = (from: number, to: number) => {
		const some = Array.from({length: to - from}, (_, index) => known.get(from + index)).filter(value => value !== undefined && Number.isFinite(value)) as number[];
		return some.length === 0 ? undefined : some.reduce((sum, value) => sum + value, 0) / some.length;
	};

	return Array.from({length: Math.ceil(stepCount / stepsPerCell)}, (_, index) => {
		const from = firstStep + (index * stepsPerCell);
		const middle = from + Math.ceil(stepsPerCell / 2);
		const left = meanOf(from, middle);
		const right = meanOf(middle, from + stepsPerCell);
		return [left ?? right ?? 0, right ?? left ?? 0] as const;
	});
}

/** Rows of cells, and what stands between two steps in each of them. The line of 0 goes through the middle of a row. */
function drawFromZero(cells: ReadonlyArray<readonly [left: number, right: number]>, height: number, glyphs: Glyphs): Array<{readonly texts: string[]; readonly gap: string}> {
	const all = cells.flat();
	const [most, least] = [Math.max(0, ...all), Math.min(0, ...all)];
	const half = dotsDown / 2;
	// The row in which 0 is: the one that leaves most dots for what is farthest from it.
	const unitAt = (row: number) => Math.max(most / ((row * dotsDown) + half), -least / (((height - 1 - row) * dotsDown) + half));
	const zeroRow = Array.from({length: height}, (_, row) => row).reduce((best, row) => unitAt(row) < unitAt(best) ? row : best, Math.floor((height - 1) / 2));
	const unit = unitAt(zeroRow);
	const dots = cells.map(pair => pair.map(value => unit > 0 ? Math.round(value / unit) : 0));
	const line = glyphs.guide;
	return Array.from({length: height}, (_, row) => {
		const texts = dots.map(pair => {
			if (row === zeroRow) {
				return zeroCell(pair, line, glyphs);
			}

			const before = (Math.abs(row - zeroRow) * dotsDown) - half;
			const isAbove = row < zeroRow;
			const levels = pair.map(each => Math.max(0, Math.min(dotsDown, (isAbove ? each : -each) - before)));
			return wholeCell(levels, isAbove, glyphs);
		});
		return {texts, gap: row === zeroRow ? line : ' '};
	});
}

/** The cell through which the line of 0 goes. */
function zeroCell(pair: readonly number[], line: string, {isAscii, dots}: Glyphs): string {
	const half = dotsDown / 2;
	const within = pair.map(each => Math.max(-half, Math.min(half, each)));
	if (within.every(each => each === 0)) {
		return line;
	}

	if (isAscii) {
		const each = Math.round((within[0] + within[1]) / 2);
		return each === 0 ? line : (each > 0 ? asciiHalves.up : asciiHalves.down)[Math.abs(each)];
	}

	// Up from the middle are the second row of dots and the first, down from it the third and the fourth.
	const up = [[0, 0x02, 0x03], [0, 0x10, 0x18]];
	const down = [[0, 0x04, 0x44], [0, 0x20, 0xA0]];
	return dots(sumOf(within.map((each, side) => (each > 0 ? up : down)[side][Math.abs(each)])));
}

function wholeCell(levels: readonly number[], isAbove: boolean, {isAscii, dots}: Glyphs): string {
	if (isAscii) {
		return (isAbove ? asciiCells.up : asciiCells.down)[Math.round((levels[0] + levels[1]) / 2)];
	}

	const patterns = isAbove ? fromBottom : fromTop;
	return levels.every(level => level === 0) ? ' ' : dots(sumOf(levels.map((level, side) => patterns[side][level])));
}

function sumOf(patterns: readonly number[]): number {
	return patterns[0] + patterns[1];
}
