/**
Loading a saved model, and the characters a second that it writes: one text, and many one by one or as one batch.

	node bench/sampling.js

A model of 10.7 million parameters (6 layers, 384 wide, a context of 256) that has learnt nothing, which takes as long as any
other; then one of 128 × 4 layers. One text is as long as two contexts, so that reading a full one again is counted, too; many
have half a context each.
*/
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {CharTokenizer} from '../dist/data/char-tokenizer.js';
import {createEngine, createReader} from '../dist/model/create-engine.js';
import {countParameters, createParameters, initialiseParameters} from '../dist/model/parameters.js';
import {createRandom} from '../dist/random/create-random.js';
import {encodeCheckpoint, readCheckpoint, readModel} from '../dist/storage/record/checkpoint.js';
import {sealSafetensors} from '../dist/storage/safetensors/seal.js';
import {sampleDocument} from '../dist/training/sample.js';
import {drawsInTurn, writeTogether} from '../dist/training/write-together.js';
import {median, printTable} from './table.js';

const rounds = Number(process.argv[2] ?? 3);
const tokenizer = new CharTokenizer([Array.from({length: 64}, (_, index) => String.fromCodePoint(40 + index)).join('')], false);
const models = {
	'10.7 million parameters': {
		nEmbd: 384, nLayer: 6, nHead: 6, blockSize: 256,
	},
	'128 wide, 4 layers': {
		nEmbd: 128, nLayer: 4, nHead: 4, blockSize: 64,
	},
};

async function measureLoading(title, model, parameters) {
	const folder = await mkdtemp(path.join(tmpdir(), 'microgpt-bench-'));
	try {
		const file = path.join(folder, 'checkpoint.safetensors');
		const zeros = new Float32Array(countParameters(model));
		const encoded = encodeCheckpoint({parameters: {data: parameters}, moments: {first: zeros, second: zeros}, model}, {
			progress: {
				step: 1, tokens: 1, elapsedMs: 1, isEvaluated: true, isPreviewed: true, sampleCount: 0, controls: {learningRateScale: 1},
			},
			random: {samples: [], previews: []}, vocabulary: tokenizer.vocabulary, model, record: {bytes: 0},
		});
		await sealSafetensors(encoded);
		await writeFile(file, encoded);
		const contestants = {
			async 'with moments, as to resume'() {
				const read = await readCheckpoint(file);
				const engine = await createEngine({name: 'tensor', precision: 'f32', batchSize: 1}, model, createParameters(model, read.parameters));
				engine.createDecoder().next(0);
			},
			async 'only what writing takes'() {
				const read = await readModel(file);
				const reader = await createReader({name: 'tensor', precision: 'f32'}, model, createParameters(model, read.parameters), 1);
				reader.read([{document: 0, token: 0}]);
			},
		};
		await compare(`loading ${title} up to the first character`, contestants, 1);
	} finally {
		await rm(folder, {recursive: true});
	}
}

async function measureWriting(title, model, parameters) {
	const length = 2 * model.blockSize;
	const style = {temperature: 1, length, isEndless: true};
	const initial = createParameters(model, parameters);
	const engine = await createEngine({name: 'tensor', precision: 'f32', batchSize: 1}, model, initial);
	// Without it, a context that is full is read again token by token.
	const oneByOne = {...engine, createDecoder: () => ({...engine.createDecoder(), isEnded: false, nextAll: undefined})};
	const texts = {
		async 'token by token'() {
			sampleDocument(oneByOne, tokenizer, style, createRandom('python', 1));
		},
		async 'a full context in one pass'() {
			sampleDocument(engine, tokenizer, style, createRandom('python', 1));
		},
	};
	await compare(`a character of one text, ${title}`, texts, length);
	for (const count of [10, 100]) {
		const reader = await createReader({name: 'tensor', precision: 'f32'}, model, initial, Math.min(count, 64));
		const each = model.blockSize / 2;
		const brief = {...style, length: each};
		const batches = {
			async 'one by one'() {
				// As many as two, for all take alike.
				const random = createRandom('python', 1);
				for (let text = 0; text < 2; text++) {
					sampleDocument(engine, tokenizer, brief, random);
				}
			},
			async 'as a batch'() {
				const draws = drawsInTurn(createRandom('python', 1), each, count);
				for (const _ of writeTogether({reader, tokenizer}, brief, draws)) {
					// Nobody reads them.
				}
			},
		};
		await compare(`a character of ${count} texts, ${title}`, batches, [2 * each, count * each]);
	}
}

/** Side by side in each round: what the machine does beside this, it does to both. */
async function compare(title, contestants, characters) {
	const samples = Object.values(contestants).map(() => []);
	for (let round = 0; round < rounds; round++) {
		for (const [index, measure] of Object.values(contestants).entries()) {
			const startedAt = performance.now();
			await measure();
			samples[index].push((performance.now() - startedAt) * 1000 / [characters].flat().at(index % [characters].flat().length));
		}
	}

	const lines = Object.keys(contestants).map((what, index) => ({what, microseconds: median(samples[index])}));
	printTable(title, lines);
	if (characters !== 1) {
		console.log(`  ${lines.map(({what, microseconds}) => `${what}: ${Math.round(1e6 / microseconds)} characters a second`).join('; ')}`);
	}
}

for (const [title, sizes] of Object.entries(models)) {
	const model = {architecture: 'gpt', vocabSize: tokenizer.vocabSize, ...sizes};
	const parameters = Float32Array.from(initialiseParameters(model, createRandom('python', 42), 'bySize').data);
	await measureLoading(title, model, parameters);
	await measureWriting(title, model, parameters);
}
