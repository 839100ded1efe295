import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type Engine, type Precision} from '../../../source/model/engine.js';
import {type Internals} from '../../../source/model/internals.js';
import {createParameters} from '../../../source/model/parameters.js';
import {ScalarEngine} from '../../../source/model/scalar/scalar-engine.js';
import {type KernelKind} from '../../../source/model/tensor/load-kernels.js';
import {openTensorEngine} from '../../../source/model/tensor/tensor-engine.js';
import {adamUpdateAt} from '../../helpers/adam-update.js';
import {anyExample, type ModelExample, mostDocuments} from '../../helpers/random-models.js';

type Variant = {readonly precision: Precision; readonly kernels: KernelKind; readonly tolerance: number};

const variants: readonly Variant[] = [
	{precision: 'f64', kernels: 'simd', tolerance: 1e-12},
	{precision: 'f64', kernels: 'plain', tolerance: 1e-12},
	{precision: 'f32', kernels: 'simd', tolerance: 1e-3},
	{precision: 'f32', kernels: 'relaxed', tolerance: 1e-3},
	{precision: 'f32', kernels: 'plain', tolerance: 1e-3},
];

const runs = {numRuns: 40};

/** Both engines with parameters of their own, the same ones. */
async function openBoth({model, parameters}: ModelExample, {precision, kernels}: Variant): Promise<{tensor: Engine; scalar: Engine}> {
	const tensor = await openTensorEngine(model, parameters, {precision, batchSize: mostDocuments, kernels});
	return {tensor, scalar: new ScalarEngine(model, createParameters(model, Float64Array.from(tensor.parameters.data)))};
}

function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
	expect(actual).toHaveLength(expected.length);
	return Math.max(...Array.from(expected, (value, index) => Math.abs(actual[index] - value)));
}

const weightsOf = ({attention}: Internals) => attention.flat().flat().flat();

describe.each(variants)('the tensor engine, $precision with $kernels kernels', variant => {
	const {tolerance} = variant;

	it('computes the loss and the gradients of the scalar engine, matrix by matrix', async () => {
		await fc.assert(fc.asyncProperty(anyExample, async example => {
			const {tensor, scalar} = await openBoth(example, variant);
			const loss = scalar.computeGradients(example.batch);
			expect(Math.abs(tensor.computeGradients(example.batch) - loss)).toBeLessThanOrEqual(tolerance * Math.max(1, loss));
			expect(tensor.computeLoss(example.batch)).toBe(tensor.computeGradients(example.batch));
			for (const [index, {key, data}] of scalar.gradients.matrices.entries()) {
				expect(tensor.gradients.matrices[index].key).toBe(key);
				expect(largestDifference(tensor.gradients.matrices[index].data, data), key).toBeLessThanOrEqual(tolerance);
			}

			expect(Math.abs(tensor.gradientNorm() - scalar.gradientNorm())).toBeLessThanOrEqual(tolerance * Math.max(1, scalar.gradientNorm()));
		}), runs);
	});

	it('looks inside as the scalar engine does', async () => {
		await fc.assert(fc.asyncProperty(anyExample, async example => {
			const {tensor, scalar} = await openBoth(example, variant);
			for (const document of example.batch) {
				const [inside, expected] = [tensor.inspect(document), scalar.inspect(document)];
				expect(inside.attention.map(heads => heads.length)).toEqual(expected.attention.map(heads => heads.length));
				expect(largestDifference(inside.logits.flat(), expected.logits.flat())).toBeLessThanOrEqual(tolerance);
				expect(largestDifference(weightsOf(inside), weightsOf(expected))).toBeLessThanOrEqual(tolerance);
			}
		}), runs);
	});

	it('decodes the logits of the scalar engine, document after document', async () => {
		await fc.assert(fc.asyncProperty(anyExample, async example => {
			const {tensor, scalar} = await openBoth(example, variant);
			for (const document of example.batch) {
				const [decoder, expected] = [tensor.createDecoder(), scalar.createDecoder()];
				for (const token of document.slice(0, example.model.blockSize)) {
					expect(largestDifference(decoder.next(token), expected.next(token))).toBeLessThanOrEqual(tolerance);
				}
			}
		}), runs);
	});

	it('updates parameters and moments as the scalar engine does', async () => {
		await fc.assert(fc.asyncProperty(anyExample, async example => {
			const {tensor, scalar} = await openBoth(example, variant);
			for (let step = 1; step <= 3; step++) {
				scalar.computeGradients(example.batch);
				// The same gradients for both: Adam turns the smallest difference into a step of full size.
				tensor.computeGradients(example.batch);
				tensor.gradients.data.set(scalar.gradients.data);
				scalar.gradients.data.set(tensor.gradients.data);
				const update = {...adamUpdateAt(step), gradientScale: 0.5, weightDecay: 0.1};
				tensor.update(update);
				scalar.update(update);
				expect(largestDifference(tensor.parameters.data, scalar.parameters.data)).toBeLessThanOrEqual(tolerance);
				expect(largestDifference(tensor.moments.first, scalar.moments.first)).toBeLessThanOrEqual(tolerance);
				// With the new parameters, transposed copies and all.
				expect(tensor.computeLoss(example.batch)).toBeCloseTo(scalar.computeLoss(example.batch), -Math.log10(tolerance) - 1);
				expect(largestDifference(tensor.moments.second, scalar.moments.second)).toBeLessThanOrEqual(tolerance);
				scalar.setParameters(tensor.parameters.data);
			}
		}), runs);
	});

	it('gives the same bits whatever it computed before', async () => {
		await fc.assert(fc.asyncProperty(anyExample, async example => {
			const [fresh, used] = await Promise.all([openBoth(example, variant), openBoth(example, variant)]).then(pairs => pairs.map(({tensor}) => tensor));
			const [document] = example.batch;
			used.computeGradients(example.batch.toReversed());
			used.createDecoder().next(document[0]);
			used.computeLoss([document]);
			expect(used.computeGradients(example.batch)).toBe(fresh.computeGradients(example.batch));
			expect([...used.gradients.data]).toEqual([...fresh.gradients.data]);
		}), runs);
	});
});

describe('the tensor engine', () => {
	const model = {
		architecture: 'gpt', vocabSize: 5, nEmbd: 4, nHead: 2, nLayer: 1, blockSize: 3,
	} as const;
	const open = async () => openTensorEngine(model, createParameters(model), {precision: 'f64', batchSize: 2});

	it('does not take more documents than it was opened for', async () => {
		const engine = await open();
		expect(() => engine.computeLoss([[0, 1], [0, 1], [0, 1]])).toThrow('The engine was opened for batches of 2 documents, not 3.');
	});

	it('tells when a decoder goes on too long, or after another has begun', async () => {
		const engine = await open();
		const first = engine.createDecoder();
		for (let index = 0; index < 3; index++) {
			first.next(1);
		}

		expect(() => first.next(1)).toThrow('The block of 3 tokens is full.');
		const second = engine.createDecoder();
		expect(() => first.next(1)).toThrow('Another document has been started.');
		expect(second.next(1)).toHaveLength(5);
	});

	it('takes only tokens that there are', async () => {
		const engine = await open();
		expect(() => engine.computeLoss([[0, 5]])).toThrow('Expected a token from 0 to 4, got 5.');
		expect(() => engine.computeGradients([[-1, 2]])).toThrow('Expected a token from 0 to 4, got -1.');
		expect(() => engine.createDecoder().next(NaN)).toThrow('Expected a token from 0 to 4, got NaN.');
	});

	it.each(['simd', 'plain'] as const)('does not hide a gradient that is not a number, nor what it does not fade: %s', async kernels => {
		const engine = await openTensorEngine(model, createParameters(model), {precision: 'f64', batchSize: 2, kernels});
		engine.gradients.data.set([NaN, 1e-20, 1e-200, 0, 1]);
		engine.update(adamUpdateAt(1));
		const scalar = new ScalarEngine(model, createParameters(model));
		scalar.gradients.data.set(engine.gradients.data);
		scalar.update(adamUpdateAt(1));
		expect(engine.parameters.data[0]).toBeNaN();
		expect(largestDifference(engine.parameters.data.subarray(1), scalar.parameters.data.subarray(1))).toBeLessThanOrEqual(1e-15);
	});

	it.each(['relaxed', 'simd', 'plain'] as const)('clips enormous gradients in single precision: %s', async kernels => {
		const engine = await openTensorEngine(model, createParameters(model), {precision: 'f32', batchSize: 2, kernels});
		engine.gradients.data.fill(1e17);
		expect(engine.gradientNorm() / (1e17 * Math.sqrt(engine.gradients.data.length))).toBeCloseTo(1, 5);
		engine.update({...adamUpdateAt(1), gradientScale: 1e-20});
		expect(engine.parameters.data[0]).toBeCloseTo(-0.01, 6);
	});

	it.each(['relaxed', 'simd', 'plain'] as const)('lets moments of next to nothing fade in single precision: %s', async kernels => {
		const engine = await openTensorEngine(model, createParameters(model), {precision: 'f32', batchSize: 2, kernels});
		engine.moments.first.fill(1e-33);
		engine.moments.second.fill(1e-35);
		engine.gradients.data.fill(0);
		engine.update(adamUpdateAt(1000));
		const left = kernels === 'plain' ? 8.5e-34 : 0;
		expect(engine.moments.first[0]).toBeCloseTo(left, 38);
	});

	it('tells of parameters that are not numbers any more', async () => {
		const engine = await open();
		engine.setParameters(engine.parameters.data.map((value, index) => index === 7 ? NaN : value));
		expect(engine.computeGradients([[1, 2, 3]])).toBeNaN();
	});

	it('takes other parameters', async () => {
		const engine = await open();
		expect(engine.computeLoss([[0, 1]])).toBeCloseTo(Math.log(5), 14);
		engine.setParameters(engine.parameters.data.map((_, index) => index === 0 ? 1 : 0.3));
		const scalar = new ScalarEngine(model, engine.parameters);
		expect(engine.computeLoss([[0, 1]])).toBeCloseTo(scalar.computeLoss([[0, 1]]), 14);
	});
});
