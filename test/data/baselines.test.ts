import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type Baselines, countBaselines} from '../../source/data/baselines.js';
import {CharTokenizer} from '../../source/data/char-tokenizer.js';
import {type Dataset, loadDataset} from '../../source/data/dataset.js';
import {DotnetRandom} from '../../source/random/dotnet-random.js';
import {goldenChapter7} from '../helpers/golden-chapter7.js';

const document = fc.string({unit: fc.constantFrom(...'abc😀'), minLength: 1, maxLength: 9});
const documents = fc.array(document, {minLength: 1, maxLength: 12});

function datasetOf(training: readonly string[], validation: readonly string[], mode: Dataset['mode']): Dataset {
	// The letters are there at any rate, so that also unseen ones are scored.
	const tokenizer = new CharTokenizer(['abcd', ...training, ...validation]);
	return {
		name: 'test', mode, tokenizer, training, validation, truncatedCount: 0,
	};
}

/** The result, and in how many pieces the work came. */
function count(dataset: Dataset): {readonly baselines: Baselines; readonly pieces: number} {
	const counting = countBaselines(dataset);
	for (let pieces = 0; ; pieces++) {
		const {value, done} = counting.next();
		if (done) {
			return {baselines: value, pieces};
		}
	}
}

/** Pairs of neighbours, where ^ and $ are the two faces of the one token for both ends. */
function pairsOf(texts: readonly string[], mode: Dataset['mode']): Array<readonly [string, string]> {
	return texts.flatMap(text => {
		const characters = ['^', ...text, ...(mode === 'lines' ? ['^'] : [])];
		return characters.slice(1).map((character, index) => [characters[index], character] as const);
	});
}

/** Straight from the definition: counts by searching all pairs for each pair again. */
function naiveBaselines({training, validation, mode, tokenizer}: Dataset): Baselines {
	const counted = pairsOf(training, mode);
	const scored = validation.length > 0 ? pairsOf(validation, mode) : counted;
	const smoothing = validation.length > 0 ? 0.1 : 0;
	const loss = (part: number, whole: number) => -Math.log((part + smoothing) / (whole + (smoothing * tokenizer.vocabSize)));
	const mean = (losses: readonly number[]) => losses.reduce((sum, value) => sum + value) / losses.length;
	return {
		uniform: Math.log(tokenizer.vocabSize),
		unigram: mean(scored.map(([, target]) => loss(counted.filter(pair => pair[1] === target).length, counted.length))),
		bigram: mean(scored.map(([context, target]) => {
			const following = counted.filter(pair => pair[0] === context);
			return loss(following.filter(pair => pair[1] === target).length, following.length);
		})),
	};
}

function expectClose(actual: Baselines, expected: Baselines) {
	for (const name of ['uniform', 'unigram', 'bigram'] as const) {
		expect(Math.abs(actual[name] - expected[name])).toBeLessThanOrEqual(1e-11);
	}
}

describe('countBaselines', () => {
	it('scores the built-in names as the reference does', async () => {
		const dataset = await loadDataset({documents: 'lines', validationShare: 0, blockSize: 8}, new DotnetRandom(42), {isLargeFileConfirmed: false});
		const {uniform, unigram_unsmoothed: unigram, bigram_unsmoothed: bigram} = goldenChapter7.baselines;
		expectClose(count(dataset).baselines, {uniform, unigram, bigram});
	});

	it.each(['lines', 'stream'] as const)('scores the training documents of %s by their plain counts', mode => {
		fc.assert(fc.property(documents, training => {
			const dataset = datasetOf(training, [], mode);
			expectClose(count(dataset).baselines, naiveBaselines(dataset));
		}));
	});

	it.each(['lines', 'stream'] as const)('scores held-out documents of %s by smoothed counts of the others', mode => {
		fc.assert(fc.property(documents, documents, (training, validation) => {
			const dataset = datasetOf(training, validation, mode);
			expectClose(count(dataset).baselines, naiveBaselines(dataset));
		}));
	});

	it('finds no pair impossible that it has not seen', () => {
		const {bigram, unigram} = count(datasetOf(['aaa'], ['bcd'], 'lines')).baselines;
		expect(Number.isFinite(bigram) && Number.isFinite(unigram)).toBe(true);
	});

	it('pauses after each document that it counts and each that it scores', () => {
		expect(count(datasetOf(['a', 'b', 'c'], ['a', 'b'], 'lines')).pieces).toBe(5);
		expect(count(datasetOf(['a', 'b', 'c'], [], 'lines')).pieces).toBe(6);
	});
});
