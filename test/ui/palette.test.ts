import {describe, expect, it} from 'vitest';
import {mostChroma, rgbOf} from '../../source/ui/color-space.js';
import {createPalette} from '../../source/ui/palette.js';
import {createTheme} from '../../source/ui/theme.js';
import {oklabOf} from '../helpers/oklab.js';

const levels = [0, 1, 2, 3, 4, 5, 6].map(level => level / 6);

describe('a color in OKLCH', () => {
	it('is on the screen what its author gives for it', () => {
		// White, black, and the primary colours, as in the table of the specification of CSS colours.
		expect(oklabOf([255, 255, 255]).map(value => value.toFixed(3))).toEqual(['1.000', expect.stringMatching(/^-?0\.000$/v), expect.stringMatching(/^-?0\.000$/v)]);
		expect(oklabOf([255, 0, 0]).map(value => value.toFixed(3))).toEqual(['0.628', '0.225', '0.126']);
		expect(oklabOf([0, 0, 255]).map(value => value.toFixed(3))).toEqual(['0.452', '-0.032', '-0.312']);
	});

	it('comes back from the screen', () => {
		for (const hue of [0, 65, 130, 250, 359]) {
			const [lightness, greenRed, blueYellow] = oklabOf(rgbOf({lightness: 0.6, chroma: 0.08, hue}));
			expect(lightness).toBeCloseTo(0.6, 2);
			expect(Math.hypot(greenRed, blueYellow)).toBeCloseTo(0.08, 2);
			const angle = Math.atan2(blueYellow, greenRed) * 180 / Math.PI;
			expect((angle + 360) % 360).toBeCloseTo(hue, -1);
		}
	});

	it('is cut off where the screen ends', () => {
		const most = mostChroma(0.6, 250);
		expect(most).toBeGreaterThan(0.1);
		const [, greenRed, blueYellow] = oklabOf(rgbOf({lightness: 0.6, chroma: most, hue: 250}));
		expect(Math.hypot(greenRed, blueYellow)).toBeCloseTo(most, 2);
		expect(rgbOf({lightness: 0.6, chroma: most + 0.05, hue: 250}).every(value => value >= 0 && value <= 255)).toBe(true);
	});
});

describe.each(['dark', 'light'] as const)('the palette on a %s background', background => {
	const {diverging, sequential, inkOn} = createPalette(background);

	it('goes from near the background in even steps, alike on both sides', () => {
		const zero = oklabOf(diverging(0).rgb)[0];
		expect(background === 'dark' ? zero < 0.3 : zero > 0.95).toBe(true);
		for (const side of [-1, 1]) {
			const lightness = levels.map(level => oklabOf(diverging(side * level).rgb)[0]);
			const step = (lightness.at(-1)! - lightness[0]) / 6;
			for (const [index, value] of lightness.entries()) {
				expect(value).toBeCloseTo(lightness[0] + (index * step), 2);
			}
		}
	});

	it('is blue below 0 and orange above, which every eye tells apart', () => {
		for (const level of levels.slice(1)) {
			expect(oklabOf(diverging(-level).rgb)[2]).toBeLessThan(0);
			expect(oklabOf(diverging(level).rgb)[2]).toBeGreaterThan(0);
		}
	});

	it('has as many steps where there are 256 colours', () => {
		const found = [...levels.map(level => -level), ...levels.slice(1)].map(level => diverging(level).index);
		expect(new Set(found).size).toBe(13);
	});

	it('takes what is no number, or beyond the ends, for the nearest', () => {
		expect([diverging(NaN), sequential(NaN), sequential(-3)]).toEqual([diverging(0), diverging(0), diverging(0)]);
		expect([diverging(9), diverging(-9), sequential(9)]).toEqual([diverging(1), diverging(-1), diverging(-1)]);
	});

	it('is written on in what can be read', () => {
		for (const level of levels) {
			const color = sequential(level);
			const [ink, paper] = [inkOn(color), color].map(({rgb}) => oklabOf(rgb)[0]);
			expect(Math.abs(ink - paper)).toBeGreaterThan(0.3);
		}
	});
});

it('is sent as it is, or as the number of one of 256 colours', () => {
	const [first, second] = [{rgb: [1, 2, 3], index: 17}, {rgb: [4, 5, 6], index: 18}] as const;
	expect(createTheme({hasColor: true, colorCount: 2 ** 24}).paintCell('a', first)).toBe('\u{1B}[38;2;1;2;3ma\u{1B}[39m');
	expect(createTheme({hasColor: true, colorCount: 256}).paintCell('a', first, second)).toBe('\u{1B}[38;5;17;48;5;18ma\u{1B}[39;49m');
	expect(createTheme({hasColor: false}).paintCell('a', first, second)).toBe('a');
});

it('paints text on a light background in colours that can be read there', () => {
	expect(createTheme({hasColor: true, colorCount: 256, background: 'light'}).paint('coach', 'a')).toBe('\u{1B}[38;5;30ma\u{1B}[39m');
	expect(createTheme({hasColor: true, colorCount: 256, background: 'light'}).paint('mark', 'a')).toBe('\u{1B}[1m\u{1B}[38;5;94ma\u{1B}[39m\u{1B}[22m');
	expect(createTheme({hasColor: true, colorCount: 16, background: 'light'}).paint('coach', 'a')).toBe('\u{1B}[36ma\u{1B}[39m');
	expect(createTheme({hasColor: true, colorCount: 256, background: 'dark'}).paint('coach', 'a')).toBe('\u{1B}[36ma\u{1B}[39m');
});
