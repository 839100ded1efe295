/**
What the spread of the initial weights does to the loss on held-out text: models of several sizes, each trained
with all weights drawn as in the references, with a standard deviation of 0.08, as suits their sizes, and with 0.02.

	node bench/initial-weights.js FILE '{"steps": 300, "sizes": [[64, 1], [128, 6]], "rates": [0.001, 0.003]}'

Sizes are pairs of width and layers. It takes minutes, and is not among the benchmarks that run together.
*/
import {readFileSync} from 'node:fs';
import process from 'node:process';
import {CharTokenizer} from '../dist/data/char-tokenizer.js';
import {createEngine} from '../dist/model/create-engine.js';
import {initialiseParameters} from '../dist/model/parameters.js';
import {createRandom} from '../dist/random/create-random.js';
import {evaluate} from '../dist/training/evaluate.js';

const [file, options = '{}'] = process.argv.slice(2);
const {
	steps = 300, sizes = [[16, 6], [64, 1], [64, 6], [128, 1]], rates = [0.001, 0.003, 0.01], blockSize = 64, batchSize = 12, gradClip = 1, warmup = steps / 20,
} = JSON.parse(options);
const text = readFileSync(file, 'utf8');
const tokenizer = new CharTokenizer([text]);
/** The last tenth is held out. */
const cut = Math.floor(text.length * 0.9);
const windowsOf = part => Array.from({length: Math.ceil(part.length / blockSize)}, (_, index) => tokenizer.encode(part.slice(index * blockSize, (index + 1) * blockSize), blockSize + 1));
const training = createRandom('python', 1).shuffle(windowsOf(text.slice(0, cut)));
const held = createRandom('python', 2).shuffle(windowsOf(text.slice(cut))).slice(0, 300);

/** How the weights of a model are drawn. */
const spreads = {'all 0.08': 'alike', 'by size': 'bySize', 'all 0.02': 0.02};

async function lossAfter(nEmbd, nLayer, learningRate, spread) {
	const model = {
		architecture: 'gpt', vocabSize: tokenizer.vocabSize, nEmbd, nLayer, nHead: 4, blockSize,
	};
	const parameters = initialiseParameters(model, createRandom('python', 42), spread);
	const engine = await createEngine({name: 'tensor', precision: 'f32', batchSize}, model, parameters);
	const first = engine.computeLoss(training.slice(0, batchSize));
	const [beta1, beta2] = [0.9, 0.99];
	for (let step = 1; step <= steps; step++) {
		engine.computeGradients(Array.from({length: batchSize}, (_, index) => training[(((step - 1) * batchSize) + index) % training.length]));
		const norm = engine.gradientNorm();
		engine.update({
			learningRate: learningRate * (step <= warmup ? step / warmup : (1 + Math.cos(Math.PI * (step - warmup) / (steps - warmup))) / 2),
			beta1,
			beta2,
			epsilon: 1e-8,
			firstCorrection: 1 - (beta1 ** step),
			secondCorrection: 1 - (beta2 ** step),
			gradientScale: gradClip > 0 && norm > gradClip ? gradClip / norm : 1,
			weightDecay: 0,
		});
	}

	const {validationLoss} = evaluateAll(engine);
	return {first, validationLoss};
}

function evaluateAll(engine) {
	const work = evaluate(engine, {training: [], validation: held, batchSize}, (windows, index) => windows[index]);
	for (;;) {
		const {value, done} = work.next();
		if (done) {
			return value;
		}
	}
}

const names = Object.keys(spreads);
console.log(`held-out loss after ${steps} steps (loss before the first)`);
console.log(['layers × width', 'rate', ...names].map(cell => cell.padEnd(16)).join(''));
for (const [nEmbd, nLayer] of sizes) {
	for (const rate of rates) {
		const cells = [];
		for (const spread of Object.values(spreads)) {
			const {first, validationLoss} = await lossAfter(nEmbd, nLayer, rate, spread);
			cells.push(`${validationLoss.toFixed(3)} (${first.toFixed(2)})`);
		}

		console.log([`${nLayer} × ${nEmbd}`, String(rate), ...cells].map(cell => cell.padEnd(16)).join(''));
	}
}
