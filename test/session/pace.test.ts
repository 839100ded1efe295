import {
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {
	changeSpeed,
	Pacer,
	type Speed,
	watchableSpeed,
} from '../../source/session/pacer.js';
import {Pace} from '../../source/session/pace.js';
import {Stopwatch} from '../../source/session/stopwatch.js';
import {Throughput} from '../../source/history/throughput.js';

/** Steps in so many milliseconds, each taking `stepMs`, as the session would take them. */
function stepsTaken(speed: Speed, durationMs: number, stepMs: number): number {
	const pacer = new Pacer(speed, 0);
	let now = 0;
	let count = 0;
	while (now < durationMs) {
		now += pacer.delayMs(now) + stepMs;
		pacer.stepTaken(now);
		count++;
	}

	return count;
}

describe('Pace', () => {
	it('waits for whoever it goes in step with, however far the training has worked ahead', () => {
		const lead = {
			burstMs: 0, isAhead: true, failure: undefined, wrapUp: vi.fn<() => void>(),
		};
		const pace = new Pace('max', lead);
		pace.setStatus('running');
		pace.mayStep = () => false;
		expect([pace.delayMs(), lead.burstMs > 0]).toEqual([Infinity, true]);
		pace.mayStep = () => true;
		expect(pace.delayMs()).toBe(0);
		// What has been made when it no longer works ahead comes at once.
		pace.mayStep = () => false;
		pace.setStatus('paused');
		expect([pace.delayMs(), lead.burstMs]).toEqual([0, 0]);
		lead.isAhead = false;
		expect(pace.delayMs()).toBe(Infinity);
	});
});

describe('Pacer', () => {
	it.each([[1, 10], [10, 100], [100, 1000], [1000, 10_000]] as const)('takes about the right number of steps at %i a second', (speed, expected) => {
		expect(Math.abs(stepsTaken(speed, 10_000, 0.2) - expected)).toBeLessThanOrEqual(1);
	});

	it('never waits at full speed', () => {
		const pacer = new Pacer('max', 0);
		expect(pacer.delayMs(0)).toBe(0);
		pacer.stepTaken(0);
		expect(pacer.delayMs(0)).toBe(0);
		// Nor for what was due at another pace.
		expect(new Pacer('max', 0, 1000).delayMs(0)).toBe(0);
	});

	it('catches up after a hold-up, but only with a little of it', () => {
		const pacer = new Pacer(1000, 0);
		pacer.stepTaken(60_000);
		let count = 0;
		while (pacer.delayMs(60_000) === 0) {
			pacer.stepTaken(60_000);
			count++;
		}

		expect(count).toBeGreaterThan(90);
		expect(count).toBeLessThanOrEqual(100);
	});

	it('gives no step away when the pace changes', () => {
		let pacer = new Pacer(1, 0);
		pacer.stepTaken(0);
		for (let now = 10; now < 1000; now += 10) {
			pacer = pacer.withSpeed(1, now);
			expect(pacer.delayMs(now)).toBe(1000 - now);
		}

		expect(pacer.withSpeed(10, 990).delayMs(990)).toBe(0);
		expect(pacer.withSpeed('max', 10).delayMs(10)).toBe(0);
	});

	it('goes up and down the ladder and stays at its ends', () => {
		expect(changeSpeed(100, 1)).toBe(1000);
		expect(changeSpeed(100, -1)).toBe(10);
		expect(changeSpeed('max', 1)).toBe('max');
		expect(changeSpeed(1, -1)).toBe(1);
	});

	it.each([[10, 1], [100, 10], [1000, 100], [10_000, 1000], [100_000, 'max']] as const)('lets one watch %i steps at %s', (steps, speed) => {
		expect(watchableSpeed(steps)).toBe(speed);
	});
});

describe('Throughput', () => {
	it('measures steps and tokens of training time', () => {
		const throughput = new Throughput();
		expect(throughput.stepsPerSecond).toBeUndefined();
		for (let step = 1; step <= 5000; step++) {
			throughput.record({step, tokens: 7 * step, elapsedMs: step / 4});
		}

		expect(throughput.stepsPerSecond).toBeCloseTo(4000, 6);
		expect(throughput.tokensPerSecond).toBeCloseTo(28_000, 6);
	});

	it('forgets what was longer ago than its window', () => {
		const throughput = new Throughput();
		throughput.record({step: 1, tokens: 1, elapsedMs: 60_000});
		for (let step = 2; step <= 6000; step++) {
			throughput.record({step, tokens: step, elapsedMs: 60_000 + step});
		}

		expect(throughput.stepsPerSecond).toBeCloseTo(1000, 0);
	});

	it('has a window of two seconds, and of its samples those that are in it', () => {
		const throughput = new Throughput();
		throughput.record({step: 1, tokens: 1, elapsedMs: 100});
		// Ten steps a second for ten seconds, then a thousand a second: of the window, one second is slow and one is fast.
		for (let step = 2; step <= 100; step++) {
			throughput.record({step, tokens: step, elapsedMs: step * 100});
		}

		for (let step = 101; step <= 1100; step++) {
			throughput.record({step, tokens: step, elapsedMs: 10_000 + step - 100});
		}

		expect(throughput.stepsPerSecond).toBeCloseTo((10 + 1000) / 2, 0);
	});

	it('tells no tokens a second where they are not known of all steps', () => {
		const throughput = new Throughput();
		throughput.record({step: 1, tokens: undefined, elapsedMs: 10});
		throughput.record({step: 2, tokens: undefined, elapsedMs: 20});
		expect(throughput.tokensPerSecond).toBeUndefined();
		expect(throughput.stepsPerSecond).toBe(100);
	});

	it('tells nothing while no time has passed', () => {
		const throughput = new Throughput();
		throughput.record({step: 1, tokens: 1, elapsedMs: 0});
		expect(throughput.stepsPerSecond).toBeUndefined();
		expect(throughput.tokensPerSecond).toBeUndefined();
	});

	it('always has something to say about steps longer than its window', () => {
		const throughput = new Throughput();
		throughput.record({step: 1, tokens: 8, elapsedMs: 10_000});
		throughput.record({step: 2, tokens: 16, elapsedMs: 20_000});
		expect(throughput.stepsPerSecond).toBeCloseTo(0.1, 9);
	});
});

it('stops the stopwatch while it is stopped', () => {
	let now = 100;
	const stopwatch = new Stopwatch(() => now);
	expect(stopwatch.elapsedMs).toBe(0);
	stopwatch.start();
	now += 50;
	stopwatch.start();
	expect(stopwatch.elapsedMs).toBe(50);
	stopwatch.stop();
	now += 1000;
	stopwatch.stop();
	expect(stopwatch.elapsedMs).toBe(50);
	stopwatch.start();
	now += 5;
	expect(stopwatch.elapsedMs).toBe(55);
});
