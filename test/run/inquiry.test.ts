import {
	afterEach,
	beforeEach,
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {Inquiry} from '../../source/run/inquiry.js';
import {type Ask} from '../../source/run/run.js';

beforeEach(() => {
	vi.useFakeTimers();
});

const opened: Array<{close: () => void}> = [];

afterEach(() => {
	for (const inquiry of opened.splice(0)) {
		inquiry.close();
	}

	vi.useRealTimers();
});

/** A training that takes some time for each answer, and answers with the question. */
function slowTraining(answerMs: number) {
	const asked: string[] = [];
	const ask = (async ([, [text]]: readonly [string, readonly string[]]) => {
		asked.push(text);
		await new Promise(resolve => {
			setTimeout(resolve, answerMs);
		});
		return [text];
	}) as unknown as Ask;
	const answers: string[] = [];
	const inquiry = new Inquiry(ask, 'nearestDocuments', ([answer]) => {
		answers.push(answer!);
	});
	opened.push(inquiry);
	return {
		asked, answers, inquiry, want(text: string) {
			inquiry.want([text]);
		},
	};
}

describe('an inquiry', () => {
	it('asks at once, and tells the answer', async () => {
		const {want, answers} = slowTraining(5);
		want('a');
		await vi.advanceTimersByTimeAsync(6);
		expect(answers).toEqual(['a']);
	});

	it('asks one question at a time, and of those that wait only the last', async () => {
		const {want, asked, answers} = slowTraining(20);
		for (const text of ['a', 'b', 'c', 'd']) {
			want(text);
			await vi.advanceTimersByTimeAsync(2);
		}

		await vi.advanceTimersByTimeAsync(1000);
		expect(asked).toEqual(['a', 'd']);
		expect(answers).toEqual(['a', 'd']);
	});

	it('takes no more than a tenth of the time', async () => {
		const {want, asked} = slowTraining(100);
		for (let elapsedMs = 0; elapsedMs < 10_000; elapsedMs += 10) {
			want(String(elapsedMs));
			await vi.advanceTimersByTimeAsync(10);
		}

		expect(asked.length * 100).toBeLessThanOrEqual(10_000 / 9);
		expect(asked.length).toBeGreaterThan(5);
	});

	it('shares that tenth with those that ask at the same time, until they are closed', async () => {
		const one = slowTraining(100);
		const other = slowTraining(100);
		const askFor = async (milliseconds: number) => {
			const before = [one.asked.length, other.asked.length];
			for (let elapsedMs = 0; elapsedMs < milliseconds; elapsedMs += 10) {
				one.want(String(elapsedMs));
				other.want(String(elapsedMs));
				await vi.advanceTimersByTimeAsync(10);
			}

			return [one.asked.length - before[0], other.asked.length - before[1]];
		};

		const [first, second] = await askFor(20_000);
		expect((first + second) * 100).toBeLessThanOrEqual(20_000 / 9);
		expect(Math.min(first, second)).toBeGreaterThan(5);
		other.inquiry.close();
		// What it rests from still counts both.
		await askFor(3000);
		const [alone] = await askFor(20_000);
		expect(alone).toBeGreaterThan(first * 1.5);
	});

	it('does not wait with another question', async () => {
		const {want, inquiry, asked} = slowTraining(100);
		want('a');
		await vi.advanceTimersByTimeAsync(150);
		inquiry.hurry();
		want('b');
		await vi.advanceTimersByTimeAsync(10);
		expect(asked).toEqual(['a', 'b']);
	});

	it('is silent when it is closed', async () => {
		const {want, inquiry, answers, asked} = slowTraining(20);
		want('a');
		await vi.advanceTimersByTimeAsync(5);
		inquiry.close();
		want('b');
		await vi.advanceTimersByTimeAsync(1000);
		expect(asked).toEqual(['a']);
		expect(answers).toEqual([]);
	});
});
