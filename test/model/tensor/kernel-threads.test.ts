import {setTimeout} from 'node:timers/promises';
import {describe, expect, it} from 'vitest';
import {type Engine, type Precision} from '../../../source/model/engine.js';
import {type ModelConfig} from '../../../source/model/model-config.js';
import {createParameters} from '../../../source/model/parameters.js';
import {PythonRandom} from '../../../source/random/python-random.js';
import {importCreateEngine} from '../../helpers/built-modules.js';

const {createEngine} = await importCreateEngine();

/** So large that its products, its attention and its updates are shared, and no rounder than it has to be. */
const model: ModelConfig = {
	architecture: 'gpt', vocabSize: 301, nLayer: 2, nEmbd: 48, nHead: 3, blockSize: 61, positions: 'rotary', activation: 'squared-relu', dropout: 0.1,
};
const batchSize = 9;
const drawn = new PythonRandom(7);
const initial = createParameters(model);
initial.data.set(Array.from(initial.data, () => drawn.gauss(0, 0.1)));
/** Documents of all lengths. */
const batch = Array.from({length: batchSize}, (_, document) => Array.from({length: 62 - (5 * document)}, () => Math.floor(drawn.random() * model.vocabSize)));

const open = async (precision: Precision, threads: number) => createEngine({
	name: 'tensor', precision, batchSize, threads,
}, model, initial);

function update(engine: Engine) {
	engine.update({
		learningRate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, firstCorrection: 0.1, secondCorrection: 0.01, gradientScale: 1, weightDecay: 0.1,
	});
}

/** Some steps of a training; what they came to. */
function train(engine: Engine, from = 1): number[] {
	const losses = Array.from({length: 3}, (_, index) => {
		const loss = engine.computeGradients(batch, {seed: 3, step: from + index});
		update(engine);
		return loss;
	});
	return [...losses, engine.computeLoss(batch), engine.gradientNorm(), ...engine.gradients.data, ...engine.parameters.data];
}

describe('an engine whose threads share each step', () => {
	it.each(['f64', 'f32'] as const)('computes what one thread does, to the last bit: %s', async precision => {
		const alone = await open(precision, 1);
		const expected = train(alone);
		for (const threads of [2, 3]) {
			const shared = await open(precision, threads);
			expect(shared.parameters.data.buffer).toBeInstanceOf(SharedArrayBuffer);
			expect(train(shared)).toEqual(expected);
			shared.close!();
		}
	});

	it('leaves all as it is when it is closed', async () => {
		const shared = await open('f64', 2);
		train(shared);
		update(shared);
		const trained = [...shared.parameters.data];
		shared.close!();
		// Whatever a thread would do at its end, it would have done by then.
		await setTimeout(200);
		expect([...shared.parameters.data]).toEqual(trained);
	});

	it('goes on alone when it is closed', async () => {
		const alone = await open('f32', 1);
		train(alone);
		const shared = await open('f32', 2);
		train(shared);
		shared.close!();
		expect(train(shared, 4)).toEqual(train(alone, 4));
	});
});
