import fc from 'fast-check';
import {expect, it} from 'vitest';
import {adamColumnNames, adamColumnsOf} from '../../../../source/ui/views/step/explanations.js';
import {layOutStep, panelGap, type StepSizes} from '../../../../source/ui/views/step/layout.js';

const chapter7: StepSizes = {
	blockSize: 8, letterWidth: 1, matrixCount: 3, matrixNameWidth: 7, adamColumns: adamColumnNames, parameterCount: 992, isVerified: false,
};
const microgpt: StepSizes = {
	...chapter7, blockSize: 16, matrixCount: 9, matrixNameWidth: 14, parameterCount: 4192,
};

const anySizes: fc.Arbitrary<StepSizes> = fc.record({
	blockSize: fc.integer({min: 1, max: 300}),
	letterWidth: fc.constantFrom(1, 2, 9),
	matrixCount: fc.integer({min: 3, max: 75}),
	matrixNameWidth: fc.integer({min: 7, max: 15}),
	adamColumns: fc.subarray([...adamColumnNames], {minLength: 2}),
	parameterCount: fc.integer({min: 6, max: 1e6}),
	isVerified: fc.boolean(),
});

it('gives away no row twice, and none of a table without its titles', () => {
	fc.assert(fc.property(anySizes, fc.integer({min: 38, max: 250}), fc.integer({min: 7, max: 80}), (sizes, width, rows) => {
		const layout = layOutStep({width, rows}, sizes);
		const adam = layout.adamRows > 0 ? layout.adamRows + 2 : 0;
		// Headline, titles of the letters, their mean.
		expect(3 + layout.letterRows + layout.matrixRows + adam + layout.verificationRows + layout.spacers + (layout.hasAllExplanations ? layout.adamColumns.length + 1 : 0)).toBeLessThanOrEqual(rows);
		expect(layout.letterRows).toBeGreaterThanOrEqual(2);
		expect([0, 2]).toContain(layout.verificationRows);
		expect(layout.verificationRows === 0 && sizes.isVerified).toBe(false);
		expect(layout.matrixRows).not.toBe(1);
		expect((layout.adamTables * (layout.nameWidth + (layout.adamColumns.length * 9) + panelGap)) - panelGap).toBeLessThanOrEqual(width);
		expect(layout.adamTables === 1 || layout.adamColumns.length === sizes.adamColumns.length).toBe(true);
		expect(layout.nameWidth).toBeGreaterThanOrEqual(14);
		if (!layout.isWide) {
			return;
		}

		expect(layout.lettersWidth + panelGap + layout.matricesWidth).toBeLessThanOrEqual(width);
		expect(layout.matrixRows).toBe(0);
	}), {numRuns: 1000});
});

it('folds away the matrices first, then Adam, then the verification', () => {
	const partsAt = (width: number, rows: number, sizes = microgpt) => {
		const {isWide, matrixRows, adamRows, verificationRows} = layOutStep({width, rows}, sizes);
		return {hasMatrices: isWide || matrixRows > 0, adamRows, verificationRows};
	};

	expect(partsAt(118, 37)).toEqual({hasMatrices: true, adamRows: 6, verificationRows: 2});
	expect(partsAt(78, 21)).toEqual({hasMatrices: true, adamRows: 5, verificationRows: 2});
	expect(partsAt(58, 21)).toEqual({hasMatrices: true, adamRows: 3, verificationRows: 2});
	expect(partsAt(58, 15)).toEqual({hasMatrices: false, adamRows: 2, verificationRows: 2});
	expect(partsAt(38, 9)).toEqual({hasMatrices: false, adamRows: 0, verificationRows: 0});
	expect(partsAt(38, 9, {...microgpt, isVerified: true})).toEqual({hasMatrices: false, adamRows: 0, verificationRows: 2});
});

it('shows all letters of the chapter and all columns of Adam at 80x24', () => {
	const {letterRows, adamColumns, isWide} = layOutStep({width: 78, rows: 21}, chapter7);
	expect(letterRows).toBe(8);
	expect(adamColumns).toEqual(['gradient', 'mean', 'meanSquare', 'correctedMean', 'root', 'change', 'plainChange']);
	expect(isWide).toBe(true);
});

it.each([
	['adam', true, ['gradient', 'mean', 'meanSquare', 'correctedMean', 'root', 'change', 'plainChange']],
	['adam', false, ['gradient', 'mean', 'meanSquare', 'root', 'change', 'plainChange']],
	['rmsprop', true, ['gradient', 'meanSquare', 'root', 'change', 'plainChange']],
	['momentum', true, ['gradient', 'mean', 'correctedMean', 'change', 'plainChange']],
	['momentum', false, ['gradient', 'mean', 'change', 'plainChange']],
	['sgd', true, ['gradient', 'change']],
] as const)('shows of %s, with bias correction: %s, only what it computes', (optimizer, hasBiasCorrection, expected) => {
	const adamColumns = adamColumnsOf({optimizer, hasBiasCorrection});
	expect(layOutStep({width: 78, rows: 21}, {...chapter7, adamColumns}).adamColumns).toEqual(expected);
	expect(layOutStep({width: 38, rows: 21}, {...chapter7, adamColumns}).adamColumns).toContain('change');
});

it('has as many tables of Adam side by side as fit, and no rows that there are no parameters for', () => {
	expect([118, 168, 169, 198, 258].map(width => layOutStep({width, rows: 57}, microgpt).adamTables)).toEqual([1, 1, 2, 2, 3]);
	expect(layOutStep({width: 258, rows: 75}, {...microgpt, parameterCount: 60}).adamRows).toBe(20);
});
