import process from 'node:process';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type Speed} from '../../source/session/pacer.js';
import {ProgressMeter} from '../../source/session/progress-meter.js';
import {RunClock} from '../../source/session/run-clock.js';
import {RunRecord} from '../../source/history/run-record.js';
import {type SessionMode} from '../../source/history/recorded-run.js';
import {exampleStart, exampleStep} from '../helpers/example-events.js';

const engineMsPerStep = 0.5;

/** A run and its clock, at a time that is set by hand. */
class TimedRun {
	now = 0;
	readonly record = new RunRecord();
	readonly clock: RunClock;
	#step: number;

	constructor(steps: number, {done = 0, mode = 'training', playedMs = 0}: {done?: number; mode?: SessionMode; playedMs?: number} = {}) {
		this.record.record(exampleStart(steps));
		for (let step = 1; step <= done; step++) {
			this.#record(step);
		}

		this.#step = done;
		this.clock = new RunClock(this.record, {mode, playedMs, now: () => this.now});
		this.clock.setRunning(true);
	}

	take(count: number, msPerStep: number) {
		for (let index = 0; index < count; index++) {
			this.now += msPerStep;
			this.#record(++this.#step);
			this.clock.stepTaken(this.#step);
		}
	}

	read(speed: Speed = 'max') {
		return this.clock.read(speed);
	}

	#record(step: number) {
		this.record.record({...exampleStep(step), elapsedMs: step * engineMsPerStep});
	}
}

describe('the clock of a run', () => {
	it('tells the time left by what really passes, evaluations and all', () => {
		const run = new TimedRun(10_000);
		for (let round = 0; round < 50; round++) {
			run.take(100, 5);
			// An evaluation, during which there is no step.
			run.now += 1500;
		}

		// 100 steps take 2 s, of which the engine knows 50 ms.
		const {elapsedMs, remainingMs} = run.read();
		expect(elapsedMs).toBe(50 * 2000);
		expect(remainingMs! / 100_000).toBeGreaterThan(0.95);
		expect(remainingMs! / 100_000).toBeLessThan(1.05);
	});

	it('follows a run that gets slower', () => {
		const run = new TimedRun(10_000);
		run.take(1000, 2);
		run.take(2000, 10);
		expect(run.read().remainingMs! / (7000 * 10)).toBeGreaterThan(0.9);
	});

	it('leaves out pauses, and the steps that are taken in them', () => {
		const run = new TimedRun(1000);
		run.take(200, 10);
		const before = run.read();
		run.clock.setRunning(false);
		run.now += 3_600_000;
		expect(run.read()).toEqual(before);
		run.take(100, 1000);
		expect(run.read().elapsedMs).toBe(before.elapsedMs);
		run.clock.setRunning(true);
		run.take(100, 10);
		expect(run.read().elapsedMs).toBe(3000);
		expect(run.read().remainingMs! / 6000).toBeGreaterThan(0.95);
		expect(run.read().remainingMs! / 6000).toBeLessThan(1.05);
	});

	it('knows of another pace before it has been measured', () => {
		const run = new TimedRun(1000);
		run.take(100, 20);
		run.clock.paceChanged();
		expect(run.read(10).remainingMs).toBe(900 * 100);
		expect(run.read('max').remainingMs).toBe(900 * engineMsPerStep);
		run.take(20, 100);
		expect(run.read(10).remainingMs).toBe(880 * 100);
	});

	it('does not take what comes before the first step for its pace', () => {
		const run = new TimedRun(1000);
		run.now += 5000;
		run.take(201, 10);
		expect(run.read()).toMatchObject({elapsedMs: 7010, clockFromStep: 0, remainingMs: 799 * 10});
	});

	it('counts a long wait for the next step', () => {
		const run = new TimedRun(100);
		run.take(10, 1000);
		const {remainingMs} = run.read();
		run.now += 60_000;
		expect(run.read().remainingMs).toBeGreaterThan(4 * remainingMs!);
	});

	it('counts no wait of up to two seconds, in which there is often an evaluation', () => {
		const run = new TimedRun(100);
		run.take(10, 1000);
		const {remainingMs} = run.read();
		run.now += 2000;
		expect(run.read().remainingMs).toBe(remainingMs);
		run.now += 1;
		expect(run.read().remainingMs).toBeGreaterThan(remainingMs!);
	});

	it('goes by the engine until the half that is measured has a second', () => {
		const run = new TimedRun(1000);
		run.take(100, 9);
		expect(run.read().remainingMs).toBe(900 * engineMsPerStep);
		run.take(200, 9);
		expect(run.read().remainingMs).toBeCloseTo(700 * 9, 6);
	});

	it('does not take a wait for a pace after the pace was changed', () => {
		const run = new TimedRun(1000);
		run.take(200, 10);
		run.clock.paceChanged();
		run.now += 60_000;
		expect(run.read().remainingMs).toBe(800 * engineMsPerStep);
	});

	it('looks closely also at what comes after a long time and another pace', () => {
		const run = new TimedRun(10_000);
		run.take(1000, 1000);
		run.clock.paceChanged();
		run.take(10, 100);
		run.take(10, 200);
		// The latter half of those 3 s is at 200 ms a step.
		expect(run.read().remainingMs).toBeCloseTo((10_000 - 1020) * 200, 3);
	});

	it('begins where a run is taken up again, and says so', () => {
		const run = new TimedRun(1000, {done: 400});
		expect(run.read()).toEqual({
			elapsedMs: 0, engineMs: 0, clockFromStep: 400, remainingMs: 600 * engineMsPerStep,
		});
		run.take(100, 20);
		expect(run.read()).toEqual({
			elapsedMs: 2000, engineMs: 100 * engineMsPerStep, clockFromStep: 400, remainingMs: 10_000,
		});
	});

	it('is one for what has passed and what is left of a replay', () => {
		const run = new TimedRun(1000, {done: 500, mode: 'replay', playedMs: 3000});
		run.take(200, 10);
		expect(run.read(100)).toMatchObject({elapsedMs: 5000, clockFromStep: 0, remainingMs: 3000});
	});

	it('is the other program\'s where it is watched, for what has passed and what is left', () => {
		const run = new TimedRun(1000, {mode: 'watch'});
		run.take(200, 100);
		expect(run.read()).toMatchObject({elapsedMs: 200 * engineMsPerStep, clockFromStep: 0, remainingMs: 800 * engineMsPerStep});
	});

	it('tells nothing of what another program does not tell', () => {
		const run = new TimedRun(1000, {mode: 'watch'});
		expect(run.read()).toMatchObject({elapsedMs: undefined, clockFromStep: 0, remainingMs: undefined});
		const {training: {steps, ...training}, ...start} = exampleStart(1000);
		run.record.record({...start, training});
		run.take(20, 100);
		expect(run.read()).toMatchObject({elapsedMs: 20 * engineMsPerStep, clockFromStep: 0, remainingMs: undefined});
	});

	it('of a replay at full speed tells what is left only when it has been measured, and that nothing is at the end', () => {
		const run = new TimedRun(300, {mode: 'replay'});
		run.take(50, 1);
		expect(run.read('max').remainingMs).toBeUndefined();
		expect(run.read(1000).remainingMs).toBe(250);
		expect(run.read(10).remainingMs).toBe(25_000);
		run.take(250, 1);
		expect(run.read('max').remainingMs).toBe(0);
	});

	it('does not know what is left while the steps have taken no time', () => {
		const record = RunRecord.of([exampleStart(10), {...exampleStep(1), elapsedMs: 0}]);
		expect(new RunClock(record, {mode: 'training', playedMs: 0, now: () => 0}).read(100).remainingMs).toBeUndefined();
	});

	it('has nothing left at the end, and does not know how much before the first step', () => {
		const run = new TimedRun(10);
		expect(run.read(100).remainingMs).toBeUndefined();
		run.take(10, 1);
		expect(run.read(100).remainingMs).toBe(0);
	});
});

it('measures the second half of a run, however long it is', () => {
	fc.assert(fc.property(fc.integer({min: 2000, max: 60_000}), fc.integer({min: 1, max: 50}), fc.integer({min: 1, max: 50}), (count, early, late) => {
		const meter = new ProgressMeter(0);
		let elapsedMs = 0;
		for (let step = 1; step <= count; step++) {
			elapsedMs += step <= count / 2 ? early : late;
			meter.stepTaken(step, elapsedMs);
		}

		const rate = meter.stepsPerSecond(elapsedMs)!;
		const [slow, fast] = [1000 / Math.max(early, late), 1000 / Math.min(early, late)];
		expect(rate).toBeGreaterThan(slow * 0.999);
		expect(rate).toBeLessThan(fast * 1.001);
		// Where the second half of the steps takes most of the time, it is all that is measured.
		expect(late < early || Math.abs((rate / (1000 / late)) - 1) < 0.03).toBe(true);
	}), {numRuns: 30});
});

it('remembers little of a long run', () => {
	const meter = new ProgressMeter(0);
	const heapBytes = () => {
		globalThis.gc!();
		return process.memoryUsage().heapUsed;
	};

	meter.stepTaken(1, 1);
	const before = heapBytes();
	for (let step = 2; step <= 500_000; step++) {
		meter.stepTaken(step, step);
	}

	expect(heapBytes() - before).toBeLessThan(4_000_000);
	expect(meter.stepsPerSecond(500_000)).toBe(1000);
});
