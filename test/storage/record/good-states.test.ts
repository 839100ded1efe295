import {
	afterEach,
	beforeEach,
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {GoodStates} from '../../../source/storage/record/good-states.js';

beforeEach(() => {
	vi.useFakeTimers();
});

afterEach(() => {
	vi.useRealTimers();
});

/** A training of which only the step is told, and what states were taken of it. */
function training(bytes = 8) {
	const now = {step: 0, isFinite: true, isOutOfMemory: false};
	const taken: number[] = [];
	const states = new GoodStates({
		step: () => now.step,
		take() {
			if (now.isOutOfMemory) {
				throw new RangeError('Array buffer allocation failed');
			}

			taken.push(now.step);
			return now.isFinite ? {step: now.step, file: new Uint8Array(bytes)} : undefined;
		},
	});
	const takeStep = () => {
		now.step++;
		states.prove(now.step);
	};

	return {
		now, taken, states, takeStep,
	};
}

describe('the good states of a run', () => {
	it('are those after which a step was sound', () => {
		const {states, takeStep} = training();
		states.start();
		expect(states.last).toBeUndefined();
		takeStep();
		expect(states.last?.step).toBe(0);
		takeStep();
		vi.advanceTimersByTime(1000);
		// Of that of step 2, nobody knows yet.
		expect(states.last?.step).toBe(0);
		states.prove(2);
		expect(states.last?.step).toBe(0);
		takeStep();
		expect(states.last?.step).toBe(2);
		states.stop();
	});

	it('stay good however long a run is paused on the step after which it breaks', () => {
		const {states, taken, takeStep} = training();
		states.start();
		for (let step = 1; step <= 5; step++) {
			takeStep();
			vi.advanceTimersByTime(1000);
		}

		expect(states.last?.step).toBe(4);
		vi.advanceTimersByTime(60_000);
		expect(states.last?.step).toBe(4);
		// Never two copies of one step.
		expect(taken).toEqual([0, 1, 2, 3, 4, 5]);
		states.stop();
	});

	it('are never of a state that is not finite, though the next step is sound', () => {
		const {now, states, takeStep} = training();
		states.start();
		takeStep();
		now.isFinite = false;
		vi.advanceTimersByTime(1000);
		takeStep();
		vi.advanceTimersByTime(1000);
		takeStep();
		expect(states.last?.step).toBe(0);
		states.stop();
	});

	it('are the ones before when there is no memory for another', () => {
		const {now, states, takeStep} = training();
		states.start();
		takeStep();
		now.isOutOfMemory = true;
		vi.advanceTimersByTime(1000);
		now.isOutOfMemory = false;
		takeStep();
		expect(states.last?.step).toBe(0);
		vi.advanceTimersByTime(1000);
		takeStep();
		expect(states.last?.step).toBe(2);
		states.stop();
	});

	it('are not kept of a large model, nor taken again and again', () => {
		const {states, taken, takeStep} = training((32 * (1024 ** 2)) + 1);
		states.start();
		takeStep();
		vi.advanceTimersByTime(10_000);
		takeStep();
		expect(states.last).toBeUndefined();
		expect(taken).toEqual([0]);
		expect(vi.getTimerCount()).toBe(0);
	});

	it('say at once why the first cannot be taken', () => {
		const {now, states} = training();
		now.isOutOfMemory = true;
		expect(() => {
			states.start();
		}).toThrow(RangeError);
		expect(vi.getTimerCount()).toBe(0);
	});
});
