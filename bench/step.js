/**
The time of a training step of one engine, in a process of its own, so that no other measurement
has warmed up or spoilt the compiler. Prints the median over some rounds, in microseconds.

	node bench/step.js '{"preset": "microgpt", "engine": "tensor", "precision": "f32"}'

Also `kernels` (relaxed, simd or plain), `batchSize`, `nEmbd` and `nLayer`. It measures what a step of the training loop
does with its engine: gradients, their norm, and the update.
*/
import process from 'node:process';
import {CharTokenizer} from '../dist/data/char-tokenizer.js';
import {loadDataset} from '../dist/data/dataset.js';
import {initialiseParameters} from '../dist/model/parameters.js';
import {presets} from '../dist/settings/presets.js';
import {ScalarEngine} from '../dist/model/scalar/scalar-engine.js';
import {openTensorEngine} from '../dist/model/tensor/tensor-engine.js';
import {PythonRandom} from '../dist/random/python-random.js';
import {median} from './table.js';

const warmUpMs = 400;
const roundMs = 100;
const rounds = 15;

const {
	preset: presetName, engine: engineName = 'tensor', precision = 'f64', kernels, batchSize = 1, ...sizes
} = JSON.parse(process.argv[2]);
const preset = presets.find(({name}) => name === presetName);
const random = new PythonRandom(42);
const {training: documents} = await loadDataset({documents: 'lines', validationShare: 0, blockSize: preset.model.blockSize}, random, {isLargeFileConfirmed: false});
const tokenizer = new CharTokenizer(documents);
const tokens = random.shuffle([...documents]).map(document => tokenizer.encode(document));
const {nEmbd = preset.model.nEmbd, nLayer = preset.model.nLayer} = sizes;
const model = {
	...preset.model, vocabSize: tokenizer.vocabSize, nEmbd, nLayer,
};
const parameters = initialiseParameters(model, random);
const engine = engineName === 'scalar' ? new ScalarEngine(model, parameters) : await openTensorEngine(model, parameters, {precision, batchSize, kernels});

const {beta1, beta2, epsilon} = preset.training;
let step = 0;
function takeStep() {
	const batch = [];
	for (let index = 0; index < batchSize; index++) {
		batch.push(tokens[((step * batchSize) + index) % tokens.length]);
	}

	step++;
	engine.computeGradients(batch);
	engine.gradientNorm();
	engine.update({
		// Falls for ever, so that a long measurement stays with finite numbers.
		learningRate: 0.01 / (1 + (step / 1000)),
		beta1,
		beta2,
		epsilon,
		firstCorrection: 1 - (beta1 ** step),
		secondCorrection: 1 - (beta2 ** step),
		gradientScale: 1,
		weightDecay: 0,
	});
}

/** Microseconds a step over at least some time. */
function measure(durationMs) {
	const startedAt = performance.now();
	const firstStep = step;
	let elapsedMs = 0;
	while (elapsedMs < durationMs) {
		for (let count = 0; count < 20; count++) {
			takeStep();
		}

		elapsedMs = performance.now() - startedAt;
	}

	return elapsedMs * 1000 / (step - firstStep);
}

measure(warmUpMs);
console.log(median(Array.from({length: rounds}, () => measure(roundMs))));
