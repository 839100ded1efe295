import fc from 'fast-check';
import {expect, it} from 'vitest';
import {countDots, DotCanvas} from '../../../source/report/chart/dot-canvas.js';
import {unicodeGlyphs} from '../../../source/report/chart/glyphs.js';

/** Which dots of a picture are set, as they are read from its cells. */
function dotsOf(canvas: DotCanvas): Set<string> {
	const places = [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2], [0, 3], [1, 3]];
	const isSet = (pattern: number, bit: number) => Math.floor(pattern / (2 ** bit)) % 2 === 1;
	const dots: string[] = [];
	for (const {row, column, pattern} of canvas.cells()) {
		const inCell = places.filter((_, bit) => isSet(pattern, bit));
		dots.push(...inCell.map(([x, y]) => `${(column * 2) + x},${(row * 4) + y}`));
	}

	return new Set(dots);
}

it('has the dots of a braille character where the standard has them', () => {
	const canvas = new DotCanvas(3, 1);
	// Dots 1, 5 and 6; all eight of them.
	for (const [x, y] of [[0, 0], [1, 1], [1, 2], ...Array.from({length: 8}, (_, index) => [4 + (index % 2), Math.floor(index / 2)])]) {
		canvas.set(x, y);
	}

	const cells = canvas.cells().map(({row, column, pattern}) => ({row, column, character: unicodeGlyphs.dots(pattern)}));
	expect(cells).toEqual([{row: 0, column: 0, character: '⠱'}, {row: 0, column: 2, character: '⣿'}]);
});

it('holds the dots that were set within it, however often, and no others', () => {
	const dot = fc.tuple(fc.integer({min: -3, max: 14}), fc.integer({min: -3, max: 20}));
	fc.assert(fc.property(fc.integer({min: 0, max: 5}), fc.integer({min: 0, max: 4}), fc.array(dot), (width, height, dots) => {
		const canvas = new DotCanvas(width, height);
		for (const [x, y] of [...dots, ...dots]) {
			canvas.set(x, y);
		}

		const inside = new Set(dots.filter(([x, y]) => x >= 0 && y >= 0 && x < width * 2 && y < height * 4).map(([x, y]) => `${x},${y}`));
		expect(dotsOf(canvas)).toEqual(inside);
		expect(canvas.cells().reduce((sum, {pattern}) => sum + countDots(pattern), 0)).toBe(inside.size);
	}));
});
