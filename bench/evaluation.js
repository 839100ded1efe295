/**
What an evaluation costs for each token, beside the forward pass of a training step and beside one document
at a time, which was the way before.

	node bench/evaluation.js
*/
import {loadDataset} from '../dist/data/dataset.js';
import {createEngine} from '../dist/model/create-engine.js';
import {countPositions} from '../dist/model/forward.js';
import {initialiseParameters} from '../dist/model/parameters.js';
import {microgpt} from '../dist/settings/presets.js';
import {createRandom} from '../dist/random/create-random.js';
import {evaluate} from '../dist/training/evaluate.js';
import {median, printTable} from './table.js';

const rounds = 5;
/** As many as a run has that trains on one document a step with a context of 16. */
const documentsAtOnce = 16;

const {tokenizer, training} = await loadDataset({documents: 'lines', validationShare: 0, blockSize: 16}, createRandom('python', 42), {isLargeFileConfirmed: false});

async function compare(title, sizes, precision, documentCount) {
	const model = {...microgpt.model, ...sizes, vocabSize: tokenizer.vocabSize};
	const initial = initialiseParameters(model, createRandom('python', 42));
	const open = async batchSize => createEngine({name: 'tensor', precision, batchSize}, model, initial);
	const [single, batches] = [await open(1), await open(documentsAtOnce)];
	const encode = (list, index) => tokenizer.encode(list[index], model.blockSize + 1);
	const documents = [...training].slice(0, documentCount);
	let positions = 0;
	for (const index of documents.keys()) {
		positions += countPositions(model, encode(documents, index));
	}

	const contestants = {
		'forward pass of a step'() {
			for (const index of documents.keys()) {
				single.computeLoss([encode(documents, index)]);
			}
		},
		'evaluation, one at a time': () => [...evaluate(single, {training: documents, validation: [], batchSize: 1}, encode)],
		'evaluation, in batches': () => [...evaluate(batches, {training: documents, validation: [], batchSize: documentsAtOnce}, encode)],
	};
	const samples = Object.values(contestants).map(() => []);
	for (let round = 0; round < rounds; round++) {
		for (const [index, measure] of Object.values(contestants).entries()) {
			const startedAt = performance.now();
			measure();
			samples[index].push((performance.now() - startedAt) * 1000 / positions);
		}
	}

	printTable(`a token of an evaluation, ${title}`, Object.keys(contestants).map((what, index) => ({what, microseconds: median(samples[index])})));
}

for (const precision of ['f64', 'f32']) {
	await compare(`microgpt, ${precision}`, {}, precision, 512);
	await compare(`128 wide, 4 layers, ${precision}`, {nEmbd: 128, nLayer: 4}, precision, 96);
	await compare(`384 wide, 4 layers, ${precision}`, {nEmbd: 384, nLayer: 4}, precision, 32);
}
