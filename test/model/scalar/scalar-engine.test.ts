import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type BigramConfig, type ModelConfig} from '../../../source/model/model-config.js';
import {countParameters, createParameters, type Parameters} from '../../../source/model/parameters.js';
import {ScalarEngine} from '../../../source/model/scalar/scalar-engine.js';
import {PythonRandom} from '../../../source/random/python-random.js';
import {finiteDifferences} from '../../helpers/finite-differences.js';

type Example<Model = ModelConfig> = {readonly model: Model; readonly numbers: readonly number[]; readonly tokens: readonly number[]};

const sizes = {vocabSize: fc.integer({min: 2, max: 6}), nEmbd: fc.integer({min: 1, max: 4}), blockSize: fc.integer({min: 1, max: 5})};
const anyBigram: fc.Arbitrary<BigramConfig> = fc.record({architecture: fc.constant('bigram'), ...sizes});
const anyGpt: fc.Arbitrary<ModelConfig> = fc.record({
	nLayer: fc.integer({min: 1, max: 2}), nHead: fc.integer({min: 1, max: 2}), ...sizes,
}).map(({nEmbd, nHead, ...others}) => ({
	...others, architecture: 'gpt', nHead, nEmbd: nEmbd * nHead,
}));

/** A model with parameters of any moderate size, and a document that may not fit its block. */
function exampleOf<Model extends ModelConfig>(anyModel: fc.Arbitrary<Model>): fc.Arbitrary<Example<Model>> {
	return anyModel.chain(model => {
		const parameterCount = countParameters(model);
		return fc.record({
			model: fc.constant(model),
			numbers: fc.array(fc.double({min: -2, max: 2, noNaN: true}), {minLength: parameterCount, maxLength: parameterCount}),
			tokens: fc.array(fc.nat({max: model.vocabSize - 1}), {minLength: 2, maxLength: 9}),
		});
	});
}

const anyExample = exampleOf(anyBigram);

function open({model, numbers}: Example): ScalarEngine {
	const parameters = createParameters(model);
	parameters.data.set(numbers);
	return new ScalarEngine(model, parameters);
}

/** The loss from the formulas, with plain numbers and nothing of the engine. */
function plainLoss({vocabSize, nEmbd, blockSize}: BigramConfig, parameters: ArrayLike<number>, tokens: readonly number[]): number {
	const positionOffset = vocabSize * nEmbd;
	const headOffset = positionOffset + (blockSize * nEmbd);
	const positionCount = Math.min(blockSize, tokens.length - 1);
	let sum = 0;
	for (let position = 0; position < positionCount; position++) {
		const exponentials: number[] = [];
		for (let token = 0; token < vocabSize; token++) {
			let logit = 0;
			for (let column = 0; column < nEmbd; column++) {
				const x = parameters[(tokens[position] * nEmbd) + column] + parameters[positionOffset + (position * nEmbd) + column];
				logit += parameters[headOffset + (token * nEmbd) + column] * x;
			}

			exponentials.push(Math.exp(logit));
		}

		const total = exponentials.reduce((a, b) => a + b);
		sum -= Math.log(exponentials[tokens[position + 1]] / total);
	}

	return sum / positionCount;
}

const copyOf = ({data}: Parameters) => [...data];

describe('ScalarEngine', () => {
	it('computes the loss of the formulas', () => {
		fc.assert(fc.property(anyExample, example => {
			const engine = open(example);
			const expected = plainLoss(example.model, example.numbers, example.tokens);
			expect(Math.abs(engine.computeLoss([example.tokens]) - expected)).toBeLessThanOrEqual(1e-12 * Math.max(1, expected));
			expect(engine.computeGradients([example.tokens])).toBe(engine.computeLoss([example.tokens]));
		}));
	});

	it('computes the gradient of every parameter', () => {
		fc.assert(fc.property(anyExample, example => {
			const engine = open(example);
			engine.computeGradients([example.tokens]);
			const expected = finiteDifferences(numbers => plainLoss(example.model, numbers, example.tokens), example.numbers);
			const differences = expected.map((gradient, index) => Math.abs(engine.gradients.data[index] - gradient));
			expect(Math.max(...differences)).toBeLessThanOrEqual(1e-7);
		}));
	});

	it('computes the gradient of every parameter of a GPT', () => {
		const anyPlaces = fc.array(fc.nat(), {minLength: 2, maxLength: 7});
		fc.assert(fc.property(anyGpt, fc.integer(), anyPlaces, (model, seed, places) => {
			// Normal variates: at the exact zeros that fast-check likes, a ReLU has no derivative.
			const random = new PythonRandom(seed);
			const numbers = Array.from({length: countParameters(model)}, () => random.gauss(0, 0.5));
			const tokens = places.map(place => place % model.vocabSize);
			const engine = open({model, numbers, tokens});
			engine.computeGradients([tokens]);
			const computed = copyOf(engine.gradients);
			const expected = finiteDifferences(point => {
				engine.setParameters(point);
				return engine.computeLoss([tokens]);
			}, numbers);
			const differences = expected.map((gradient, index) => Math.abs(computed[index] - gradient));
			expect(Math.max(...differences)).toBeLessThanOrEqual(1e-6);
			// Always the same examples: now and then the differences step over the corner of a ReLU, or a
			// norm is taken of next to nothing, and then it is they that are wrong.
		}), {numRuns: 25, seed: 42});
	});

	it('decodes the logits that the loss is made of', () => {
		fc.assert(fc.property(anyGpt, fc.integer(), (model, seed) => {
			const random = new PythonRandom(seed);
			const numbers = Array.from({length: countParameters(model)}, () => random.gauss(0, 0.5));
			const tokens = Array.from({length: model.blockSize + 1}, () => random.choose(new Array<number>(model.vocabSize).fill(1)));
			const engine = open({model, numbers, tokens});
			const decoder = engine.createDecoder();
			const losses = tokens.slice(0, -1).map((token, position) => {
				const exponentials = Array.from(decoder.next(token), logit => Math.exp(logit));
				const total = exponentials.reduce((sum, exponential) => sum + exponential);
				return -Math.log(exponentials[tokens[position + 1]] / total);
			});
			const mean = losses.reduce((sum, loss) => sum + loss) / losses.length;
			expect(engine.computeLoss([tokens])).toBeCloseTo(mean, 12);
		}), {numRuns: 25});
	});

	it('replaces the gradients of the call before, and never touches the parameters', () => {
		fc.assert(fc.property(anyExample, example => {
			const engine = open(example);
			engine.computeGradients([example.tokens]);
			const first = copyOf(engine.gradients);
			engine.computeGradients([example.tokens.toReversed()]);
			engine.computeGradients([example.tokens]);
			expect(copyOf(engine.gradients)).toEqual(first);
			expect(copyOf(engine.parameters)).toEqual(example.numbers);
		}));
	});

	it('leaves the gradients alone when only the loss is asked for', () => {
		fc.assert(fc.property(anyExample, example => {
			const engine = open(example);
			engine.computeGradients([example.tokens]);
			const gradients = copyOf(engine.gradients);
			engine.computeLoss([example.tokens.toReversed()]);
			expect(copyOf(engine.gradients)).toEqual(gradients);
		}));
	});

	it('takes other parameters', () => {
		fc.assert(fc.property(anyExample, example => {
			const engine = open({...example, numbers: example.numbers.map(() => 0)});
			// All tokens equally likely.
			expect(engine.computeLoss([example.tokens])).toBeCloseTo(Math.log(example.model.vocabSize), 12);
			engine.setParameters(example.numbers);
			expect(engine.computeLoss([example.tokens])).toBe(open(example).computeLoss([example.tokens]));
		}));
	});

	it('looks only at the beginning of a document that does not fit the block', () => {
		fc.assert(fc.property(anyExample, ({model, numbers, tokens}) => {
			const filled = [...tokens, ...new Array<number>(model.blockSize).fill(0)];
			const cut = filled.slice(0, model.blockSize + 1);
			const [whole, beginning] = [open({model, numbers, tokens}), open({model, numbers, tokens})];
			expect(whole.computeGradients([filled])).toBe(beginning.computeGradients([cut]));
			expect(copyOf(whole.gradients)).toEqual(copyOf(beginning.gradients));
		}));
	});

	it('stays finite for logits whose exponentials would not be', () => {
		const engine = open({
			model: {
				architecture: 'bigram', vocabSize: 2, nEmbd: 1, blockSize: 1,
			}, numbers: [1000, 1000, 0, 1, 1], tokens: [],
		});
		expect(engine.computeGradients([[0, 1]])).toBeCloseTo(Math.log(2), 12);
		expect(engine.gradients.data.every(gradient => Number.isFinite(gradient))).toBe(true);
	});

	it('takes the mean over all positions of a batch', () => {
		fc.assert(fc.property(anyExample, fc.integer({min: 2, max: 4}), (example, count) => {
			const {model, tokens} = example;
			const batch = Array.from({length: count}, (_, index) => tokens.slice(0, Math.max(2, tokens.length - index)));
			const engine = open(example);
			const alone = batch.map(document => {
				const positions = Math.min(model.blockSize, document.length - 1);
				const loss = engine.computeGradients([document]);
				return {positions, loss, gradients: copyOf(engine.gradients)};
			});
			const total = alone.reduce((sum, {positions}) => sum + positions, 0);
			const meanOf = (read: (one: typeof alone[number]) => number) => alone.reduce((sum, one) => sum + (read(one) * one.positions), 0) / total;
			expect(engine.computeGradients(batch)).toBeCloseTo(meanOf(({loss}) => loss), 10);
			for (const [index, gradient] of copyOf(engine.gradients).entries()) {
				expect(gradient).toBeCloseTo(meanOf(({gradients}) => gradients[index]), 10);
			}
		}));
	});
});
