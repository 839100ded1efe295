/**
What the preset `auto` comes to on texts of many kinds, beside microgpt with the same text, the same documents held out and
single precision: at its own 1,000 steps, and in as much processor time as auto took; and beside the counts of pairs.

	node bench/auto.js FOLDER '{"seed": 42, "sameTime": true, "options": {"nEmbd": 48}}'

All losses are in nats a character, over all that is held out, the ends of lines among it, however long its documents are: where a
context ends, a model goes on in pieces that begin anew, or with a context that slides on by halves, whichever does it more good.
It takes minutes, and is not among the benchmarks that run together.
*/
import {readdirSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {CharTokenizer} from '../dist/data/char-tokenizer.js';
import {loadDataset} from '../dist/data/dataset.js';
import {askFor, fitted, openText} from '../dist/run/fit-to-data.js';
import {openRun} from '../dist/run/open-run.js';
import {auto, microgpt} from '../dist/settings/presets.js';
import {createRunConfig} from '../dist/settings/run-config.js';
import {createSplitRandom} from '../dist/settings/split-random.js';

const [folder, json = '{}'] = process.argv.slice(2);
const {
	seed = 42, sameTime = true, microgptToo = true, only, options = {},
} = JSON.parse(json);
const addedCount = 0.1;
const usualSteps = 1000;

/** The texts of documents; windows of a stream as one piece, each without the character that it shares with the one before. */
function textsOf(documents, isStream) {
	return isStream ? [[...documents].map((window, index) => index === 0 ? window : [...window].slice(1).join('')).join('')] : [...documents];
}

/** What is held out, as token ids without both ends: the lines, or the end of a stream in one piece. */
async function heldOutOf(config, tokenizer) {
	const {validation} = await loadDataset(config.dataset, createSplitRandom(config), {isLargeFileConfirmed: true});
	return textsOf(validation, config.dataset.documents === 'stream').map(document => tokenizer.encode(document).slice(1, -1));
}

/** Sequences to go through, with how much of the loss of each counts. */
function piecesOf(tokens, {bos, blockSize, isStream, slides}) {
	const all = isStream ? tokens : [bos, ...tokens, bos];
	const half = Math.max(1, Math.floor(blockSize / 2));
	const pieces = [{tokens: all.slice(0, blockSize + 1), weight: 1}];
	for (let start = blockSize; start < all.length - 1; start += slides ? half : blockSize) {
		const next = Math.min(all.length, start + (slides ? half : blockSize) + 1);
		if (!slides) {
			pieces.push({tokens: [isStream ? all[start] : bos, ...all.slice(start + 1, next)], weight: 1});
			continue;
		}

		// What comes in the second half of a context, without what comes in the first.
		const from = start - (blockSize - half);
		pieces.push({tokens: all.slice(from, next), weight: 1}, {tokens: all.slice(from, start + 1), weight: -1});
	}

	return pieces;
}

function sumOf(engine, pieces) {
	let sum = 0;
	for (const weight of [1, -1]) {
		const some = pieces.filter(piece => piece.weight === weight && piece.tokens.length > 1);
		for (let index = 0; index < some.length; index += 1) {
			const {tokens} = some[index];
			sum += weight * engine.computeLoss([tokens]) * (tokens.length - 1);
		}
	}

	return sum;
}

function lossOn(engine, heldOut, shape) {
	const count = heldOut.reduce((sum, tokens) => sum + tokens.length + (shape.isStream ? -1 : 1), 0);
	const losses = [false, true].map(slides => heldOut.reduce((sum, tokens) => sum + sumOf(engine, piecesOf(tokens, {...shape, slides})), 0) / count);
	return Math.min(...losses);
}

/** How often each character follows another, counted on what is not held out. */
async function pairsOn(config, heldOut, tokenizer) {
	const {training} = await loadDataset(config.dataset, createSplitRandom(config), {isLargeFileConfirmed: true});
	const isStream = config.dataset.documents === 'stream';
	const {bos, vocabSize} = tokenizer;
	const counts = new Map();
	const totals = new Map();
	const documents = textsOf(training, isStream);
	const pairs = tokens => {
		const all = isStream ? tokens : [bos, ...tokens, bos];
		return all.slice(1).map((token, index) => [all[index], token]);
	};

	for (const document of documents) {
		for (const [before, token] of pairs(tokenizer.encode(document).slice(1, -1))) {
			const key = (before * vocabSize) + token;
			counts.set(key, (counts.get(key) ?? 0) + 1);
			totals.set(before, (totals.get(before) ?? 0) + 1);
		}
	}

	let [sum, count] = [0, 0];
	for (const tokens of heldOut) {
		for (const [before, token] of pairs(tokens)) {
			sum -= Math.log(((counts.get((before * vocabSize) + token) ?? 0) + addedCount) / ((totals.get(before) ?? 0) + (addedCount * vocabSize)));
			count++;
		}
	}

	return sum / count;
}

async function trained(config, heldOut) {
	const run = await openRun(config, 'bench');
	const evaluations = [];
	const begun = process.cpuUsage();
	let step = 0;
	for await (const event of run.events) {
		if (event.type === 'step') {
			step = event.step;
		} else if (event.type === 'eval') {
			evaluations.push(event.validationLoss);
		}
	}

	const {user, system} = process.cpuUsage(begun);
	const {engine} = run;
	const loss = lossOn(engine, heldOut, {bos: engine.model.vocabSize - 1, blockSize: engine.model.blockSize, isStream: config.dataset.documents === 'stream'});
	await run.close();
	return {
		loss, step, seconds: (user + system) / 1e6, evaluations, parameterCount: run.start.parameterCount,
	};
}

console.log(`nats a character on what is held out; seed ${seed}`);
console.log(['text', 'characters', 'chosen', 'parameters', 'steps', 'seconds', 'auto', 'microgpt', 'same time', 'pairs', 'validations'].join(' | '));
const texts = readdirSync(folder).filter(name => only?.includes(name) ?? /\.(?:txt|csv|jsonl|log)$/v.test(name));
for (const name of texts) {
	const data = path.join(folder, name);
	const asked = askFor(auto, {
		data, samples: 0, seed, isLargeFileConfirmed: true, ...options,
	});
	const config = fitted(asked, await openText(asked.config));
	const {documents, validationShare} = config.dataset;
	const all = await loadDataset({...config.dataset, validationShare: 0}, createSplitRandom(config), {isLargeFileConfirmed: true});
	const tokenizer = new CharTokenizer(all.training);
	const characters = textsOf(all.training, documents === 'stream').reduce((sum, text) => sum + [...text].length, 0);
	const beside = more => createRunConfig(microgpt, {
		data, documents, validationShare, precision: 'f32', samples: 0, seed, evalDocuments: 1, ...more,
	});
	// Windows of another length end elsewhere: only what neither has learnt from is measured.
	const [own, others] = await Promise.all([config, beside({})].map(async each => heldOutOf(each, tokenizer)));
	const heldOut = documents === 'stream' ? [own[0].slice(-Math.min(own[0].length, others[0].length))] : own;
	const result = await trained(config, heldOut);
	const reference = microgptToo && await trained(beside({}), heldOut);
	const steps = sameTime && reference && Math.max(usualSteps, Math.round(usualSteps * result.seconds / reference.seconds));
	const longer = steps && await trained(beside({steps}), heldOut);
	const {nLayer, nEmbd, blockSize} = config.model;
	const {batchSize, steps: planned, learningRate} = config.training;
	const pairs = await pairsOn(config, heldOut, tokenizer);
	const losses = [result, reference, longer].map(each => each ? each.loss.toFixed(4) : '');
	const chosen = `${documents} ${blockSize}, ${nLayer} × ${nEmbd}, batch ${batchSize}, rate ${learningRate}`;
	const validations = result.evaluations.map(loss => loss.toFixed(3)).join(' ');
	const cost = [result.parameterCount, `${result.step} of ${planned}`, result.seconds.toFixed(1)];
	console.log([name, characters, chosen, ...cost, ...losses, pairs.toFixed(4), validations].join(' | '));
}
