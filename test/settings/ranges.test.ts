import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {
	isWithin,
	type NumberRange,
	rangeText,
	real,
	whole,
} from '../../source/settings/ranges.js';

describe('a range of numbers', () => {
	it.each<[NumberRange, string]>([
		[whole(1), 'a whole number from 1'],
		[whole(0, 9), 'a whole number from 0 to 9'],
		[real(0), 'a number from 0'],
		[real(0, Infinity, {isAboveMinimum: true}), 'a number above 0'],
		[real(0, 1, {isAboveMinimum: true}), 'a number above 0 and up to 1'],
		[real(0, 1, {isBelowMaximum: true}), 'a number from 0 to below 1'],
		[{...real(0.001, 100), hasZero: true}, '0 or a number from 0.001 to 100'],
	])('reads %j as “%s”', (range, text) => {
		expect(rangeText(range)).toBe(text);
	});

	it('has the numbers between its ends, and the ends unless they are excluded', () => {
		const ends = fc.record({isAboveMinimum: fc.boolean(), isBelowMaximum: fc.boolean()});
		fc.assert(fc.property(fc.integer({min: -99, max: 99}), fc.integer({min: 1, max: 99}), ends, fc.double({noNaN: true}), (minimum, width, excluded, number) => {
			const maximum = minimum + width;
			const range = real(minimum, maximum, excluded);
			expect(isWithin(range, minimum)).toBe(!excluded.isAboveMinimum);
			expect(isWithin(range, maximum)).toBe(!excluded.isBelowMaximum);
			expect(isWithin(range, minimum + (width / 2))).toBe(true);
			const isOutside = number < minimum || number > maximum;
			expect(isOutside && isWithin(range, number)).toBe(false);
		}));
	});

	it('without an end has any finite number, and of whole ones those that are exact', () => {
		expect(isWithin(real(0), Number.MAX_VALUE)).toBe(true);
		expect(isWithin(whole(0), Number.MAX_SAFE_INTEGER)).toBe(true);
		expect([Infinity, NaN].filter(number => isWithin(real(0), number))).toEqual([]);
		expect([2 ** 53, 0.5, NaN].filter(number => isWithin(whole(0), number))).toEqual([]);
	});

	it('may have 0 beside the others', () => {
		expect(isWithin({...real(0.001, 100), hasZero: true}, 0)).toBe(true);
		expect(isWithin(real(0.001, 100), 0)).toBe(false);
	});
});
