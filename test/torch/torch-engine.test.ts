import {
	afterEach,
	describe,
	expect,
	it,
} from 'vitest';
import {type Engine, type TrainingPrecision} from '../../source/model/engine.js';
import {type ModelConfig} from '../../source/model/model-config.js';
import {countParameters, createParameters} from '../../source/model/parameters.js';
import {ScalarEngine} from '../../source/model/scalar/scalar-engine.js';
import {createEngine} from '../../source/model/create-engine.js';
import {type TorchOptions} from '../../source/model/torch/torch-options.js';
import {PythonRandom} from '../../source/random/python-random.js';

const gpt = {
	architecture: 'gpt', vocabSize: 5, nEmbd: 8, nHead: 2, nLayer: 2, blockSize: 4,
} as const;

/** The longest is cut at the context, and no two have one length. */
const batch = [[4, 0, 1, 2, 3, 1, 2], [4, 3, 4], [4, 1, 4, 2], [4, 2, 3, 4, 1]];

const update = {
	learningRate: 0.02, beta1: 0.85, beta2: 0.99, epsilon: 1e-8, firstCorrection: 0.15, secondCorrection: 0.01, gradientScale: 0.5, weightDecay: 0.1,
};

const opened: Engine[] = [];
afterEach(() => {
	for (const engine of opened.splice(0)) {
		engine.close!();
	}
});

async function openBoth(model: ModelConfig, torch: TorchOptions = {}): Promise<{readonly torch: Engine; readonly scalar: Engine}> {
	const random = new PythonRandom(1);
	const numbers = Float64Array.from({length: countParameters(model)}, () => random.gauss(0, 0.4));
	const parameters = () => createParameters(model, Float64Array.from(numbers));
	const engine = await createEngine({
		name: 'torch', precision: 'f64', batchSize: batch.length, torch,
	}, model, parameters());
	opened.push(engine);
	return {torch: engine, scalar: new ScalarEngine(model, parameters())};
}

/** The same model in another precision, beside the scalar engine in its own. */
async function openIn(precision: TrainingPrecision): Promise<{readonly torch: Engine; readonly scalar: Engine}> {
	const model = {...gpt, nEmbd: 16};
	const numbers = Float64Array.from({length: countParameters(model)}, (_, index) => Math.sin(index) / 5);
	const scalar = new ScalarEngine(model, createParameters(model, numbers));
	const torch = await createEngine({name: 'torch', precision, batchSize: batch.length}, model, scalar.parameters);
	opened.push(torch);
	return {torch, scalar};
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
	return Math.max(...Array.from({length: b.length}, (_, index) => Math.abs(a[index] - b[index])));
}

describe.each<readonly [string, ModelConfig, TorchOptions]>([
	['a bigram', {
		architecture: 'bigram', vocabSize: 5, nEmbd: 3, blockSize: 4,
	}, {}],
	['a bigram without positions', {
		architecture: 'bigram', vocabSize: 5, nEmbd: 3, blockSize: 4, without: ['position'],
	}, {}],
	['a GPT', gpt, {}],
	['a GPT without norms, a head and a layer', {...gpt, without: ['norm', 'head:0.1', 'layer:1']}, {}],
	['a GPT without residual connections and positions', {...gpt, without: ['residual', 'position']}, {}],
	['rotary positions, squared ReLU and dropout', {
		...gpt, positions: 'rotary', activation: 'squared-relu', dropout: 0.25,
	}, {}],
	['dropout, document by document', {...gpt, dropout: 0.5}, {microBatch: 1}],
	['two processes', {...gpt, dropout: 0.1, without: ['layer:1']}, {processes: 2}],
	['three processes, document by document', gpt, {processes: 3, microBatch: 1}],
])('PyTorch with %s', (_, model, options) => {
	it('computes what the scalar engine does', async () => {
		const {torch, scalar} = await openBoth(model, options);
		for (const step of [1, 2, 3]) {
			const masks = {seed: -7, step};
			expect(Math.abs(torch.computeLoss(batch) - scalar.computeLoss(batch))).toBeLessThan(1e-12);
			const loss = scalar.computeGradients(batch, masks);
			expect(Math.abs(torch.computeLoss(batch, masks) - loss)).toBeLessThan(1e-12);
			expect(Math.abs(torch.computeGradients(batch, masks) - loss)).toBeLessThan(1e-12);
			expect(Math.abs(torch.gradientNorm() - scalar.gradientNorm())).toBeLessThan(1e-12);
			expect(largestDifference(torch.gradients.data, scalar.gradients.data)).toBeLessThan(1e-12);
			for (const engine of [torch, scalar]) {
				engine.update(update);
			}

			expect(largestDifference(torch.parameters.data, scalar.parameters.data)).toBeLessThan(1e-12);
			expect(largestDifference(torch.moments.first, scalar.moments.first)).toBeLessThan(1e-12);
			expect(largestDifference(torch.moments.second, scalar.moments.second)).toBeLessThan(1e-12);
		}
	});
});

describe('an engine in PyTorch', () => {
	it('is looked at as it is now', async () => {
		const {torch, scalar} = await openBoth(gpt);
		const decoder = torch.createDecoder();
		const begun = scalar.createDecoder();
		expect(largestDifference(decoder.next(4), begun.next(4))).toBeLessThan(1e-12);
		for (const engine of [torch, scalar]) {
			engine.computeGradients(batch);
			engine.update(update);
		}

		expect(decoder.isEnded).toBe(true);
		expect(largestDifference(torch.createDecoder().next(4), scalar.createDecoder().next(4))).toBeLessThan(1e-12);
		expect(largestDifference(torch.inspect(batch[0]).logits.flat(), scalar.inspect(batch[0]).logits.flat())).toBeLessThan(1e-12);
	});

	it('goes on with the parameters and moments that it is given', async () => {
		const {torch, scalar} = await openBoth(gpt, {processes: 2});
		const values = Float64Array.from(scalar.parameters.data, value => value / 2);
		const moments = {first: values.map(value => value / 3), second: values.map(value => value ** 2)};
		for (const engine of [torch, scalar]) {
			engine.setParameters(values);
			engine.setMoments(moments);
			engine.computeGradients(batch);
			engine.update(update);
		}

		expect(largestDifference(torch.parameters.data, scalar.parameters.data)).toBeLessThan(1e-12);
		expect(largestDifference(torch.moments.second, scalar.moments.second)).toBeLessThan(1e-12);

		// One of the two has nothing to do.
		const [loss, expected] = [torch, scalar].map(engine => engine.computeGradients(batch.slice(0, 1)));
		expect(Math.abs(loss - expected)).toBeLessThan(1e-12);
		expect(largestDifference(torch.gradients.data, scalar.gradients.data)).toBeLessThan(1e-12);
	});

	it('learns in 32 bits, too', async () => {
		const {torch, scalar} = await openIn('f32');
		expect(Math.abs(torch.computeGradients(batch) - scalar.computeGradients(batch))).toBeLessThan(1e-5);
		expect(torch.gradients.data).toBeInstanceOf(Float32Array);
		expect(largestDifference(torch.gradients.data, scalar.gradients.data)).toBeLessThan(1e-5);
	});

	it('makes products in 16 bits and all else in 32', async () => {
		const {torch, scalar} = await openIn('bf16');
		const difference = Math.abs(torch.computeGradients(batch) - scalar.computeGradients(batch));
		expect(difference).toBeGreaterThan(1e-6);
		expect(difference).toBeLessThan(0.01);
		expect(torch.parameters.data).toBeInstanceOf(Float32Array);
		expect(largestDifference(torch.gradients.data, scalar.gradients.data)).toBeLessThan(0.01);
	});

	it('says that a loss is no number', async () => {
		const {torch, scalar} = await openBoth(gpt);
		torch.setParameters(scalar.parameters.data.map(() => Infinity));
		expect(torch.computeGradients(batch)).toBeNaN();
	});
});
