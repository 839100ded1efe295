import {type RealArray} from '../parameters.js';

/** The product of two stretches of numbers, each with its own step. */
export function dot(numbers: RealArray, a: number, aStep: number, b: number, bStep: number, count: number): number {
	let sum = 0;
	for (let index = 0; index < count; index++) {
		sum += numbers[a + (index * aStep)] * numbers[b + (index * bStep)];
	}

	return sum;
}

/** Adds a multiple of a stretch of numbers to another. */
export function addMultiple(numbers: RealArray, out: number, factor: number, x: number, count: number): void {
	for (let index = 0; index < count; index++) {
		numbers[out + index] += factor * numbers[x + index];
	}
}

/** Softmax in place, over numbers that lie a step apart. */
export function softmax(numbers: RealArray, start: number, step: number, count: number): {largest: number; total: number} {
	const end = start + (count * step);
	let largest = -Infinity;
	for (let place = start; place < end; place += step) {
		largest = Math.max(largest, numbers[place]);
	}

	let total = 0;
	for (let place = start; place < end; place += step) {
		numbers[place] = Math.exp(numbers[place] - largest);
		total += numbers[place];
	}

	for (let place = start; place < end; place += step) {
		numbers[place] /= total;
	}

	return {largest, total};
}
