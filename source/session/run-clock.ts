import {type RunRecord} from '../history/run-record.js';
import {type SessionMode} from '../history/recorded-run.js';
import {type Speed} from './pacer.js';
import {ProgressMeter} from './progress-meter.js';
import {type Snapshot} from './snapshot.js';
import {Stopwatch} from './stopwatch.js';

type Time = Pick<Snapshot, 'elapsedMs' | 'engineMs' | 'clockFromStep' | 'remainingMs'>;

export type RunClockOptions = {
	readonly mode: SessionMode;
	/** How long a replay has been on before. */
	readonly playedMs: number;
	/** A time in milliseconds. */
	readonly now: () => number;
};

/** Tells what time has passed and what is left, both on one clock: that of whoever watches, without pauses. */
export class RunClock {
	readonly #record: RunRecord;
	readonly #options: RunClockOptions;
	readonly #stopwatch: Stopwatch;
	readonly #fromStep: number;
	/** What the steps before took the engine; undefined if that is not known. */
	readonly #engineMsBefore: number | undefined;
	readonly #meter: ProgressMeter;
	#isRunning = false;

	/**
	Stands still until it is told that the run goes on.

	@param record - Of the run, as far as it has come.
	*/
	constructor(record: RunRecord, options: RunClockOptions) {
		this.#record = record;
		this.#options = options;
		this.#stopwatch = new Stopwatch(options.now);
		this.#fromStep = record.lastStep?.step ?? 0;
		this.#engineMsBefore = record.lastStep ? record.lastStep.elapsedMs : 0;
		this.#meter = new ProgressMeter(this.#fromStep);
	}

	setRunning(isRunning: boolean): void {
		this.#isRunning = isRunning;
		if (isRunning) {
			this.#stopwatch.start();
		} else {
			this.#stopwatch.stop();
		}
	}

	stepTaken(step: number): void {
		if (this.#isRunning) {
			this.#meter.stepTaken(step, this.#stopwatch.elapsedMs);
		} else {
			this.#meter.stepTakenApart(step);
		}
	}

	paceChanged(): void {
		this.#meter.startAgain(this.#stopwatch.elapsedMs);
	}

	/** The time at a pace. */
	read(speed: Speed): Time {
		const {lastStep, stepsLeft, stepsPerSecond} = this.#record;
		const leftAt = (rate: number | undefined) => stepsLeft === undefined || rate === undefined ? undefined : stepsLeft * 1000 / rate;
		if (this.#options.mode === 'watch') {
			// The other program has a clock of its own.
			return {
				elapsedMs: lastStep?.elapsedMs, engineMs: lastStep?.elapsedMs, clockFromStep: 0, remainingMs: leftAt(stepsPerSecond),
			};
		}

		const {elapsedMs} = this.#stopwatch;
		const pace = speed === 'max' ? Infinity : speed;
		// Until the steps tell how fast they come: the pace, where the engine keeps up with it; what is recorded always does.
		const paceOfTraining = stepsPerSecond === undefined ? undefined : Math.min(pace, stepsPerSecond);
		const paceOfReplay = speed === 'max' ? undefined : pace;
		const expected = this.#options.mode === 'replay' ? paceOfReplay : paceOfTraining;
		const isTraining = this.#options.mode === 'training';
		return {
			elapsedMs: this.#options.playedMs + elapsedMs,
			engineMs: this.#engineMsFrom(isTraining ? this.#engineMsBefore : 0),
			clockFromStep: isTraining ? this.#fromStep : 0,
			remainingMs: stepsLeft === 0 ? 0 : leftAt(this.#meter.stepsPerSecond(elapsedMs) ?? expected),
		};
	}

	#engineMsFrom(before: number | undefined): number | undefined {
		const {lastStep} = this.#record;
		const all = lastStep ? lastStep.elapsedMs : 0;
		return all === undefined || before === undefined ? undefined : all - before;
	}
}
