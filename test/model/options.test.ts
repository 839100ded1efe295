import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {dropoutKey, dropoutThreshold, isDropped} from '../../source/model/dropout.js';
import {type Engine} from '../../source/model/engine.js';
import {activations, type GptConfig, positionKinds} from '../../source/model/model-config.js';
import {
	countParameters,
	createParameters,
	type ParameterKey,
	parameterLayouts,
} from '../../source/model/parameters.js';
import {ScalarEngine} from '../../source/model/scalar/scalar-engine.js';
import {openTensorEngine} from '../../source/model/tensor/tensor-engine.js';
import {openTensorReader} from '../../source/model/tensor/tensor-reader.js';
import {PythonRandom} from '../../source/random/python-random.js';
import {finiteDifferences} from '../helpers/finite-differences.js';

const gpt: GptConfig = {
	architecture: 'gpt', vocabSize: 5, nEmbd: 8, nHead: 2, nLayer: 2, blockSize: 4,
};
type Options = Pick<GptConfig, 'activation' | 'positions' | 'without'>;

/** Each alone, and some together. */
const options: readonly Options[] = [
	{activation: 'squared-relu'},
	{positions: 'rotary'},
	{positions: 'rotary', activation: 'squared-relu'},
	{positions: 'rotary', without: ['norm', 'head:0.1', 'layer:1']},
	{positions: 'rotary', without: ['position', 'residual']},
];
const cases = options.map(option => [JSON.stringify(option), {...gpt, ...option}] as const);

/** Each token in use, at each position. */
const batch = [[4, 0, 1, 2, 3], [4, 3, 2, 1, 0], [4, 1, 4, 2], [4, 2, 3, 4, 1]];

function numbersFor(model: GptConfig, seed = 1): Float64Array {
	const random = new PythonRandom(seed);
	return Float64Array.from({length: countParameters(model)}, () => random.gauss(0, 0.4));
}

async function openBoth(model: GptConfig, numbers = numbersFor(model), batchSize = batch.length): Promise<readonly Engine[]> {
	const parameters = () => createParameters(model, Float64Array.from(numbers));
	return [
		new ScalarEngine(model, parameters()),
		...await Promise.all((['simd', 'plain'] as const).map(async kernels => openTensorEngine(model, parameters(), {precision: 'f64', batchSize, kernels}))),
	];
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
	expect(a.length).toBe(b.length);
	return Math.max(0, ...Array.from(a, (value, index) => Math.abs(value - b[index])));
}

describe.each(cases)('a model with %s', (_, model) => {
	it('has gradients that agree with finite differences', async () => {
		const [, engine] = await openBoth(model);
		const point = [...engine.parameters.data];
		engine.computeGradients(batch);
		const gradients = [...engine.gradients.data];
		const expected = finiteDifferences(numbers => {
			engine.setParameters(numbers);
			return engine.computeLoss(batch);
		}, point);
		expect(largestDifference(gradients, expected)).toBeLessThan(1e-7);
	});

	it('has one loss, one gradient and one inside, whatever engine computes them', async () => {
		const [scalar, ...tensors] = await openBoth(model);
		const loss = scalar.computeGradients(batch);
		for (const tensor of tensors) {
			expect(Math.abs(tensor.computeGradients(batch) - loss)).toBeLessThan(1e-12);
			expect(largestDifference(tensor.gradients.data, scalar.gradients.data)).toBeLessThan(1e-12);
			const [inside, expected] = [tensor, scalar].map(engine => engine.inspect(batch[1]));
			expect(largestDifference(inside.logits.flat(), expected.logits.flat())).toBeLessThan(1e-12);
			expect(largestDifference(inside.attention.flat().flat().flat(), expected.attention.flat().flat().flat())).toBeLessThan(1e-12);
		}
	});

	it.each(['simd', 'plain'] as const)('is read side by side as it is token by token (%s)', async kernels => {
		const parameters = createParameters(model, numbersFor(model));
		const engine = await openTensorEngine(model, parameters, {precision: 'f64', batchSize: 1, kernels});
		const reader = await openTensorReader(model, parameters, {precision: 'f64', documentCount: 2, kernels});
		const rows: number[][] = [];
		// Rows of one pass are at different places of their documents.
		for (const readings of [[{document: 0, token: 4}], [{document: 0, token: 1}, {document: 1, token: 4}, {document: 0, token: 3}]]) {
			rows.push(...reader.read(readings).map(logits => Array.from({length: model.vocabSize}, (__, token) => logits[token])));
		}

		const [first, second] = [[4, 1, 3], [4]].map(tokens => {
			const decoder = engine.createDecoder();
			return tokens.map(token => [...decoder.next(token) as Float64Array]);
		});
		expect(rows).toEqual([first[0], first[1], second[0], first[2]]);
	});

	it('computes what its formulas say', () => {
		const parameters = createParameters(model, numbersFor(model));
		const {logits} = new ScalarEngine(model, parameters).inspect([...batch[1]]);
		const expected = expectedLogits(model, batch[1].slice(0, 4));
		expect(largestDifference(logits.flat(), expected.flat())).toBeLessThan(1e-12);
	});
});

/** The forward pass once more, in plain arithmetic. */
function expectedLogits(model: GptConfig, tokens: readonly number[]): number[][] {
	const {nHead, nEmbd, nLayer, without = [], positions = 'learned'} = model;
	const {matrices} = createParameters(model, numbersFor(model));
	const matrix = (key: ParameterKey) => {
		const {rows, columns, data} = matrices.find(each => each.key === key)!;
		return Array.from({length: rows}, (_, row) => [...data.subarray(row * columns, (row + 1) * columns)]);
	};

	const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, index) => sum + (value * b[index]), 0);
	const add = (a: readonly number[], b: readonly number[]) => a.map((value, index) => value + b[index]);
	const linear = (key: ParameterKey, x: readonly number[]) => matrix(key).map(row => dot(row, x));
	const norm = (x: readonly number[]) => without.includes('norm') ? [...x] : x.map(value => value / Math.sqrt((dot(x, x) / x.length) + 1e-5));
	const act = {
		relu: (x: number) => Math.max(0, x),
		'squared-relu': (x: number) => Math.max(0, x) ** 2,
	}[model.activation ?? 'relu'];
	const size = nEmbd / nHead;
	const headsOf = (x: readonly number[]) => Array.from({length: nHead}, (_, head) => x.slice(head * size, (head + 1) * size));
	const isRotary = positions === 'rotary' && !without.includes('position');
	const turn = (x: readonly number[], position: number) => x.map((value, column) => {
		const half = size / 2;
		const angle = position / (10_000 ** (2 * (column % half) / size));
		return (value * Math.cos(angle)) + ((column < half ? -x[column + half] : x[column - half]) * Math.sin(angle));
	});
	const prepare = (x: readonly number[], position: number) => headsOf(x).map(head => isRotary ? turn(head, position) : head);

	const isLearned = positions === 'learned' && !without.includes('position');
	let xs = tokens.map((token, position) => norm(isLearned ? add(matrix('wte')[token], matrix('wpe')[position]) : matrix('wte')[token]));
	for (let layer = 0; layer < nLayer; layer++) {
		if (without.includes(`layer:${layer}`)) {
			continue;
		}

		const prefix = `layer${layer}` as const;
		const queries = xs.map((x, position) => prepare(linear(`${prefix}.attn_wq`, norm(x)), position));
		const keys = xs.map((x, position) => prepare(linear(`${prefix}.attn_wk`, norm(x)), position));
		const values = xs.map(x => headsOf(linear(`${prefix}.attn_wv`, norm(x))));
		xs = xs.map((x, position) => {
			const attended = queries[position].flatMap((query, head) => {
				const scores = keys.slice(0, position + 1).map(key => Math.exp(dot(query, key[head]) / Math.sqrt(size)));
				const total = scores.reduce((sum, score) => sum + score);
				return query.map((_, column) => without.includes(`head:${layer}.${head}`) ? 0 : scores.reduce((sum, score, past) => sum + (score / total * values[past][head][column]), 0));
			});
			const y = linear(`${prefix}.attn_wo`, attended);
			const between = without.includes('residual') ? y : add(y, x);
			const z = linear(`${prefix}.mlp_fc2`, linear(`${prefix}.mlp_fc1`, norm(between)).map(value => act(value)));
			return without.includes('residual') ? z : add(z, between);
		});
	}

	return xs.map(x => linear('lm_head', x));
}

it('computes alike with options of any kind, for any sizes', async () => {
	const anyOptions: fc.Arbitrary<Options> = fc.record({
		activation: fc.constantFrom(...activations), positions: fc.constantFrom(...positionKinds),
	});
	const anyModel = fc.record({
		nHead: fc.integer({min: 1, max: 4}), half: fc.integer({min: 1, max: 6}), nLayer: fc.integer({min: 1, max: 2}), vocabSize: fc.integer({min: 5, max: 12}), chosen: anyOptions,
	}).map(({half, chosen, ...sizes}): GptConfig => ({
		architecture: 'gpt', blockSize: 4, ...sizes, nEmbd: 2 * half * sizes.nHead, ...chosen,
	}));
	await fc.assert(fc.asyncProperty(anyModel, fc.nat(), async (model, seed) => {
		const [scalar, ...tensors] = await openBoth(model, numbersFor(model, seed));
		const loss = scalar.computeGradients(batch);
		for (const tensor of tensors) {
			expect(Math.abs(tensor.computeGradients(batch) - loss)).toBeLessThan(1e-10);
			expect(largestDifference(tensor.gradients.data, scalar.gradients.data)).toBeLessThan(1e-10);
		}
	}), {numRuns: 30});
});

describe('a model with dropout', () => {
	const model: GptConfig = {...gpt, dropout: 0.3};
	const masks = {seed: 42, step: 7};

	it('has one loss and one gradient, whatever engine computes them, and those of finite differences', async () => {
		const [scalar, ...tensors] = await openBoth(model);
		const loss = scalar.computeGradients(batch, masks);
		for (const tensor of tensors) {
			expect(Math.abs(tensor.computeGradients(batch, masks) - loss)).toBeLessThan(1e-12);
			expect(largestDifference(tensor.gradients.data, scalar.gradients.data)).toBeLessThan(1e-12);
		}

		const [engine] = tensors;
		const gradients = [...engine.gradients.data];
		const expected = finiteDifferences(numbers => {
			engine.setParameters(numbers);
			return engine.computeLoss(batch, masks);
		}, [...engine.parameters.data]);
		expect(largestDifference(gradients, expected)).toBeLessThan(1e-7);
	});

	it('leaves the same ones out in the same step, others in another, and none where nothing is learnt', async () => {
		const whole = new ScalarEngine(gpt, createParameters(gpt, numbersFor(gpt)));
		for (const engine of await openBoth(model)) {
			const losses = [masks, {...masks, step: 8}, {...masks, seed: 43}, masks].map(each => engine.computeLoss(batch, each));
			expect(losses[3]).toBe(losses[0]);
			expect(new Set(losses).size).toBe(3);
			expect(engine.computeLoss(batch)).toBeCloseTo(whole.computeLoss(batch), 13);
			expect(largestDifference(engine.inspect(batch[0]).logits.flat(), whole.inspect(batch[0]).logits.flat())).toBeLessThan(1e-12);
			// Each document of a batch has masks of its own.
			expect(engine.computeLoss([batch[0], batch[0]], masks)).not.toBeCloseTo(engine.computeLoss([batch[0]], masks), 6);
		}
	});

	it.each([0.1, 0.5, 0.9])('leaves out a share of %d, in no pattern of rows or columns', rate => {
		const [rows, columns] = [400, 64];
		const key = dropoutKey(masks, 2);
		const isOut = (row: number, column: number) => isDropped(key, row, column, dropoutThreshold(rate));
		const shareOf = (count: number, isCounted: (index: number) => boolean) => Array.from({length: count}, (_, index) => isCounted(index)).filter(Boolean).length / count;
		const deviation = (count: number) => Math.sqrt(rate * (1 - rate) / count);
		expect(Math.abs(shareOf(rows * columns, index => isOut(Math.floor(index / columns), index % columns)) - rate)).toBeLessThan(5 * deviation(rows * columns));
		for (let column = 0; column < columns; column++) {
			expect(Math.abs(shareOf(rows, row => isOut(row, column)) - rate)).toBeLessThan(5 * deviation(rows));
		}

		const other = dropoutKey(masks, 3);
		const both = shareOf(rows * columns, index => isOut(Math.floor(index / columns), index % columns) && isDropped(other, Math.floor(index / columns), index % columns, dropoutThreshold(rate)));
		expect(Math.abs(both - (rate ** 2))).toBeLessThan(5 * deviation(rows * columns));
	});
});

it('is the model of the references where nothing is said, also where what they have is', () => {
	const said: GptConfig = {...gpt, activation: 'relu', positions: 'learned'};
	expect(parameterLayouts(said)).toEqual(parameterLayouts(gpt));
	const [loss, expected] = [said, gpt].map(model => new ScalarEngine(model, createParameters(model, numbersFor(model))).computeLoss(batch));
	expect(loss).toBe(expected);
});

it('has no matrix that is not used', () => {
	const keysOf = (chosen: Options) => parameterLayouts({...gpt, ...chosen}).map(({key}) => key);
	expect(keysOf({}).slice(0, 3)).toEqual(['wte', 'wpe', 'lm_head']);
	expect(keysOf({positions: 'rotary'}).slice(0, 3)).toEqual(['wte', 'lm_head', 'layer0.attn_wq']);
});
