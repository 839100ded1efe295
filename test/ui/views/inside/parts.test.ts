import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {asciiGlyphs, unicodeGlyphs} from '../../../../source/report/chart/glyphs.js';
import {edgeLetter, edgeWidth} from '../../../../source/ui/views/inside/edge-letter.js';
import {drawHeat} from '../../../../source/ui/views/inside/heat.js';
import {movePlace} from '../../../../source/ui/hooks/use-cursor.js';
import {
	drawShelves,
	heightOfAll,
	lastFirst,
	shelve,
} from '../../../../source/ui/views/inside/tiles.js';
import {createTheme} from '../../../../source/ui/theme.js';
import {plainTheme} from '../../../helpers/frame.js';

const tile = (width: number, height: number) => ({width, lines: Array.from({length: height}, (_, row) => String(row).padEnd(width))});

describe('shelves', () => {
	it('hold as many tiles as fit side by side', () => {
		expect(shelve([tile(4, 1), tile(4, 1), tile(5, 1), tile(30, 1), tile(1, 1)], 10).map(shelf => shelf.length)).toEqual([2, 1, 1, 1]);
	});

	it('show from any of them on what fits, and all of them after the last place', () => {
		const anyTiles = fc.array(fc.record({width: fc.integer({min: 1, max: 9}), height: fc.integer({min: 1, max: 9})}), {minLength: 1, maxLength: 20});
		fc.assert(fc.property(anyTiles, fc.integer({min: 1, max: 30}), (sizes, rows) => {
			const shelves = shelve(sizes.map(({width, height}) => tile(width, height)), 20);
			const last = lastFirst(shelves, rows);
			const {lines, shown} = drawShelves(shelves, {first: last, rows});
			expect(last + shown).toBe(shelves.length);
			expect(lines.length).toBeLessThanOrEqual(rows);
			expect(last === 0 || heightOfAll(shelves.slice(last - 1)) > rows).toBe(true);
		}));
	});
});

describe('heat', () => {
	const values = [[-2, -1, 0, 1, 2], [NaN, 0.1, -0.1, 9, -9]];

	it('tells both sides of 0 apart by signs where there are no colours', () => {
		const draw = (glyphs: typeof unicodeGlyphs) => drawHeat(values, {scale: 2, rowsPerLine: 1}, {theme: plainTheme, glyphs});
		expect(draw(unicodeGlyphs)).toEqual(['═─ ▒█', '   █═']);
		expect(draw(asciiGlyphs)).toEqual(['=- :#', '   #=']);
	});

	it('draws two rows in half blocks of colours of the palette', () => {
		const theme = createTheme({hasColor: true, colorCount: 256});
		const look = {theme, glyphs: unicodeGlyphs};
		const {diverging} = theme.palette;
		expect(drawHeat([[-2, 2], [2, 0]], {scale: 2, rowsPerLine: 2}, look)).toEqual([theme.paintCell('▀', diverging(-1), diverging(1)) + theme.paintCell('▀', diverging(1), diverging(0))]);
		expect(drawHeat([[2]], {scale: 2, rowsPerLine: 2}, look)).toEqual([theme.paintCell('▀', diverging(1))]);
		// Four levels of six, and next to nothing.
		expect(drawHeat([[-1.3, 0.1]], {scale: 2, rowsPerLine: 2}, look)).toEqual([theme.paintCell('▀', diverging(-4 / 6)) + theme.paintCell('▀', diverging(0))]);
	});

	it('is blue and red shades where there are 16 colours', () => {
		const look = {theme: createTheme({hasColor: true, colorCount: 16}), glyphs: unicodeGlyphs};
		expect(drawHeat([[-2, 2]], {scale: 2, rowsPerLine: 1, cellWidth: 2}, look)).toEqual(['\u{1B}[94m██\u{1B}[39m\u{1B}[31m██\u{1B}[39m']);
	});
});

it('moves within bounds, and forgets what goes beyond them', () => {
	const along = (cursors: readonly number[]) => {
		let moved = {cursor: 0, place: 0};
		for (const cursor of cursors) {
			moved = movePlace(moved, cursor, 3);
		}

		return moved.place;
	};

	expect(along([1, 2])).toBe(2);
	expect(along([1, 2, 3, 4, 5, 6, 7, 6])).toBe(2);
	expect(along([9, 0, 1])).toBe(1);
});

it('writes letters at the edge of a map in exactly their cells', () => {
	const letters = ['a', '名', '\u{301}', undefined, ' ', '\u{1B}', '\u{202E}'];
	expect(letters.map(letter => edgeLetter(letter, 2, unicodeGlyphs))).toEqual(['a ', '名', '◌\u{301} ', '∎ ', '␣ ', '␛ ', '? ']);
	expect(letters.map(letter => edgeLetter(letter, 1, asciiGlyphs)).join('')).toBe('a??$_??');
	expect(edgeWidth(letters, unicodeGlyphs)).toBe(2);
	expect(edgeWidth(letters, asciiGlyphs)).toBe(1);
});
