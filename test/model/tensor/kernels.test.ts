import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {kernelCases, type KernelSizes} from '../../helpers/kernel-cases.js';
import {KernelMemory} from '../../helpers/kernel-memory.js';

/** Odd sizes above all, not only those that fill whole vectors. */
const anySizes: fc.Arbitrary<KernelSizes> = fc.record({
	rows: fc.integer({min: 1, max: 24}),
	inner: fc.integer({min: 1, max: 19}),
	columns: fc.integer({min: 1, max: 21}),
	nHead: fc.integer({min: 1, max: 6}),
	headSize: fc.oneof(fc.integer({min: 1, max: 9}), fc.integer({min: 10, max: 40})),
	accumulate: fc.constantFrom(0, 1),
	places: fc.array(fc.nat(), {minLength: 24, maxLength: 24}),
});

/** What single roundings may add up to, for numbers of about 1. */
const tolerances = {f64: 1e-13, f32: 1e-4};

describe.each([
	['f64', 'simd'],
	['f32', 'simd'],
	['f32', 'relaxed'],
] as const)('the kernels in %s (%s)', (precision, kind) => {
	const memories = Promise.all([KernelMemory.open(precision, kind), KernelMemory.open(precision, 'plain')]);

	it.each(Object.entries(kernelCases))('compute what the plain ones do: %s', async (_, call) => {
		const [simd, plain] = await memories;
		fc.assert(fc.property(anySizes, fc.integer({min: 0}), (sizes, seed) => {
			const [results, expected] = [simd, plain].map(memory => {
				memory.reset(seed);
				const {returned = 0, outputs} = call(memory, sizes);
				return [returned, ...outputs.flatMap(output => memory.read(output))];
			});
			for (const [index, value] of expected.entries()) {
				expect(Math.abs(results[index] - value)).toBeLessThanOrEqual(tolerances[precision] * Math.max(1, Math.abs(value)));
			}
		}), {numRuns: 30});
	});
});
