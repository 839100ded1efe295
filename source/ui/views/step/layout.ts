import {adamColumnNames, type AdamColumnName} from './explanations.js';

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
	/** Parameters in Adam's table; 0: no table. */
	readonly adamRows: number;
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
export const shortMatrixName = 9;

/** Headline, titles of the letters, their mean. */
const fixedRows = 3;
/** Titles and explanation of Adam's table. */
const adamFrame = 2;
const leastLetterRows = 3;
const roomForWholeNames = 100;
const leastNameWidth = 14;
const mostNameWidth = 26;
const mostLettersWidth = 90;

/** In this order columns fold away as the window shrinks, the last first. */
const columnsByWorth: readonly AdamColumnName[] = ['gradient', 'change', 'correctedMean', 'root', 'plainChange', 'mean', 'meanSquare'];

type Part = 'letters' | 'adam' | 'matrices' | 'verification' | 'explanations' | 'spacer';

/** From the most to the least wanted: a part, and how high it would grow. */
const wishes: ReadonlyArray<readonly [part: Part, rows: number]> = [
	['letters', 4],
	['adam', 1],
	['letters', 6],
	['verification', verificationRows],
	['adam', 3],
	['letters', 8],
	['matrices', 6],
	['adam', 5],
	['spacer', 1],
	['matrices', 12],
	['letters', 12],
	['adam', 6],
	['spacer', 2],
	['letters', 14],
	['explanations', Infinity],
	['letters', 16],
	['spacer', 3],
	['adam', 12],
	['letters', Infinity],
	['matrices', Infinity],
	['adam', Infinity],
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
	const columns = layOutColumns(width);
	const heights = shareRows(rows - fixedRows, {
		letters: Math.max(sizes.blockSize, leastLetterRows),
		adam: sizes.parameterCount,
		matrices: isWide ? 0 : 1 + Math.ceil(sizes.matrixCount / matricesPerRow(width, matricesWidth)),
		verification: verificationRows,
		// One line is there already; the matrices have two columns.
		explanations: columns.adamColumns.length + 1,
		spacer: 3,
	}, sizes.isVerified);
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

function shareRows(rows: number, most: Readonly<Record<Part, number>>, isVerified: boolean): Record<Part, number> {
	// What has been asked for has its place before all else but a few letters.
	const given = isVerified ? verificationRows : 0;
	const heights = {
		letters: Math.min(leastLetterRows, rows - given), adam: 0, matrices: 0, verification: given, explanations: 0, spacer: 0,
	};
	let left = rows - heights.letters - given;
	for (const [part, wanted] of wishes) {
		const isNew = heights[part] === 0;
		const frame = part === 'adam' && isNew ? adamFrame : 0;
		const growth = Math.min(Math.min(wanted, most[part]) - heights[part], left - frame);
		if (growth < (isNew ? leastRows(part, most) : 1)) {
			continue;
		}

		heights[part] += growth;
		left -= growth + frame;
	}

	return heights;
}

/** Fewer rows of a part would be no use. */
function leastRows(part: Part, most: Readonly<Record<Part, number>>): number {
	switch (part) {
		case 'matrices':
		case 'verification': {
			return 2;
		}

		case 'explanations': {
			return most.explanations;
		}

		case 'letters':
		case 'adam':
		case 'spacer': {
			return 1;
		}
	}
}

/** The name of a parameter, then as many numbers as fit, in the order of Adam's computation. */
function layOutColumns(width: number): Pick<StepLayout, 'adamColumns' | 'nameWidth'> {
	const count = Math.min(columnsByWorth.length, Math.floor((width - leastNameWidth) / (numberWidth + 1)));
	const kept = columnsByWorth.slice(0, count);
	return {
		adamColumns: adamColumnNames.filter(name => kept.includes(name)),
		nameWidth: Math.min(mostNameWidth, width - (count * (numberWidth + 1))),
	};
}
