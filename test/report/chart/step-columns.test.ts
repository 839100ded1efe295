import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {asciiGlyphs, unicodeGlyphs} from '../../../source/report/chart/glyphs.js';
import {
	drawStepColumns,
	placeSteps,
	rangeOf,
	stepNumbers,
} from '../../../source/report/chart/step-columns.js';

function draw(values: readonly number[], {width = 40, height = 1, isSigned = true, isAscii = false, firstStep = 1} = {}): string[] {
	const known = values.map((value, index) => ({step: firstStep + index, value}));
	return drawStepColumns(known, placeSteps(firstStep, values.length, width), {range: rangeOf(known, isSigned), height}, isAscii ? asciiGlyphs : unicodeGlyphs);
}

describe('columns over steps', () => {
	it('stand up from a line of 0 and hang down from it, a group of cells a step', () => {
		expect(draw([-2, 0, 1, 2], {width: 12})).toEqual(['⣤⣤┄┄┄┄⠒⠒┄⠛⠛┄']);
		expect(draw([-2, 0, 1, 2], {width: 12, isAscii: true})).toEqual(['__----\'\'-""-']);
		expect(draw([-6, 6], {width: 2, height: 3})).toEqual([' ⣿', '⣤⠛', '⣿ ']);
		// What is farthest from 0 has most of the room.
		expect(draw([-10, 1], {width: 2, height: 3})).toEqual(['⣤⠒', '⣿ ', '⣿ ']);
	});

	it('stand on the lowest where there is no 0 between them, and have a height where they are all alike', () => {
		expect(draw([3, 4], {width: 2, isSigned: false})).toEqual(['▁█']);
		expect(draw([3], {width: 3, isSigned: false})).toEqual(['██ ']);
		expect(draw([-3], {width: 3, isSigned: false})).toEqual(['⣤⣤┄']);
	});

	it('share a cell where there are more steps than cells, a half for each', () => {
		expect(draw([1, -1, 1, -1], {width: 2})).toEqual(['⢣⢣']);
		expect(draw([1, 1, 1, 1, -1, -1, -1, -1], {width: 2})).toEqual(['⠛⣤']);
	});

	it('have the numbers of their steps below their first cells', () => {
		const widths = fc.integer({min: 8, max: 200});
		expect(stepNumbers(placeSteps(1, 4, 12), 12)).toBe('1  2  3  4');
		expect(stepNumbers(placeSteps(51, 100, 78), 78)).toBe('51  60   70   80   90   100  110  120  130  140  150');
		expect(stepNumbers(placeSteps(99_999, 1, 40), 40)).toBe('99,999');
		const size = fc.integer({min: 1, max: 150});
		fc.assert(fc.property(size, size, widths, (first, count, width) => {
			const places = placeSteps(first, count, width);
			const line = stepNumbers(places, width);
			expect(line.length).toBeLessThanOrEqual(width);
			for (const {0: label, index} of line.matchAll(/\d+/gv)) {
				const distance = (Number(label) - first) / places.stepsPerCell;
				const cell = Math.floor(distance);
				expect(cell * places.cellsPerStep).toBe(index);
			}
		}));
	});

	it('fill what they are given, whatever the values', () => {
		const numbers = fc.double({noNaN: true, min: -1e300, max: 1e300});
		const lists = fc.array(numbers, {minLength: 1, maxLength: 150});
		fc.assert(fc.property(lists, fc.integer({min: 1, max: 130}), fc.integer({min: 1, max: 5}), fc.boolean(), (values, width, height, isSigned) => {
			for (const isAscii of [true, false]) {
				const rows = draw(values, {
					width, height, isSigned, isAscii,
				});
				expect(rows).toHaveLength(height);
				const lengths = rows.map(({length}) => length);
				expect(Math.max(...lengths)).toBeLessThanOrEqual(width);
				expect(rows.join('')).not.toContain('undefined');
			}
		}));
	});
});
