import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type BaselineOptions, type Baselines, countBaselines} from '../../source/data/baselines.js';
import {CharTokenizer} from '../../source/data/char-tokenizer.js';
import {type Dataset, loadDataset} from '../../source/data/dataset.js';
import {DotnetRandom} from '../../source/random/dotnet-random.js';
import {goldenChapter7} from '../helpers/golden-chapter7.js';

const document = fc.string({unit: fc.constantFrom(...'abc😀'), minLength: 1, maxLength: 9});
const documents = fc.array(document, {minLength: 1, maxLength: 12});

/** More than any document here has. */
const wholeDocuments = 100;

function datasetOf(training: readonly string[], validation: readonly string[], blockSize = wholeDocuments): Dataset {
	// The letters are there at any rate, so that also unseen ones are scored.
	const tokenizer = new CharTokenizer(['abcd', ...training, ...validation]);
	return {
		name: 'test', mode: 'lines', blockSize, tokenizer, training, validation, notes: [], truncatedCount: 0, sha256: '',
	};
}

/** The result, and in how many pieces the work came. */
function count(dataset: Dataset, options?: BaselineOptions): {readonly baselines: Baselines; readonly pieces: number} {
	const counting = countBaselines(dataset, options);
	for (let pieces = 0; ; pieces++) {
		const {value, done} = counting.next();
		if (done) {
			return {baselines: value, pieces};
		}
	}
}

/** Each token that the model predicts with all before it, where ^ is the one token for both ends and stands three times before the beginning. */
function targetsOf(texts: readonly string[], blockSize: number): Array<{readonly before: string; readonly target: string}> {
	return texts.flatMap(text => {
		const characters = [...text, '^'].slice(0, blockSize);
		return characters.map((target, index) => ({before: `^^^${characters.slice(0, index).join('')}`, target}));
	});
}

/** Straight from the definition: counts by searching the whole text for each token again. */
function naiveBaselines({training, validation, blockSize, tokenizer}: Dataset): Required<Baselines> {
	const counted = targetsOf([...training], blockSize);
	const scored = validation.length > 0 ? targetsOf([...validation], blockSize) : counted;
	const lossBy = (contextLength: number, smoothing: number) => {
		const contextOf = (before: string) => contextLength === 0 ? '' : [...before].slice(-contextLength).join('');
		const losses = scored.map(({before, target}) => {
			const following = counted.filter(other => contextOf(other.before) === contextOf(before));
			const same = following.filter(other => other.target === target);
			return -Math.log((same.length + smoothing) / (following.length + (smoothing * tokenizer.vocabSize)));
		});
		return losses.reduce((sum, value) => sum + value) / losses.length;
	};

	const smoothing = validation.length > 0 ? 0.1 : 0;
	return {
		uniform: Math.log(tokenizer.vocabSize), unigram: lossBy(0, smoothing), bigram: lossBy(1, smoothing), trigram: lossBy(2, 0.1), fourgram: lossBy(3, 0.1),
	};
}

function expectClose(actual: Baselines, expected: Baselines) {
	for (const [name, value] of Object.entries(expected)) {
		expect(Math.abs(actual[name as keyof Baselines]! - value)).toBeLessThanOrEqual(1e-11);
	}
}

describe('countBaselines', () => {
	it('scores the built-in names as the reference does', async () => {
		const dataset = await loadDataset({documents: 'lines', validationShare: 0, blockSize: wholeDocuments}, new DotnetRandom(42), {isLargeFileConfirmed: false});
		const {uniform, unigram_unsmoothed: unigram, bigram_unsmoothed: bigram} = goldenChapter7.baselines;
		expectClose(count(dataset).baselines, {uniform, unigram, bigram});
	});

	it.each([1, 3, wholeDocuments])('scores the training documents, as far as a context of %i reaches, by their plain counts', blockSize => {
		fc.assert(fc.property(documents, training => {
			const dataset = datasetOf(training, [], blockSize);
			expectClose(count(dataset).baselines, naiveBaselines(dataset));
		}));
	});

	it.each([1, 3, wholeDocuments])('scores held-out documents, as far as a context of %i reaches, by smoothed counts of the others', blockSize => {
		fc.assert(fc.property(documents, documents, (training, validation) => {
			const dataset = datasetOf(training, validation, blockSize);
			expectClose(count(dataset).baselines, naiveBaselines(dataset));
		}));
	});

	it('finds nothing impossible that it has not seen', () => {
		const losses = Object.values(count(datasetOf(['aaa'], ['bcd'])).baselines);
		expect(losses).toHaveLength(5);
		expect(losses.every(loss => Number.isFinite(loss))).toBe(true);
	});

	it('knows nothing after a context that it has not seen', () => {
		const {trigram, fourgram} = count(datasetOf(['aaaa'], ['bcbcbc'], 6)).baselines;
		// The first letter follows the beginning, which it has seen once; then it guesses among the letters and BOS.
		const expected = (-Math.log(0.1 / (1 + (0.1 * 5))) + (5 * Math.log(5))) / 6;
		expect(trigram).toBeCloseTo(expected, 12);
		expect(fourgram).toBeCloseTo(expected, 12);
	});

	it('tells all contexts apart where the vocabulary is large', () => {
		// Code points beyond 2^13 of them: as digits, four tokens would not be exact any more.
		const letters = Array.from({length: 20_000}, (_, index) => String.fromCodePoint(0x4E_00 + index));
		const texts = Array.from({length: 12}, (_, index) => letters.slice(19_000 + (7 * index), 19_020 + (7 * index)).join(''));
		const dataset = datasetOf([letters.slice(0, 5).join(''), ...texts], []);
		const large = {...dataset, tokenizer: new CharTokenizer(letters)};
		expectClose(count(large).baselines, naiveBaselines(large));
	});

	it('leaves out the lengths of which there are too many different groups', () => {
		// With the one of BOS alone, there are 9 groups of three tokens and 10 of four.
		const dataset = datasetOf(['abcab', 'cab'], [], 5);
		const all = count(dataset).baselines;
		const sizes = [1, 8, 9, 10, 100].map(mostGrams => Object.keys(count(dataset, {mostGrams}).baselines).length);
		expect(sizes).toEqual([3, 3, 4, 5, 5]);
		const {fourgram, ...shorter} = all;
		expect(count(dataset, {mostGrams: 9}).baselines).toEqual(shorter);
		expect(fourgram).toBeGreaterThan(0);
	});

	it('pauses after each document that it counts and each that it scores', () => {
		expect(count(datasetOf(['a', 'b', 'c'], ['a', 'b'])).pieces).toBe(5);
		expect(count(datasetOf(['a', 'b', 'c'], [])).pieces).toBe(6);
	});
});
