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

/** Each character with the three before it, where ^ is the one token for both ends. */
function sequencesOf(texts: readonly string[], mode: Dataset['mode']): string[][] {
	return texts.flatMap(text => {
		const characters = ['^', '^', '^', ...text, ...(mode === 'lines' ? ['^'] : [])];
		return characters.slice(3).map((_, index) => characters.slice(index, index + 4));
	});
}

/** Straight from the definition: counts by searching all sequences for each one again. */
function naiveBaselines({training, validation, mode, tokenizer}: Dataset): Baselines {
	const counted = sequencesOf(training, mode);
	const isScoredElsewhere = validation.length > 0;
	const scored = isScoredElsewhere ? sequencesOf(validation, mode) : counted;
	const lossOf = (order: number) => {
		const smoothing = isScoredElsewhere || order > 2 ? 0.1 : 0;
		const losses = scored.map(sequence => {
			const context = sequence.slice(4 - order, 3).join('');
			const following = counted.filter(other => other.slice(4 - order, 3).join('') === context);
			const same = following.filter(other => other[3] === sequence[3]);
			return -Math.log((same.length + smoothing) / (following.length + (smoothing * tokenizer.vocabSize)));
		});
		return losses.reduce((sum, value) => sum + value) / losses.length;
	};

	return {
		uniform: Math.log(tokenizer.vocabSize), unigram: lossOf(1), bigram: lossOf(2), trigram: lossOf(3), fourgram: lossOf(4),
	};
}

function expectClose(actual: Baselines, expected: Partial<Baselines>) {
	for (const [name, value] of Object.entries(expected)) {
		expect(Math.abs(actual[name as keyof Baselines]! - value!)).toBeLessThanOrEqual(1e-11);
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

	it('gets better with every letter more that it looks back, on names', async () => {
		const dataset = await loadDataset({documents: 'lines', validationShare: 0.2, blockSize: 8}, new DotnetRandom(42), {isLargeFileConfirmed: false});
		const {uniform, unigram, bigram, trigram} = count(dataset).baselines;
		expect([uniform, unigram, bigram, trigram]).toEqual([uniform, unigram, bigram, trigram!].toSorted((a, b) => b - a));
	});

	it('leaves out sequences of so many characters that they cannot be told apart', () => {
		const letters = Array.from({length: 10_000}, (_, index) => String.fromCodePoint(0x4E_00 + index)).join('');
		const {unigram, bigram, trigram, fourgram} = count(datasetOf([letters], [], 'lines')).baselines;
		expect([unigram, bigram, trigram].every(loss => Number.isFinite(loss))).toBe(true);
		expect(fourgram).toBeUndefined();
	});

	it('pauses after each document that it counts and each that it scores', () => {
		expect(count(datasetOf(['a', 'b', 'c'], ['a', 'b'], 'lines')).pieces).toBe(5);
		expect(count(datasetOf(['a', 'b', 'c'], [], 'lines')).pieces).toBe(6);
	});
});
