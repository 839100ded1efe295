import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {KernelMemory} from '../../helpers/kernel-memory.js';

/** On both sides of a tile, a strip, and the steps of it that are laid out at a time. */
const anySizes = fc.record({
	rows: fc.integer({min: 1, max: 25}),
	inner: fc.oneof(fc.integer({min: 1, max: 30}), fc.integer({min: 250, max: 520})),
	columns: fc.integer({min: 1, max: 45}),
	isTransposed: fc.boolean(),
	accumulate: fc.constantFrom(0, 1),
	seed: fc.integer({min: 0}),
});

describe.each([
	['f64', 'simd'],
	['f32', 'simd'],
	['f32', 'relaxed'],
] as const)('products in strips, in %s (%s)', (precision, kind) => {
	const memories = Promise.all([KernelMemory.open(precision, kind), KernelMemory.openInStrips(precision, kind)]);

	it('are what the others are, to the last bit, and nothing else is written', async () => {
		const opened = await memories;
		fc.assert(fc.property(anySizes, ({rows, inner, columns, isTransposed, accumulate, seed}) => {
			const [expected, results] = opened.map(memory => {
				memory.reset(seed);
				const [out, b] = [memory.matrix(rows, columns), memory.matrix(inner, columns)];
				const a = isTransposed ? memory.matrix(inner, rows) : memory.matrix(rows, inner);
				const [aRowStride, aInnerStride] = isTransposed ? [1, a.stride] : [a.stride, 1];
				memory.kernels.multiply(out.pointer, out.stride, a.pointer, aRowStride, aInnerStride, b.pointer, b.stride, rows, inner, columns, accumulate);
				return [out, a, b].flatMap(({stride, ...region}) => memory.read({...region, stride, columns: stride}));
			});
			expect(results).toEqual(expected);
		}), {numRuns: 60});
	});
});
