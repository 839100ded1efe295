import fc from 'fast-check';
import {expect, it} from 'vitest';
import {formatPower, formatShort, formatTwins} from '../../source/text/short-number.js';

it.each<[number, string]>([
	[0.0060804, '0.00608'],
	[-0.0060804, '-0.00608'],
	[-12.345678, '-12.3457'],
	[123_456.7, '123456.7'],
	[1.5e9, '1.50e9'],
	[0.0001234, '0.00012'],
	[-0.00001234, '-1.23e-5'],
	[-1.234e-100, '-1e-100'],
	[-0, '0'],
	[NaN, 'none'],
	[-Infinity, '-inf'],
	[Infinity, 'inf'],
])('writes %d in eight cells', (number, text) => {
	expect(formatShort(number, 8)).toBe(text);
});

it.each<[number, string]>([[0.0072, '7.20e-3'], [123_456, '1.23e5'], [1e-300, '1.0e-300'], [0, '0'], [NaN, 'none']])('writes %d as a power of ten', (number, text) => {
	expect(formatPower(number, 8)).toBe(text);
});

it('keeps any number within its cells, and close to what it is', () => {
	fc.assert(fc.property(fc.double({min: -1e308, max: 1e308, noNaN: true}), fc.integer({min: 7, max: 12}), (number, width) => {
		for (const text of [formatShort(number, width), formatPower(number, width)]) {
			expect(text.length).toBeLessThanOrEqual(width);
			// One digit is the least.
			expect(Math.abs(Number(text) - number)).toBeLessThanOrEqual(Math.abs(number) * 0.5);
		}
	}), {numRuns: 1000});
});

it('writes two numbers so that their digits can be compared', () => {
	expect(formatTwins(0.6, -0.6000000003)).toEqual([' 0.6000000000', '-0.6000000003']);
	expect(formatTwins(1.234567e-5, 1.234568e-5)).toEqual(['1.23456700e-5', '1.23456800e-5']);
	expect(formatTwins(0, 3e-12)).toEqual(['0.00000000e+0', '3.00000000e-12'].map(text => text.padStart(14)));
});
