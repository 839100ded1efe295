import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {roundAxis, wholeTicks} from '../../../source/report/chart/axis.js';

const range = fc.tuple(
	fc.double({min: -1e6, max: 1e6, noNaN: true}),
	fc.double({min: -1e6, max: 1e6, noNaN: true}),
).map(([a, b]) => ({low: Math.min(a, b), high: Math.max(a, b)}));

/** Whether a number is 1, 2 or 5 times a power of ten. */
const isRoundStep = (step: number) => /^[125](?:\.0*)?e/v.test(step.toExponential(6));

describe('an axis with round numbers', () => {
	it('knows the losses of the course', () => {
		expect(roundAxis(1.73, 4.27, 4)).toEqual({
			minimum: 1.5, maximum: 4.5, ticks: [2, 3, 4], decimals: 0,
		});
		expect(roundAxis(1.73, 4.27, 8)).toMatchObject({ticks: [1.5, 2, 2.5, 3, 3.5, 4, 4.5], decimals: 1});
	});

	it('shows its ends where it has no room for ticks', () => {
		expect(roundAxis(1.73, 4.27, 1)).toEqual({
			minimum: 1.5, maximum: 4.5, ticks: [1.5, 4.5], decimals: 1,
		});
	});

	it('holds all of its range', () => {
		fc.assert(fc.property(range, fc.integer({min: 0, max: 20}), ({low, high}, mostTicks) => {
			const {minimum, maximum} = roundAxis(low, high, mostTicks);
			const slack = (maximum - minimum) * 1e-8;
			expect(minimum).toBeLessThanOrEqual(low + slack);
			expect(maximum).toBeGreaterThanOrEqual(high - slack);
			expect(maximum).toBeGreaterThan(minimum);
		}));
	});

	it('does not waste more than a half of its height', () => {
		fc.assert(fc.property(range, ({low, high}) => {
			fc.pre(high - low > 1e-3);
			const {minimum, maximum} = roundAxis(low, high, 5);
			expect(maximum - minimum).toBeLessThanOrEqual(2 * (high - low) * (1 + 1e-6));
		}));
	});

	it('has two ticks or more, rising in even steps, within its ends and no more than there is room for', () => {
		fc.assert(fc.property(range, fc.integer({min: 0, max: 20}), ({low, high}, mostTicks) => {
			const {minimum, maximum, ticks} = roundAxis(low, high, mostTicks);
			expect(ticks.length).toBeGreaterThanOrEqual(2);
			expect(ticks.length).toBeLessThanOrEqual(Math.max(2, mostTicks + 1));
			const slack = (maximum - minimum) * 1e-6;
			expect(ticks.every(tick => tick >= minimum - slack && tick <= maximum + slack)).toBe(true);
			const steps = ticks.slice(1).map((tick, index) => tick - ticks[index]);
			expect(steps.every(step => step > 0 && Math.abs(step - steps[0]) <= slack)).toBe(true);
		}));
	});

	it('has ticks 1, 2 or 5 times a power of ten apart, at multiples of that', () => {
		fc.assert(fc.property(range, fc.integer({min: 4, max: 20}), ({low, high}, mostTicks) => {
			fc.pre(high - low > 1e-3);
			const {ticks, minimum, maximum} = roundAxis(low, high, mostTicks);
			const step = ticks[1] - ticks[0];
			expect(isRoundStep(step)).toBe(true);
			expect(ticks.every(tick => Math.abs((tick / step) - Math.round(tick / step)) < 1e-3)).toBe(true);
			expect(ticks[0] - minimum).toBeLessThan(step);
			expect(maximum - ticks.at(-1)!).toBeLessThan(step);
		}));
	});

	it('tells its ticks apart by its decimals', () => {
		fc.assert(fc.property(range, fc.integer({min: 0, max: 20}), ({low, high}, mostTicks) => {
			const {ticks, decimals} = roundAxis(low, high, mostTicks);
			expect(new Set(ticks.map(tick => tick.toFixed(decimals))).size).toBe(ticks.length);
		}));
	});

	it('writes each tick as the number that it is', () => {
		fc.assert(fc.property(range, fc.integer({min: 0, max: 20}), ({low, high}, mostTicks) => {
			fc.pre(high - low > 1e-3);
			const {ticks, decimals} = roundAxis(low, high, mostTicks);
			expect(ticks.map(tick => Number(tick.toFixed(decimals)))).toEqual(ticks.map(tick => expect.closeTo(tick, 9) as number));
		}));
	});

	it.each([0, 3.28, -7, 1e300, -1e300, 1e-300, Number.MAX_VALUE])('makes room around the single value %d', value => {
		const {minimum, maximum, ticks} = roundAxis(value, value, 5);
		// A round number can be off by a rounding error where the value lies on it.
		const slack = Math.abs(value) * 1e-12;
		expect(minimum).toBeLessThanOrEqual(value + slack);
		expect(maximum).toBeGreaterThanOrEqual(value - slack);
		expect(maximum).toBeGreaterThan(minimum);
		expect(ticks.length).toBeGreaterThanOrEqual(2);
	});
});

describe('ticks at whole numbers', () => {
	it.each([
		[1, 1000, 5, [200, 400, 600, 800, 1000]],
		[1, 50, 5, [10, 20, 30, 40, 50]],
		[1, 2, 5, [1, 2]],
		[1, 3, 20, [1, 2, 3]],
		[1, 1, 5, [1]],
		[1, 1000, 0, [1000]],
		[1, 1e9, 1, [1e9]],
	])('from %i to %i, about %i of them', (low, high, mostTicks, ticks) => {
		expect(wholeTicks(low, high, mostTicks)).toEqual(ticks);
	});

	it('are whole, round, and not too many', () => {
		fc.assert(fc.property(fc.integer({min: 1, max: 1e8}), fc.integer({min: 0, max: 20}), (high, mostTicks) => {
			const ticks = wholeTicks(1, high, mostTicks);
			expect(ticks.every(tick => Number.isSafeInteger(tick) && tick >= 1 && tick <= high)).toBe(true);
			expect(ticks.length).toBeLessThanOrEqual(Math.max(1, mostTicks) + 1);
			expect(ticks.length < 2 || isRoundStep(ticks[1] - ticks[0])).toBe(true);
		}));
	});
});
