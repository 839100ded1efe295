import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {CharTokenizer} from '../../source/data/char-tokenizer.js';
import {loadDataset} from '../../source/data/dataset.js';
import {createEngine} from '../../source/model/create-engine.js';
import {initialiseParameters} from '../../source/model/parameters.js';
import {chapter7} from '../../source/settings/presets.js';
import {DotnetRandom} from '../../source/random/dotnet-random.js';
import {openRun} from '../../source/run/open-run.js';
import {createRunConfig} from '../../source/settings/run-config.js';
import {goldenChapter7} from '../helpers/golden-chapter7.js';
import {engines} from '../helpers/engines.js';

const golden = goldenChapter7;
const sha256 = (text: Uint8Array | string) => createHash('sha256').update(text).digest('hex');

/** The draws of the reference, step by step: documents, then parameters. */
async function prepare() {
	const {nEmbd, blockSize} = golden.config;
	const random = new DotnetRandom(golden.config.seed);
	const dataset = await loadDataset({documents: 'lines', validationShare: 0, blockSize}, random, {isLargeFileConfirmed: false});
	const documents = random.shuffle([...dataset.training]);
	const tokenizer = new CharTokenizer(dataset.training);
	const model = {
		architecture: 'bigram', vocabSize: tokenizer.vocabSize, nEmbd, blockSize,
	} as const;
	return {
		documents, tokenizer, model, parameters: initialiseParameters(model, random),
	};
}

function largestDifference(actual: ArrayLike<number>, expected: readonly number[]): number {
	expect(actual).toHaveLength(expected.length);
	return Math.max(...expected.map((value, index) => Math.abs(actual[index] - value)));
}

describe('the reference program of Chapter 7', () => {
	it('was run on exactly the built-in names', () => {
		const bytes = readFileSync(new URL('../../data/names.txt', import.meta.url));
		expect(sha256(bytes)).toBe(golden.dataset.sha256);
	});

	it('shuffles the documents in the same way', async () => {
		const {documents} = await prepare();
		expect(documents.slice(0, 20)).toEqual(golden.documentsAfterShuffle.first20);
		expect(documents.slice(-5)).toEqual(golden.documentsAfterShuffle.last5);
		expect(sha256(documents.join('\n'))).toBe(golden.documentsAfterShuffle.sha256OfLinesJoinedByNewline);
	});

	it('starts from the same parameters', async () => {
		const {parameters} = await prepare();
		expect(parameters.data).toHaveLength(golden.numParameters);
		expect(largestDifference(parameters.data, golden.initialParameters)).toBeLessThanOrEqual(1e-15);
	});

	it.each(engines)('has the same gradients at the first step: %s', async name => {
		const {documents, tokenizer, model, parameters} = await prepare();
		const engine = await createEngine({name, precision: 'f64', batchSize: 1}, model, parameters);
		engine.computeGradients([tokenizer.encode(documents[0])]);
		const [tokenEmbedding] = engine.gradients.matrices;
		const row = tokenEmbedding.data.subarray(tokenizer.bos * tokenEmbedding.columns);
		// The trace names these the row of BOS in wte, its first ten columns.
		expect(largestDifference(row.subarray(0, 10), golden.gradientAtStep1.values)).toBeLessThanOrEqual(1e-15);
	});

	it.each(engines)('has the same losses and final parameters: %s', async engine => {
		const run = await openRun(createRunConfig(chapter7, {engine}), 'test');
		const losses: number[] = [];
		for await (const event of run.events) {
			if (event.type === 'step') {
				losses.push(event.loss);
			}
		}

		expect(largestDifference(losses, golden.losses)).toBeLessThanOrEqual(1e-12);
		expect(largestDifference(run.engine.parameters.data, golden.finalParameters)).toBeLessThanOrEqual(1e-12);
		const last100 = losses.slice(-100);
		expect(last100.reduce((sum, loss) => sum + loss) / 100).toBeCloseTo(golden.meanOfLast100Losses, 12);
	});
});
