import fc from 'fast-check';
import {expect, it} from 'vitest';
import {countText} from '../../source/text/decimals.js';

it('groups thousands as the language does', () => {
	const formatter = new Intl.NumberFormat('en', {maximumFractionDigits: 0, signDisplay: 'negative'});
	const anyNumber = fc.oneof(
		fc.double(),
		fc.double({min: -2e15, max: 2e15}),
		fc.integer({min: -2_000_000, max: 2_000_000}),
		fc.maxSafeInteger(),
		fc.constantFrom(0.5, -0.5, 1.5, -2.5, 999.5, 999_999.5, 1e15 - 0.5, 1e15, -1e15),
	);
	fc.assert(fc.property(anyNumber, number => {
		expect(countText(number)).toBe(formatter.format(number));
	}), {numRuns: 1000});
});
