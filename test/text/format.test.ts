import {describe, expect, it} from 'vitest';
import {
	formatClock,
	formatCount,
	formatDuration,
	formatLearningRate,
	formatLoss,
	formatStepsPerSecond,
} from '../../source/text/format.js';

describe('formats', () => {
	it.each([[0, '0'], [999, '999'], [1000, '1,000'], [32_033, '32,033'], [1_234_567.6, '1,234,568']])('count %d as %s', (count, text) => {
		expect(formatCount(count)).toBe(text);
	});

	it.each([[3.28152, '3.2815'], [2.5, '2.5000'], [0, '0.0000'], [744.44007, '744.4401'], [2.99996, '3.0000'], [NaN, 'NaN'], [Infinity, 'Infinity']])('loss %d as %s', (loss, text) => {
		expect(formatLoss(loss)).toBe(text);
	});

	it.each([
		[0.01, '0.010000'],
		[0.00608, '0.006080'],
		[1e-4, '0.000100'],
		[1e-5, '0.000010'],
		[9.99e-6, '9.99e-6'],
		[1e-300, '1.00e-300'],
		[0, '0.000000'],
		[99, '99.000000'],
		[999, '9.99e+2'],
		[1000, '1.00e+3'],
	])('learning rate %d as %s', (learningRate, text) => {
		expect(formatLearningRate(learningRate)).toBe(text);
	});

	it.each([[0, '0.0/s'], [0.0033, '0.003/s'], [0.04, '0.04/s'], [0.05, '0.1/s'], [9.96, '10.0/s'], [99.94, '99.9/s'], [99.95, '100/s'], [4000, '4,000/s'], [123_456.7, '123,457/s']])('speed %d as %s', (speed, text) => {
		expect(formatStepsPerSecond(speed)).toBe(text);
	});

	it.each([
		[0, '0:00'],
		[999, '0:00'],
		[9000, '0:09'],
		[59_999, '0:59'],
		[60_000, '1:00'],
		[754_000, '12:34'],
		[3_599_999, '59:59'],
		[3_600_000, '1:00:00'],
		[3_723_000, '1:02:03'],
		[172_799_000, '47:59:59'],
		[172_800_000, '2d 0h'],
		[273_600_000, '3d 4h'],
	])('%d milliseconds on the clock as %s', (milliseconds, text) => {
		expect(formatClock(milliseconds)).toBe(text);
	});

	it.each([
		[0, '0.00 s'],
		[0.34, '0.3 ms'],
		[4.9, '5 ms'],
		[5.1, '5 ms'],
		[45.2, '45 ms'],
		[99.6, '0.10 s'],
		[5, '5 ms'],
		[320, '0.32 s'],
		[9990, '9.99 s'],
		[12_340, '12.3 s'],
		[59_940, '59.9 s'],
		[60_000, '1:00'],
		[754_000, '12:34'],
	])('%d milliseconds in a sentence as %s', (milliseconds, text) => {
		expect(formatDuration(milliseconds)).toBe(text);
	});
});
