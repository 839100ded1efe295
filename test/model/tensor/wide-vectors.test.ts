import {existsSync, readFileSync} from 'node:fs';
import process from 'node:process';
import {expect, it} from 'vitest';
import {areStripsFaster, canHaveWideVectors} from '../../../source/model/tensor/wide-vectors.js';
import {openTensorEngine} from '../../../source/model/tensor/tensor-engine.js';
import {initialiseParameters} from '../../../source/model/parameters.js';
import {PythonRandom} from '../../../source/random/python-random.js';

const random = new PythonRandom(11);
const model = {
	architecture: 'gpt', vocabSize: 40, nLayer: 2, nEmbd: 60, nHead: 3, blockSize: 33,
} as const;
const initial = initialiseParameters(model, random);
const batch = Array.from({length: 5}, (_, document) => Array.from({length: 34 - (3 * document)}, () => Math.floor(random.random() * model.vocabSize)));

it('runs with what V8 makes of two vectors, and so do the other tests beside it', () => {
	expect(process.execArgv).toContain('--experimental-wasm-revectorize');
});

it.each(['f64', 'f32'] as const)('computes the same to the last bit, whether or not vectors are wider here: %s', async precision => {
	const engines = await Promise.all([false, true].map(async wideVectors => openTensorEngine(model, initial, {precision, batchSize: batch.length, wideVectors})));
	const [expected, results] = engines.map(engine => {
		const losses = Array.from({length: 4}, () => {
			const loss = engine.computeGradients(batch);
			engine.update({
				learningRate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, firstCorrection: 0.1, secondCorrection: 0.01, gradientScale: 1, weightDecay: 0.1,
			});
			return loss;
		});
		return [...losses, ...engine.gradients.data, ...engine.parameters.data];
	});
	expect(results).toEqual(expected);
	expect(engines[0].hasWideVectors).toBe(false);
	expect(engines[1].hasWideVectors).toBeTypeOf('boolean');
});

/** Such machines have vectors of 256 bits; on others there is nothing to find. */
const hasWideVectors = canHaveWideVectors() && existsSync('/proc/cpuinfo') && readFileSync('/proc/cpuinfo', 'utf8').includes(' avx2');

it('finds wide vectors where there are some, and none where V8 has no way to them', async () => {
	const tries = Array.from({length: hasWideVectors ? 5 : 1}, (_, index) => index);
	let isFound = false;
	for (const _ of tries) {
		// Another program may have had the processor for just that time.
		isFound ||= await areStripsFaster('f32');
	}

	expect(isFound).toBe(hasWideVectors);
});
