import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {asciiGlyphs, unicodeGlyphs} from '../../../../source/report/chart/glyphs.js';
import {edgeLetter, edgeWidth} from '../../../../source/ui/views/inside/edge-letter.js';
import {drawHeat, wordForLarger} from '../../../../source/ui/views/inside/heat.js';
import {movePlace} from '../../../../source/ui/hooks/use-cursor.js';
import {drawPage, packPages} from '../../../../source/ui/views/inside/pack.js';
import {
	drawShelves,
	lastFirst,
	shelve,
} from '../../../../source/ui/views/inside/tiles.js';
import {createTheme, type ThemeOptions} from '../../../../source/ui/theme.js';
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
			expect(last === 0 || shelves.slice(last - 1).reduce((sum, shelf) => sum + 1 + Math.max(...shelf.map(({lines: {length}}) => length)), -1) > rows).toBe(true);
		}));
	});
});

describe('pages', () => {
	const anySize = fc.record({width: fc.integer({min: 1, max: 20}), height: fc.integer({min: 1, max: 9})});

	it('have a place for each tile, and none where another is', () => {
		fc.assert(fc.property(fc.array(anySize, {minLength: 1, maxLength: 20}), fc.integer({min: 20, max: 60}), fc.integer({min: 9, max: 30}), (sizes, width, rows) => {
			const pages = packPages(sizes, {width, rows});
			expect(pages.flat().map(({index}) => index).toSorted((a, b) => a - b)).toEqual([...sizes.keys()]);
			for (const page of pages) {
				const taken = new Set<string>();
				for (const {index, x, y} of page) {
					const {width: columns, height} = sizes[index];
					expect(x + columns).toBeLessThanOrEqual(width);
					expect(y + height).toBeLessThanOrEqual(rows);
					for (let cell = 0; cell < columns * height; cell++) {
						const key = `${x + (cell % columns)} ${y + Math.floor(cell / columns)}`;
						expect(taken.has(key)).toBe(false);
						taken.add(key);
					}
				}
			}
		}));
	});

	it('put what is small below what is small, beside what is tall, and draw it there', () => {
		const tiles = [tile(3, 5), tile(2, 2), tile(2, 2)];
		const pages = packPages(tiles.map(({width, lines}) => ({width, height: lines.length})), {width: 7, rows: 5});
		expect(pages).toHaveLength(1);
		expect(drawPage(pages[0], index => tiles[index])).toEqual(['0    0 ', '1    1 ', '2  ', '3    0 ', '4    1 ']);
	});

	it('are as many as are needed', () => {
		expect(packPages(Array.from({length: 5}, () => ({width: 9, height: 4})), {width: 20, rows: 9}).map(page => page.length)).toEqual([4, 1]);
		expect(packPages([{width: 9, height: 40}, {width: 9, height: 4}], {width: 19, rows: 9}).map(page => page.length)).toEqual([1, 1]);
	});
});

describe('heat', () => {
	const values = [[-2, -1, 0, 1, 2], [NaN, 0.1, -0.1, 9, -9]];

	it('tells both sides of 0 apart by signs where there are no colours', () => {
		const draw = (glyphs: typeof unicodeGlyphs) => drawHeat(values, {scale: 2, zoom: {width: 1, height: 1}}, {theme: plainTheme, glyphs});
		expect(draw(unicodeGlyphs)).toEqual(['═─ ▒█', '   █═']);
		expect(draw(asciiGlyphs)).toEqual(['=- :#', '   #=']);
	});

	it('draws two rows in half blocks of colours of the palette', () => {
		const theme = createTheme({hasColor: true, colorCount: 256});
		const look = {theme, glyphs: unicodeGlyphs};
		const {diverging} = theme.palette;
		expect(drawHeat([[-2, 2], [2, 0]], {scale: 2, zoom: {width: 1, height: 0.5}}, look)).toEqual([theme.paintCell('▀', diverging(-1), diverging(1)) + theme.paintCell('▀', diverging(1), diverging(0))]);
		expect(drawHeat([[2]], {scale: 2, zoom: {width: 1, height: 0.5}}, look)).toEqual([theme.paintCell('▀', diverging(1))]);
		// Four levels of six, and next to nothing.
		expect(drawHeat([[-1.3, 0.1]], {scale: 2, zoom: {width: 1, height: 0.5}}, look)).toEqual([theme.paintCell('▀', diverging(-4 / 6)) + theme.paintCell('▀', diverging(0))]);
	});

	it('has a number in the cells that have room for it, beside its sign or above it', () => {
		const look = {theme: plainTheme, glyphs: unicodeGlyphs};
		const draw = (width: number, height: number) => drawHeat([[-2, 1, 0]], {scale: 2, zoom: {width, height}, format: value => String(value).padStart(3)}, look);
		expect(draw(3, 1)).toEqual(['═══▒▒▒   ']);
		expect(draw(4, 1)).toEqual([' -2═  1▒  0 ']);
		expect(draw(5, 1)).toEqual([' -2═   1▒   0  ']);
		expect(draw(6, 2)).toEqual(['   -2     1     0 ', '══════▒▒▒▒▒▒      ']);
	});

	it('has the number on the colour where there are colours', () => {
		const theme = createTheme({hasColor: true, colorCount: 256});
		const {diverging, inkOn} = theme.palette;
		const [color, blank] = [diverging(1), ' '.repeat(6)];
		const [above, line] = drawHeat([[2]], {scale: 2, zoom: {width: 6, height: 3}, format: String}, {theme, glyphs: unicodeGlyphs});
		expect(above).toBe(theme.paintCell(blank, inkOn(color), color));
		expect(line).toBe(theme.paintCell('   2  ', inkOn(color), color));
	});

	it('calls what is larger by what one sees: on light paper, the bright ones are not the strong ones', () => {
		const wordIn = (options: ThemeOptions) => wordForLarger({theme: createTheme(options), glyphs: unicodeGlyphs});
		expect(wordIn({hasColor: false})).toBe('denser');
		expect(wordIn({hasColor: true, colorCount: 16, background: 'light'})).toBe('denser');
		expect(wordIn({hasColor: true, colorCount: 256})).toBe('brighter');
		expect(wordIn({hasColor: true, colorCount: 256, background: 'light'})).toBe('stronger');
	});

	it('is blue and red shades where there are 16 colours', () => {
		const look = {theme: createTheme({hasColor: true, colorCount: 16}), glyphs: unicodeGlyphs};
		expect(drawHeat([[-2, 2]], {scale: 2, zoom: {width: 2, height: 1}}, look)).toEqual(['\u{1B}[94m██\u{1B}[39m\u{1B}[31m██\u{1B}[39m']);
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
