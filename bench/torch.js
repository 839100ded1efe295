/**
The time of a training step in this program and in PyTorch, with one thread, with two, and with two processes that share each
batch, in turns. Prints the median of each, and what it takes PyTorch to hand over its parameters and moments, as for a save. Needs a Python
with PyTorch.

	node bench/torch.js
*/
import {createEngine} from '../dist/model/create-engine.js';
import {initialiseParameters} from '../dist/model/parameters.js';
import {PythonRandom} from '../dist/random/python-random.js';
import {median, printTable} from './table.js';

const rounds = 5;
const roundMs = 600;
const fewestSteps = 3;

const sizes = [
	{
		nLayer: 1, nEmbd: 16, blockSize: 16, batchSize: 2, precision: 'f64',
	},
	{
		nLayer: 1, nEmbd: 64, blockSize: 16, batchSize: 16, precision: 'f32',
	},
	{
		nLayer: 4, nEmbd: 128, blockSize: 64, batchSize: 12, precision: 'f32',
	},
	{
		nLayer: 6, nEmbd: 256, blockSize: 128, batchSize: 4, precision: 'f32',
	},
];

const contestants = [
	{what: 'tensor, one thread', name: 'tensor', threads: 1},
	{what: 'tensor, two threads', name: 'tensor', threads: 2},
	{what: 'torch, one thread', name: 'torch', threads: 1},
	{
		what: 'torch, two threads', name: 'torch', threads: 2, torch: {hasChosenThreads: true},
	},
	{
		what: 'torch, two processes', name: 'torch', threads: 2, torch: {processes: 2, hasChosenThreads: true},
	},
];

function stepOf(engine, batch) {
	engine.computeGradients(batch);
	engine.gradientNorm();
	// Small, for what is known by heart has gradients that are next to nothing, with which all that computes is slow.
	engine.update({
		learningRate: 1e-6, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, firstCorrection: 1, secondCorrection: 1, gradientScale: 1, weightDecay: 0,
	});
}

/** The times of some steps, in milliseconds. */
function measure(engine, batch) {
	const times = [];
	const end = performance.now() + roundMs;
	// The first wakes what has slept while others had their turn.
	for (let step = 0; step <= fewestSteps || performance.now() < end; step++) {
		const begin = performance.now();
		stepOf(engine, batch);
		times.push(performance.now() - begin);
	}

	return times.slice(1);
}

/** What it takes to look at all that has changed, in milliseconds. */
function measureState(engine, batch) {
	stepOf(engine, batch);
	// Until the step is done.
	engine.computeLoss(batch);
	const begin = performance.now();
	for (const name of ['parameters', 'moments']) {
		Reflect.get(engine, name);
	}

	return performance.now() - begin;
}

async function compare({batchSize, precision, ...size}) {
	const random = new PythonRandom(42);
	const model = {
		architecture: 'gpt', vocabSize: 66, nHead: 4, ...size,
	};
	const parameters = initialiseParameters(model, random);
	const batch = Array.from({length: batchSize}, () => Array.from({length: size.blockSize + 1}, () => Math.floor(random.random() * 65)));
	const opened = [];
	for (const {what, ...options} of contestants) {
		const engine = await createEngine({...options, precision, batchSize}, model, parameters);
		opened.push({
			what, engine, times: [], states: [],
		});
	}

	for (let round = 0; round < rounds; round++) {
		for (const {engine, times, states} of opened) {
			times.push(...measure(engine, batch));
			states.push(measureState(engine, batch));
		}
	}

	printTable(
		`${size.nLayer} × ${size.nEmbd}, context ${size.blockSize}, batch ${batchSize}, ${precision}`,
		opened.map(({what, times}) => ({what, microseconds: 1000 * median(times)})),
	);
	const {what, states} = opened.find(({engine}) => engine.name === 'torch');
	console.log(`${what}, parameters and moments: ${median(states).toFixed(2)} ms`);
	for (const {engine} of opened) {
		engine.close();
	}
}

for (const size of sizes) {
	await compare(size);
}
