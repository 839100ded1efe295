import {
	afterEach,
	beforeEach,
	expect,
	it,
	vi,
} from 'vitest';
import {SnapshotStore} from '../../source/session/snapshot-store.js';
import {TrainingSession} from '../../source/session/training-session.js';
import {type TrainingEvent} from '../../source/training/events.js';

beforeEach(() => {
	vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout', 'performance']});
});

afterEach(() => {
	vi.useRealTimers();
});

async function * noTraining(): AsyncGenerator<TrainingEvent, void, undefined> {
	// Nothing is ever asked of it.
}

function open() {
	let count = 0;
	const empty = new TrainingSession({events: noTraining(), controls: {learningRateScale: 1}, speed: 'max'}).getSnapshot();
	const store = new SnapshotStore(() => {
		count++;
		return {...empty, elapsedMs: count};
	});
	return {store, taken: () => count};
}

it('publishes at frame rate, however often something happens', () => {
	const {store, taken} = open();
	const listener = vi.fn<() => void>();
	store.subscribe(listener);
	const before = taken();
	for (let millisecond = 0; millisecond < 1000; millisecond++) {
		store.publishSoon();
		vi.advanceTimersByTime(1);
	}

	expect(listener.mock.calls.length).toBeGreaterThanOrEqual(14);
	expect(listener.mock.calls.length).toBeLessThanOrEqual(17);
	expect(taken() - before).toBe(listener.mock.calls.length);
});

it('offers one and the same snapshot until the next is published', () => {
	const {store} = open();
	store.subscribe(vi.fn<() => void>());
	store.publishSoon();
	const first = store.getSnapshot();
	expect(store.getSnapshot()).toBe(first);
	vi.advanceTimersByTime(100);
	expect(store.getSnapshot()).not.toBe(first);
});

it('takes no snapshot while nobody looks, and a fresh one when somebody does', () => {
	const {store, taken} = open();
	const before = taken();
	for (let count = 0; count < 100; count++) {
		store.publishSoon();
		vi.advanceTimersByTime(10);
	}

	expect(taken()).toBe(before);
	expect(store.getSnapshot().elapsedMs).toBe(before + 1);
});

it('tells no one who has left', () => {
	const {store} = open();
	const listener = vi.fn<() => void>();
	store.subscribe(listener)();
	store.publish();
	expect(listener).not.toHaveBeenCalled();
});

it('offers one and the same snapshot while nobody listens and nothing happens', () => {
	const {store, taken} = open();
	const before = taken();
	const first = store.getSnapshot();
	expect([store.getSnapshot() === first, taken()]).toEqual([true, before]);
	store.publishSoon();
	const second = store.getSnapshot();
	expect(second).not.toBe(first);
	expect(store.getSnapshot()).toBe(second);
});

it('shows what happens a while after a frame with the next one, and not twice', () => {
	const {store} = open();
	const listener = vi.fn<() => void>();
	store.subscribe(listener);
	store.publish();
	vi.advanceTimersByTime(60);
	store.publishSoon();
	vi.advanceTimersByTime(6);
	expect(listener).toHaveBeenCalledTimes(2);
	store.publishSoon();
	// What is shown at once takes the place of the frame that was due.
	store.publish();
	vi.advanceTimersByTime(1000);
	expect(listener).toHaveBeenCalledTimes(3);
});
