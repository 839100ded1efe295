import {type Baselines} from '../data/baselines.js';
import {type TrainingEvent} from '../training/events.js';
import {type TrainingControls} from '../training/train.js';
import {Alarm} from './alarm.js';
import {Pacer, type Speed} from './pacer.js';
import {RunRecord} from './run-record.js';
import {type SessionStatus, type Snapshot} from './snapshot.js';
import {SnapshotStore} from './snapshot-store.js';
import {Stopwatch} from './stopwatch.js';

export type TrainingSessionOptions = {
	readonly events: AsyncGenerator<TrainingEvent, void, undefined>;
	/** The object that `events` reads before each step. */
	readonly controls: TrainingControls;
	readonly speed: Speed;
	/** Gets every event once, in order; the training waits for a promise that it returns. */
	readonly onEvent?: (event: TrainingEvent) => Promise<void> | void;
};

/**
Drives a training and remembers what it said: the one place that asks for the next step.

It pulls events as status and pace allow, hands each to the record, and offers a snapshot of the
whole for a view to show. It knows nothing of keys or pixels.
*/
export class TrainingSession {
	/** Settles when the last event has been recorded; never rejects, see `failure`. */
	readonly finished: Promise<void>;
	/** What made the run fail, if it did. */
	failure: Error | undefined;
	readonly subscribe: SnapshotStore['subscribe'];
	readonly getSnapshot: SnapshotStore['getSnapshot'];
	readonly #options: TrainingSessionOptions;
	readonly #record = new RunRecord();
	readonly #stopwatch = new Stopwatch(() => performance.now());
	readonly #alarm = new Alarm();
	readonly #store: SnapshotStore;
	#settle!: () => void;
	#status: SessionStatus = 'idle';
	#pacer: Pacer;
	#baselines: Baselines | undefined;
	/** Steps that were asked for one by one and have not been taken yet. */
	#owedSteps = 0;
	#isStopRequested = false;

	constructor(options: TrainingSessionOptions) {
		this.#options = options;
		this.#pacer = new Pacer(options.speed, performance.now());
		this.#store = new SnapshotStore(() => this.#takeSnapshot());
		this.subscribe = this.#store.subscribe;
		this.getSnapshot = this.#store.getSnapshot;
		this.finished = new Promise(resolve => {
			this.#settle = resolve;
		});
	}

	start(): void {
		if (this.#status !== 'idle') {
			return;
		}

		this.#setStatus('running');
		void this.#pump();
	}

	pause(): void {
		if (this.#status === 'running') {
			this.#setStatus('paused');
		}
	}

	resume(): void {
		if (this.#status === 'paused') {
			this.#setStatus('running');
		}
	}

	/** One step, pausing first. */
	stepOnce(): void {
		this.start();
		this.pause();
		if (this.#status !== 'paused') {
			return;
		}

		this.#owedSteps++;
		this.#changed();
	}

	/** Ends the run where it is; settles when the last event has been recorded. */
	async stop(): Promise<void> {
		if (this.#status === 'idle') {
			this.#setStatus('finished');
			this.#settle();
		}

		this.#isStopRequested = true;
		this.#alarm.wake();
		await this.finished;
	}

	setSpeed(speed: Speed): void {
		this.#pacer = new Pacer(speed, performance.now());
		this.#changed();
	}

	/** Multiplies the learning rate of every step from the next one on. */
	setLearningRateScale(scale: number): void {
		this.#options.controls.learningRateScale = scale;
		this.#changed();
	}

	setBaselines(baselines: Baselines): void {
		this.#baselines = baselines;
		this.#changed();
	}

	async #pump() {
		try {
			while (!this.#record.finish) {
				await this.#pullNext();
			}
		} catch (error) {
			this.failure = error instanceof Error ? error : new Error(`The training failed: ${String(error)}`);
			await this.#endFailedRun();
		}

		this.#setStatus(this.failure === undefined ? 'finished' : 'failed');
		this.#settle();
	}

	/** Cleans up and tells the end; what fails now as well has a cause that is known already. */
	async #endFailedRun() {
		try {
			await this.#options.events.return();
			if (!this.#record.finish) {
				await this.#take(this.#record.finishHere('failed'));
			}
		} catch {
			this.#record.finish ??= this.#record.finishHere('failed');
		}
	}

	async #pullNext() {
		const {events} = this.#options;
		const delayMs = this.#delayMs();
		if (this.#isStopRequested) {
			await events.return();
			await this.#take(this.#record.finishHere('stopped'));
		} else if (delayMs > 0) {
			await this.#alarm.sleep(delayMs);
		} else {
			const {value, done} = await events.next();
			if (done) {
				throw new Error('The training ended without a finish event.');
			}

			await this.#take(value);
		}
	}

	/** How long to wait before the next pull; Infinity while paused. */
	#delayMs(): number {
		if (!this.#record.start || this.#record.isLastStepDone || this.#owedSteps > 0) {
			return 0;
		}

		return this.#status === 'running' ? this.#pacer.delayMs(performance.now()) : Infinity;
	}

	#take(event: TrainingEvent): Promise<void> | void {
		this.#record.record(event);
		if (event.type === 'step') {
			this.#owedSteps = Math.max(0, this.#owedSteps - 1);
			this.#pacer.stepTaken(performance.now());
		}

		this.#store.publishSoon();
		return this.#options.onEvent?.(event);
	}

	#setStatus(status: SessionStatus) {
		this.#status = status;
		this.#owedSteps = 0;
		if (status === 'running') {
			this.#stopwatch.start();
			this.#pacer = new Pacer(this.#pacer.speed, performance.now());
		} else {
			this.#stopwatch.stop();
		}

		this.#changed();
	}

	/** Something changed from outside: show it at once, and see whether it moves the pump. */
	#changed() {
		this.#store.publish();
		this.#alarm.wake();
	}

	#takeSnapshot(): Snapshot {
		const {start, lastStep, finish, evaluations, samples, warnings, history, throughput} = this.#record;
		return {
			status: this.#status,
			speed: this.#pacer.speed,
			learningRateScale: this.#options.controls.learningRateScale,
			start,
			lastStep,
			runningMean: history.runningMean,
			meanOfLast100: history.recentMean(100),
			best: history.best,
			stepsPerSecond: throughput.stepsPerSecond,
			tokensPerSecond: throughput.tokensPerSecond,
			elapsedMs: this.#stopwatch.elapsedMs,
			remainingMs: this.#record.remainingMs(this.#pacer.speed),
			curve: history.curve(),
			evaluations,
			baselines: this.#baselines,
			samples,
			warnings,
			finish,
		};
	}
}
