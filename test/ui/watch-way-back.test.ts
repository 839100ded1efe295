import {
	afterEach,
	beforeEach,
	expect,
	it,
	vi,
} from 'vitest';
import {type Ask, type WayBack} from '../../source/run/run.js';
import {watchWayBack} from '../../source/ui/watch-way-back.js';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

/** On its way to step 1200 of a run, 100 steps further each time that it is asked. */
function onItsWay() {
	const asked: unknown[] = [];
	const ask = (async (question: unknown, options: {step?: number}) => {
		asked.push([question, options.step]);
		return {done: asked.length * 100, total: 800};
	}) as unknown as Ask;
	return {ask, asked};
}

it('tells how far it is from a second on', async () => {
	const {ask, asked} = onItsWay();
	const told: WayBack[] = [];
	const stop = watchWayBack(ask, 1200, way => {
		told.push(way);
	});
	await vi.advanceTimersByTimeAsync(999);
	expect(asked).toEqual([]);
	await vi.advanceTimersByTimeAsync(1);
	expect(asked).toEqual([[['wayBack'], 1200]]);
	await vi.advanceTimersByTimeAsync(500);
	expect(told).toEqual([100, 200, 300].map(done => ({done, total: 800})));
	stop();
	await vi.advanceTimersByTimeAsync(5000);
	expect(told).toHaveLength(3);
	expect(vi.getTimerCount()).toBe(0);
});

it('tells nothing of an answer that comes when nobody waits any more, and nothing where nothing is on its way', async () => {
	const answers: Array<(way?: WayBack) => void> = [];
	const ask = (async () => new Promise(answer => {
		answers.push(answer);
	})) as unknown as Ask;
	const told: WayBack[] = [];
	const stop = watchWayBack(ask, 1200, way => {
		told.push(way);
	});
	await vi.advanceTimersByTimeAsync(1000);
	answers[0]();
	await vi.advanceTimersByTimeAsync(250);
	stop();
	answers[1]({done: 1, total: 2});
	await vi.advanceTimersByTimeAsync(5000);
	expect([answers.length, told]).toEqual([2, []]);
});
