import {describe, expect, it} from 'vitest';
import {CharTokenizer} from '../../source/data/char-tokenizer.js';
import {encodeLines} from '../../source/data/document-list.js';
import {type LoadProgress, type OnLoadProgress, progressTeller} from '../../source/data/load-progress.js';
import {scanLines, scanText} from '../../source/data/scan-text.js';
import {encodeText} from '../../source/data/text-windows.js';

/** With characters of two units at odd and even places, and lines of two lengths. */
const text = 'a😀b\nac😀\n'.repeat(900_000);

/** What is told, and what comes of it. */
function tell<Result>(act: (onProgress: OnLoadProgress) => Result): {readonly told: readonly LoadProgress[]; readonly result: Result} {
	const told: LoadProgress[] = [];
	return {
		result: act(progress => {
			told.push(progress);
		}), told,
	};
}

function expectToRise(told: readonly LoadProgress[], activity: LoadProgress['activity']) {
	expect(told.length).toBeGreaterThan(5);
	expect(told.length).toBeLessThanOrEqual(101);
	expect(new Set(told.map(progress => progress.activity))).toEqual(new Set([activity]));
	expect(new Set(told.map(({total}) => total))).toEqual(new Set([text.length]));
	expect(told.map(({done}) => done)).toEqual(told.map(({done}) => done).toSorted((a, b) => a - b));
	// A line feed at the end belongs to no line.
	expect(told.at(-1)!.done).toBeGreaterThanOrEqual(text.length - 1 - (text.length / 100));
}

describe('how far the loading of a text has come', () => {
	it('is told in hundredths', () => {
		const {told} = tell(onProgress => {
			const done = progressTeller(onProgress, {activity: 'reading', path: 'long.txt', total: 1e8});
			for (let bytes = 0; bytes <= 1e8; bytes += 250_000) {
				done(bytes);
			}
		});
		expect(told).toEqual(Array.from({length: 101}, (_, hundredth) => ({
			activity: 'reading', path: 'long.txt', done: hundredth * 1e6, total: 1e8,
		})));
	});

	it('is not told of what is done in a moment', () => {
		expect(tell(onProgress => scanText('abc'.repeat(1_000_000), onProgress)).told).toEqual([]);
	});

	it('says nothing of more than there was to be: a file may grow', () => {
		const {told} = tell(onProgress => {
			progressTeller(onProgress, {activity: 'reading', total: 1e7})(2e7);
		});
		expect(told).toEqual([{activity: 'reading', done: 1e7, total: 1e7}]);
	});

	it('changes nothing of what comes of it', () => {
		const lines = tell(onProgress => scanLines(text, onProgress));
		expectToRise(lines.told, 'scanning');
		const stream = tell(onProgress => scanText(text, onProgress));
		expectToRise(stream.told, 'scanning');
		expect(lines.result.characters).toEqual(['a', 'b', 'c', '😀']);
		expect(stream.result).toEqual({characters: ['\n', 'a', 'b', 'c', '😀'], characterCount: [...text].length});

		const tokenizer = new CharTokenizer(stream.result.characters);
		const whole = tell(onProgress => encodeText(text, tokenizer, onProgress));
		expectToRise(whole.told, 'encoding');
		const ids = [...'a😀b\nac😀\n'].map(character => tokenizer.encodeKnown(character)[0]);
		expect(whole.result.length).toBe([...text].length);
		expect(whole.result.every((id, place) => id === ids[place % ids.length])).toBe(true);
		const documents = tell(onProgress => encodeLines(text, lines.result, onProgress));
		expectToRise(documents.told, 'encoding');
		expect([documents.result.documents.length, documents.result.documents.at(1_799_999)]).toEqual([1_800_000, 'ac😀']);
	});
});
