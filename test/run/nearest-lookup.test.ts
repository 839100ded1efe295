import {
	afterEach,
	beforeEach,
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {NearestLookup} from '../../source/run/nearest-lookup.js';
import {type Ask} from '../../source/run/run.js';

/** A training that takes some time for each text, and answers with the text twice. */
function open({msPerText = 1, isOver = false} = {}) {
	const asked: string[][] = [];
	let underWay = 0;
	let mostUnderWay = 0;
	const ask = (async ([, texts]: readonly ['nearestDocuments', readonly string[]]) => {
		asked.push([...texts]);
		mostUnderWay = Math.max(mostUnderWay, ++underWay);
		await new Promise(resolve => {
			setTimeout(resolve, msPerText * texts.length);
		});
		underWay--;
		return isOver ? undefined : texts.map(text => text + text);
	}) as unknown as Ask;
	let answers: ReadonlyMap<string, string | undefined> = new Map();
	let count = 0;
	const lookup = new NearestLookup(ask, known => {
		answers = known;
		count++;
	});
	return {
		lookup, asked, answers: () => answers, answerCount: () => count, mostUnderWay: () => mostUnderWay,
	};
}

const letters = [...'abcdefghijklmnopqrst'];

beforeEach(() => {
	vi.useFakeTimers();
});

afterEach(() => {
	vi.useRealTimers();
});

describe('the lookup of nearest documents', () => {
	it('asks for each text once, the first first, and more at a time when that is quick', async () => {
		const {lookup, asked, answers, mostUnderWay} = open({msPerText: 0.1});
		lookup.want([...letters, 'a', 'b']);
		await vi.advanceTimersByTimeAsync(2000);
		lookup.want(letters.toReversed());
		await vi.advanceTimersByTimeAsync(2000);
		expect(asked.flat()).toEqual(letters);
		expect(asked.map(({length}) => length)).toEqual([1, 2, 4, 8, 5]);
		expect(mostUnderWay()).toBe(1);
		expect([...answers()]).toEqual(letters.map(letter => [letter, letter + letter]));
	});

	it('asks for one at a time where it takes long, and rests nine times as long or more', async () => {
		const {lookup, asked} = open({msPerText: 50});
		lookup.want(letters);
		await vi.advanceTimersByTimeAsync(5000);
		expect(asked.every(({length}) => length === 1)).toBe(true);
		expect(asked.length).toBeGreaterThanOrEqual(8);
		expect(asked.length).toBeLessThanOrEqual(11);
	});

	it('forgets what is no longer wanted, and asks for what is wanted now', async () => {
		const {lookup, asked} = open({msPerText: 20});
		lookup.want(['a', 'b', 'c']);
		await vi.advanceTimersByTimeAsync(5);
		lookup.want(['x']);
		await vi.advanceTimersByTimeAsync(5000);
		expect(asked).toEqual([['a'], ['x']]);
	});

	it('remembers no more than it must', async () => {
		const {lookup, answers} = open({msPerText: 0});
		const texts = Array.from({length: 700}, (_, index) => String(index));
		for (let first = 0; first < texts.length; first += 100) {
			lookup.want(texts.slice(first, first + 100));
			await vi.advanceTimersByTimeAsync(2000);
		}

		expect(answers().size).toBe(500);
		expect(answers().has('699')).toBe(true);
		expect(answers().has('0')).toBe(false);
	});

	it('tells nothing after it is closed, and stops asking', async () => {
		const {lookup, asked, answerCount} = open({msPerText: 20});
		lookup.want(letters);
		await vi.advanceTimersByTimeAsync(5);
		lookup.close();
		await vi.advanceTimersByTimeAsync(5000);
		expect(asked).toHaveLength(1);
		expect(answerCount()).toBe(0);
	});

	it('asks no more where nobody answers', async () => {
		const {lookup, asked, answerCount} = open({isOver: true});
		lookup.want(letters);
		await vi.advanceTimersByTimeAsync(5000);
		expect(asked).toHaveLength(1);
		expect(answerCount()).toBe(0);
	});
});
