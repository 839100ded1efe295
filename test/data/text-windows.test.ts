import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {countBaselines} from '../../source/data/baselines.js';
import {CharTokenizer} from '../../source/data/char-tokenizer.js';
import {type Dataset, loadDataset} from '../../source/data/dataset.js';
import {
	adjacentWindows,
	encodeText,
	randomWindows,
	splitStretch,
	type Stretch,
} from '../../source/data/text-windows.js';
import {encodeFromStart} from '../../source/data/tokenizer.js';
import {DatasetError} from '../../source/errors.js';
import {DotnetRandom} from '../../source/random/dotnet-random.js';
import {atOnce} from '../helpers/at-once.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const folder = useTemporaryFolder();
const anyText = fc.string({unit: fc.constantFrom(...'abc \n😀é'), minLength: 2, maxLength: 80}).filter(text => new Set(text).size > 1);
const anyBlockSize = fc.integer({min: 1, max: 12});

function stretchOf(text: string, blockSize: number): Stretch {
	const tokenizer = new CharTokenizer([text], false);
	return {ids: encodeText(text, tokenizer), tokenizer, blockSize};
}

const tokensOf = (text: string, blockSize: number) => [...stretchOf(text, blockSize).ids];

describe('a tokenizer of windows', () => {
	it('marks no ends, and begins with the end of a line, or with a blank, or with whatever there is', () => {
		const tokenizer = new CharTokenizer(['ab\n '], false);
		expect(tokenizer.encode('ab')).toEqual([2, 3]);
		expect(tokenizer.encode('ab', 1)).toEqual([2]);
		expect(encodeFromStart(tokenizer, 'ab', 3)).toEqual([0, 2, 3]);
		expect(encodeFromStart(tokenizer, 'abab', 3)).toEqual([0, 2, 3]);
		const startOf = (text: string) => new CharTokenizer([text], false).start;
		expect([startOf('b\n '), startOf('\u{1}b a'), startOf('ba')]).toEqual([0, 1, 0]);
	});

	it('leaves documents their ends', () => {
		const tokenizer = new CharTokenizer(['ab\n']);
		expect([tokenizer.start, encodeFromStart(tokenizer, 'a', 9)]).toEqual([3, [3, 1, 3]]);
	});
});

describe('windows side by side', () => {
	it('predict each token but the first once', () => {
		fc.assert(fc.property(anyText, anyBlockSize, (text, blockSize) => {
			const windows = adjacentWindows(stretchOf(text, blockSize));
			const tokens = Array.from({length: windows.length}, (_, index) => windows.tokensAt(index, Infinity));
			const all = tokensOf(text, blockSize);
			expect(tokens.flatMap(window => window.slice(1))).toEqual(all.slice(1));
			expect(tokens.flatMap(window => window.slice(0, -1))).toEqual(all.slice(0, -1));
			expect(tokens.every(({length}) => length >= 2 && length <= blockSize + 1)).toBe(true);
			const texts = [...windows];
			expect(texts.map((window, index) => index === 0 ? window : [...window].slice(1).join('')).join('')).toBe(text);
			expect(texts).toEqual(texts.map((_, index) => windows.at(index)));
			expect(windows.tokensAt(0, 1)).toEqual(all.slice(0, 1));
		}));
	});
});

describe('windows at random places', () => {
	it('are stretches of the text, each of them the same whenever it is asked for', () => {
		fc.assert(fc.property(anyText, anyBlockSize, fc.integer(), fc.nat(1e9), (text, blockSize, seed, first) => {
			const windows = randomWindows(stretchOf(text, blockSize), seed);
			const again = randomWindows(stretchOf(text, blockSize), seed);
			const {tokenizer} = stretchOf(text, blockSize);
			const length = Math.min(blockSize + 1, [...text].length);
			for (const index of [first + 2, first, first + 1]) {
				const window = windows.at(index)!;
				expect(text).toContain(window);
				expect([...window]).toHaveLength(length);
				expect(again.at(index)).toBe(window);
				expect(tokenizer.decode(windows.tokensAt(index, blockSize + 1))).toBe(window);
			}
		}));
	});

	it('begin at every place where one fits, about equally often, and elsewhere with another seed', () => {
		const text = Array.from({length: 40}, (_, index) => String.fromCodePoint(0x4E_00 + index)).join('');
		const placesOf = (seed: number) => {
			const windows = randomWindows(stretchOf(text, 9), seed);
			return Array.from({length: 3100}, (_, index) => text.indexOf(windows.at(index)!));
		};

		const places = placesOf(1);
		const counts = Array.from({length: 31}, (_, place) => places.filter(other => other === place).length);
		expect(counts.reduce((sum, count) => sum + count)).toBe(3100);
		expect(Math.min(...counts)).toBeGreaterThan(60);
		expect(Math.max(...counts)).toBeLessThan(140);
		expect(placesOf(2)).not.toEqual(places);
	});

	it('know what stands in the text, and not what only its bytes have', () => {
		const windows = randomWindows(stretchOf('to be or not', 3), 1);
		expect(['to be or not', 'be or', 't', 'not to', 'bee'].map(text => windows.includes(text))).toEqual([true, true, true, false, false]);
		// Ids of two bytes: 1, 256, 0 are the bytes 1 0 0 1 0 0, of which the three in the middle are no token and a half.
		const many = Array.from({length: 300}, (_, index) => String.fromCodePoint(0x4E_00 + index));
		const mixed = [many[1], many[256], many[0], ...many.slice(2, 256), ...many.slice(257)];
		const wide = randomWindows(stretchOf(mixed.join(''), 3), 1);
		expect([wide.includes(many[1] + many[256]), wide.includes(many[256] + many[0]), wide.includes(many[0] + many[1]), wide.includes(many[0])]).toEqual([true, true, false, true]);
	});
});

describe('a text in two parts', () => {
	it('has its end held out, to the token', () => {
		fc.assert(fc.property(anyText, fc.double({min: 0, max: 0.9, noNaN: true}), (text, share) => {
			const all = tokensOf(text, 4);
			const heldOut = Math.round(all.length * share);
			if (all.length - heldOut < 2 || (share > 0 && heldOut < 2)) {
				expect(() => splitStretch(stretchOf(text, 4), share)).toThrow(DatasetError);
				return;
			}

			const {training, validation} = splitStretch(stretchOf(text, 4), share);
			expect([...training.ids, ...validation.ids]).toEqual(all);
			expect(validation.ids).toHaveLength(heldOut);
		}));
	});

	it('is refused where one would have nothing to predict', () => {
		expect(() => splitStretch(stretchOf('abcdef', 4), 0.2)).toThrow(new DatasetError('Expected enough text for a validation split of 0.2, got 6 characters. Use a larger file or another --val-split.'));
		expect(() => splitStretch(stretchOf('abcdef', 4), 0.8)).toThrow(new DatasetError('Expected a text with at least 2 characters to train on, got 1. Use a larger file or another --val-split.'));
	});

	it('is what a dataset of a stream is trained and measured on', async () => {
		const path = await folder.write('prose.txt', ' to be or\r\nnot to be\n');
		const load = async (windows?: 'random', documents: 'stream' | 'lines' | 'auto' = 'stream') => loadDataset({
			path, documents, ...(windows !== undefined && {windows}), validationShare: 0.5, splitSeed: 1, blockSize: 4,
		}, new DotnetRandom(1), {isLargeFileConfirmed: false});
		const {training, validation, tokenizer, stretch} = await load('random');
		expect([[...training], [...validation]]).toEqual([['to be', 'e or\n'], ['not t', 'to be']]);
		expect([tokenizer.hasEnds, stretch?.ids.length]).toEqual([false, 9]);
		// As in runs of earlier versions.
		const earlier = await load();
		expect([[...earlier.training], [...earlier.validation], earlier.tokenizer.hasEnds, earlier.stretch]).toEqual([['to b', 'e or'], ['\nnot', ' to ', 'be'], true, undefined]);
	});
});

describe('baselines of a text', () => {
	/** Straight from the definition: counts in the whole training text, and no more before a character than its window has. */
	function naive({training, validation}: {readonly training: string; readonly validation: readonly string[]}, vocabSize: number, longest: number): number {
		let sum = 0;
		let count = 0;
		for (const window of validation) {
			for (let position = 1; position < window.length; position++) {
				const context = window.slice(Math.max(0, position - longest), position);
				let [following, same] = [0, 0];
				for (let place = context.length; place < training.length; place++) {
					const isAfter = training.slice(place - context.length, place) === context;
					following += isAfter ? 1 : 0;
					same += isAfter && training[place] === window[position] ? 1 : 0;
				}

				sum -= Math.log((same + 0.1) / (following + (0.1 * vocabSize)));
				count++;
			}
		}

		return sum / count;
	}

	it('are counted as one text, and scored window by window', () => {
		const anyLetters = fc.string({unit: fc.constantFrom(...'abc'), minLength: 6, maxLength: 60});
		fc.assert(fc.property(anyLetters, fc.integer({min: 1, max: 6}), (text, blockSize) => {
			const tokenizer = new CharTokenizer(['abc'], false);
			const {training, validation} = splitStretch({ids: encodeText(text, tokenizer), tokenizer, blockSize}, 0.4);
			const dataset: Dataset = {
				name: 'test', mode: 'stream', blockSize, tokenizer, training: adjacentWindows(training), validation: adjacentWindows(validation), stretch: training, notes: [], truncatedCount: 0, sha256: '',
			};
			const baselines = atOnce(countBaselines(dataset));
			const parts = {training: tokenizer.decode(training.ids), validation: [...dataset.validation]};
			const {vocabSize} = tokenizer;
			for (const [longest, loss] of [baselines.unigram, baselines.bigram, baselines.trigram, baselines.fourgram].entries()) {
				expect(loss).toBeCloseTo(naive(parts, vocabSize, longest), 10);
			}
		}));
	});
});
