import {layOut, type Wish} from '../../lay-out.js';
import {type AdamColumnName} from './explanations.js';

/** What of the step view fits a window; headline, letters and their mean always show. */
export type StepLayout = {
	/** Matrices stand beside the letters, else below them or nowhere. */
	readonly isWide: boolean;
	readonly lettersWidth: number;
	/** Rows of letters, without their titles. */
	readonly letterRows: number;
	readonly matricesWidth: number;
	/** Rows of matrices below the letters, with their titles; 0: none there. */
	readonly matrixRows: number;
	/** Rows of Adam's tables; 0: no table. */
	readonly adamRows: number;
	/** How many of them stand side by side. */
	readonly adamTables: number;
	readonly adamColumns: readonly AdamColumnName[];
	readonly nameWidth: number;
	/** Every column is explained, and not only the one that is chosen. */
	readonly hasAllExplanations: boolean;
	readonly verificationRows: number;
	/** Empty lines: above Adam's table, below the headline, above the verification. */
	readonly spacers: number;
};

export type StepSizes = {
	readonly blockSize: number;
	readonly letterWidth: number;
	readonly matrixCount: number;
	/** The longest name of a matrix. */
	readonly matrixNameWidth: number;
	/** What there is to say of Adam, or of another optimiser. */
	readonly adamColumns: readonly AdamColumnName[];
	/** Of those in Adam's tables. */
	readonly parameterCount: number;
	/** A gradient has been verified. */
	readonly isVerified: boolean;
};

export const verificationRows = 2;
/** A number of Adam's table, as `-0.00608`. */
export const numberWidth = 8;
export const panelGap = 3;
/** The numbers of a matrix, as `0.5625`. */
export const matrixNumberWidth = 7;
/** Both of them with the gaps before them. */
export const matrixNumbersWidth = 2 * (matrixNumberWidth + 1);
/** A name such as `mlp_fc2`. */
const shortMatrixName = 9;

/** Headline, titles of the letters, their mean. */
const fixedRows = 3;
/** Titles and explanation of Adam's table. */
const adamFrame = 2;
const leastLetterRows = 3;
const roomForWholeNames = 100;
const leastNameWidth = 14;
/** In a table that has another one beside it. */
const usualNameWidth = 20;
const mostNameWidth = 26;
const mostLettersWidth = 140;

/** In this order columns fold away as the window shrinks, the last first. */
const columnsByWorth: readonly AdamColumnName[] = ['gradient', 'change', 'correctedMean', 'root', 'plainChange', 'mean', 'meanSquare'];

type Part = 'letters' | 'adam' | 'matrices' | 'verification' | 'explanations' | 'spacer';

/** From the most to the least wanted: a part, and how high it would grow. */
const wishes: ReadonlyArray<Wish<Part>> = [
	{part: 'letters', rows: 4},
	{part: 'adam', rows: 1},
	{part: 'letters', rows: 6},
	{part: 'verification', rows: verificationRows},
	{part: 'adam', rows: 3},
	{part: 'letters', rows: 8},
	{part: 'matrices', rows: 6},
	{part: 'adam', rows: 5},
	{part: 'spacer', rows: 1},
	{part: 'matrices', rows: 12},
	{part: 'letters', rows: 12},
	{part: 'adam', rows: 6},
	{part: 'spacer', rows: 2},
	{part: 'letters', rows: 14},
	{part: 'explanations', rows: Infinity},
	{part: 'letters', rows: 16},
	{part: 'spacer', rows: 3},
	{part: 'adam', rows: 12},
	{part: 'letters', rows: Infinity},
	{part: 'matrices', rows: Infinity},
	{part: 'adam', rows: Infinity},
];

/**
Gives each part of the view its place. It depends on the model and the window only, so that nothing
jumps from step to step.

@param size - The cells between the margins; the rows between header and key bar.
*/
export function layOutStep({width, rows}: {readonly width: number; readonly rows: number}, sizes: StepSizes): StepLayout {
	const matrixName = width >= roomForWholeNames ? sizes.matrixNameWidth : Math.min(shortMatrixName, sizes.matrixNameWidth);
	const matricesWidth = Math.max('matrix'.length, matrixName) + matrixNumbersWidth;
	const beside = width - panelGap - matricesWidth;
	const isWide = beside >= leastLettersWidth(sizes.letterWidth);
	const columns = layOutColumns(width, sizes.adamColumns);
	// What has been asked for has its place before all else but a few letters.
	const given = sizes.isVerified && rows >= fixedRows + verificationRows ? verificationRows : 0;
	const mostMatrixRows = isWide ? 0 : 1 + Math.ceil(sizes.matrixCount / matricesPerRow(width, matricesWidth));
	// One line is there already; the matrices have two columns.
	const explanationRows = columns.adamColumns.length + 1;
	const {heights} = layOut(rows - fixedRows, wishes, {
		letters: {most: Math.max(sizes.blockSize, leastLetterRows), given: Math.max(0, Math.min(leastLetterRows, rows - fixedRows - given))},
		adam: {most: Math.ceil(sizes.parameterCount / columns.adamTables), frame: adamFrame},
		matrices: {most: mostMatrixRows, least: 2},
		verification: {most: verificationRows, least: verificationRows, given},
		explanations: {most: explanationRows, least: explanationRows},
		spacer: {most: 3},
	});
	return {
		isWide,
		lettersWidth: Math.min(mostLettersWidth, isWide ? beside : width),
		letterRows: heights.letters,
		matricesWidth,
		matrixRows: heights.matrices,
		adamRows: heights.adam,
		...columns,
		hasAllExplanations: heights.explanations > 0,
		verificationRows: heights.verification,
		spacers: heights.spacer,
	};
}

/** How many matrices stand in a row below the letters. */
export function matricesPerRow(width: number, matricesWidth: number): number {
	return Math.max(1, Math.floor((width + panelGap) / (matricesWidth + panelGap)));
}

/** With one likely letter and a bar of a few cells. */
function leastLettersWidth(letterWidth: number): number {
	return 38 + (3 * letterWidth);
}

/** The name of a parameter, then as many numbers as fit, in the order of Adam's computation; and where all of them fit more than once, several such tables. */
function layOutColumns(width: number, columns: readonly AdamColumnName[]): Pick<StepLayout, 'adamColumns' | 'adamTables' | 'nameWidth'> {
	const count = Math.min(columns.length, Math.floor((width - leastNameWidth) / (numberWidth + 1)));
	const kept = new Set(columnsByWorth.filter(name => columns.includes(name)).slice(0, count));
	const numbersWidth = count * (numberWidth + 1);
	const adamTables = Math.max(1, Math.floor((width + panelGap) / (usualNameWidth + numbersWidth + panelGap)));
	const tableWidth = Math.floor((width + panelGap) / adamTables) - panelGap;
	return {
		adamColumns: columns.filter(name => kept.has(name)),
		adamTables,
		nameWidth: Math.min(mostNameWidth, tableWidth - numbersWidth),
	};
}
