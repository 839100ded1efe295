/**
The time of a training step with one thread and with several that share it, in turn, so that what else the
machine does hits both alike. Prints the median of each, and whether the parameters are the same.

	node bench/threads.js [threads]
*/
import process from 'node:process';
import {createEngine} from '../dist/model/create-engine.js';
import {initialiseParameters} from '../dist/model/parameters.js';
import {PythonRandom} from '../dist/random/python-random.js';
import {median, printTable} from './table.js';

const threads = Number(process.argv[2] ?? 2);
const roundMs = 3000;
const warmUpSteps = 3;

const sizes = [
	{
		nLayer: 1, nEmbd: 64, blockSize: 16, batchSize: 16,
	},
	{
		nLayer: 2, nEmbd: 64, blockSize: 64, batchSize: 8,
	},
	{
		nLayer: 4, nEmbd: 128, blockSize: 64, batchSize: 12,
	},
	{
		nLayer: 6, nEmbd: 256, blockSize: 128, batchSize: 4,
	},
];

for (const precision of ['f32', 'f64']) {
	for (const {batchSize, ...size} of sizes) {
		const random = new PythonRandom(42);
		const model = {
			architecture: 'gpt', vocabSize: 66, nHead: 4, ...size,
		};
		const parameters = initialiseParameters(model, random);
		const batch = Array.from({length: batchSize}, () => Array.from({length: size.blockSize + 1}, () => Math.floor(random.random() * 65)));
		const runs = [];
		for (const count of [1, threads]) {
			runs.push({
				engine: await createEngine({
					name: 'tensor', precision, batchSize, threads: count,
				}, model, parameters), count, times: [],
			});
		}

		const end = performance.now() + roundMs;
		for (let step = 1; step <= 2 * warmUpSteps || performance.now() < end; step++) {
			for (const {engine, times} of runs) {
				const begin = performance.now();
				engine.computeGradients(batch);
				engine.gradientNorm();
				engine.update({
					learningRate: 0.001, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, firstCorrection: 1 - (0.9 ** step), secondCorrection: 1 - (0.99 ** step), gradientScale: 1, weightDecay: 0,
				});
				times.push(performance.now() - begin);
			}
		}

		const [alone, shared] = runs.map(({engine}) => engine.parameters.data);
		const isSame = alone.every((value, index) => value === shared[index]);
		printTable(
			`${size.nLayer} × ${size.nEmbd}, context ${size.blockSize}, batch ${batchSize}, ${precision}: ${isSame ? 'the same parameters' : 'OTHER PARAMETERS'}`,
			runs.map(({count, times}) => ({what: count === 1 ? 'one thread' : `${count} threads`, microseconds: 1000 * median(times.slice(warmUpSteps))})),
		);
		for (const {engine} of runs) {
			engine.close();
		}
	}
}
