import {type Baselines} from '../data/baselines.js';
import {type SampleEvent} from '../training/events.js';
import {type TrainingControls} from '../training/progress.js';
import {type ToldEvent} from '../training/told-events.js';
import {Alarm} from '../run/alarm.js';
import {type Lead} from '../run/burst-queue.js';
import {Coach} from '../coach/coach.js';
import {type CurvePoint} from '../history/loss-history.js';
import {type Inspect, type Saving} from '../run/open-run.js';
import {RunRecord} from '../history/run-record.js';
import {type SessionMode} from '../history/recorded-run.js';
import {RunClock} from './run-clock.js';
import {type Speed} from './pacer.js';
import {Gait} from './gait.js';
import {
	type EarlierRun,
	type SessionStatus,
	type Snapshot,
	type Stopping,
} from './snapshot.js';
import {SnapshotStore} from './snapshot-store.js';
import {type SourceNews} from './source-state.js';

export type TrainingSessionOptions = {
	readonly events: AsyncGenerator<ToldEvent, void, undefined>;
	/** The object that `events` reads before each step. */
	readonly controls: TrainingControls;
	/** Present if `events` works ahead of what it is asked for. */
	readonly lead?: Lead | undefined;
	readonly speed: Speed;
	/** Asks the training something between two steps; without it there are no answers. */
	readonly inspect?: Inspect;
	/** Where the run is saved, if it is. */
	readonly saving?: Saving | undefined;
	/** Ends the training in the middle of whatever it does. */
	readonly abandon?: () => Promise<void>;
	/** What the run had come to when it was left; it goes on from there. The session takes it over. */
	readonly past?: RunRecord | undefined;
	/** Whether it trains, or shows what was or is trained elsewhere; without it, it trains. */
	readonly mode?: SessionMode;
	/** Where the events come from, if another program trains. */
	readonly source?: SourceNews | undefined;
	/** How long a replay has been on already. */
	readonly playedMs?: number;
	/** The temperature of samples during training, unless a person changes it. */
	readonly temperature?: number;
	/** What somebody calls the run. */
	readonly title?: string | undefined;
	/** The model that comes next in the course. */
	readonly nextPreset?: string | undefined;
	/** Gets every event once, in order; the training waits for a promise that it returns. */
	readonly onEvent?: (event: ToldEvent) => Promise<void> | void;
};

/**
Drives a training and remembers what it said: the one place that asks for the next step.

It pulls events as status and pace allow, hands each to the record, and offers a snapshot of the
whole for a view to show. It knows nothing of keys or pixels.
*/
export class TrainingSession {
	/** Settles when the last event has been recorded; never rejects, see `failure`. */
	readonly finished: Promise<void>;
	/** What the run had come to when another program began it anew, if one did. */
	earlier: EarlierRun | undefined;
	/** What made the run fail, if it did. */
	failure: Error | undefined;
	readonly subscribe: SnapshotStore['subscribe'];
	readonly getSnapshot: SnapshotStore['getSnapshot'];
	readonly inspect: Inspect;
	readonly #options: TrainingSessionOptions;
	#coach = new Coach();
	#record: RunRecord;
	#clock: RunClock;
	readonly #alarm = new Alarm();
	readonly #gait: Gait;
	readonly #store: SnapshotStore;
	#settle!: () => void;
	#status: SessionStatus = 'idle';
	#coachTimer: NodeJS.Timeout | undefined;
	#isStopRequested = false;
	#isDiscarded = false;
	#saveRequest: number | undefined;
	#title: string | undefined;

	constructor(options: TrainingSessionOptions) {
		this.#options = options;
		this.#title = options.title;
		this.#record = options.past ?? new RunRecord({hasFigureCurves: options.mode === 'watch'});
		this.inspect = options.inspect ?? (async () => undefined);
		this.#gait = new Gait(options.speed, options.lead);
		// A run that goes on is saved as far as it has come.
		if (options.saving?.last) {
			this.#record.record(options.saving.last);
		}

		this.#clock = this.#createClock();
		// That of today is still to come.
		this.#record.start = undefined;
		this.#store = new SnapshotStore(() => this.#takeSnapshot());
		this.subscribe = this.#store.subscribe;
		this.getSnapshot = this.#store.getSnapshot;
		options.source?.subscribe(() => {
			this.#store.publishSoon();
		});
		this.finished = new Promise(resolve => {
			this.#settle = resolve;
		});
	}

	/** The losses so far. */
	curve(): CurvePoint[] {
		return this.#record.history.curve();
	}

	/** What stands beside the run has changed: shows it with the next frame. */
	refresh(): void {
		this.#store.publishSoon();
	}

	start(): void {
		this.#begin('running');
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
		this.#begin('paused');
		this.pause();
		if (this.#status !== 'paused') {
			return;
		}

		this.#gait.oweStep();
		this.#changed();
	}

	/** Ends the run where it is; settles when the last event has been recorded. */
	async stop(): Promise<void> {
		if (this.#status === 'idle') {
			this.#setStatus('finished');
			this.#settle();
		}

		this.#isStopRequested = true;
		this.#options.lead?.wrapUp();
		this.#changed();
		await this.finished;
	}

	/** Ends the run at once, in the middle of a step if need be: what was saved last is what is left of it. */
	async abandon(): Promise<void> {
		// It is not known how far that had come.
		this.#isDiscarded = false;
		await this.#options.abandon?.();
		await this.stop();
	}

	setSpeed(speed: Speed): void {
		this.#gait.setSpeed(speed);
		this.#clock.paceChanged();
		this.#changed();
	}

	/** Multiplies the learning rate of every step from the next one on. */
	setLearningRateScale(scale: number): void {
		this.#options.controls.learningRateScale = scale;
		this.#changed();
	}

	/** Of what is made up from now on; the training itself does not change by it. */
	setTemperature(temperature: number): void {
		this.#options.controls.temperature = temperature;
		this.#changed();
	}

	/** How documents begin that are made up from now on. */
	setPrefix(prefix: string): void {
		this.#options.controls.prefix = prefix;
		this.#changed();
	}

	/** What the run is called from now on. */
	setTitle(title: string): void {
		this.#title = title;
		this.#changed();
	}

	/** Makes a document up at once, also while nothing goes on. */
	async makeUp(): Promise<void> {
		const {temperature, prefix} = this.getSnapshot();
		const sample = await this.inspect('makeUp', {temperature, prefix});
		if (!sample) {
			return;
		}

		this.#note(sample satisfies SampleEvent);
	}

	/** Saves the run as it is now. */
	async save(): Promise<void> {
		this.#saveRequest = this.#record.lastStep?.step ?? 0;
		this.#changed();
		const outcome = await this.#options.saving?.save();
		if (outcome) {
			this.#note(outcome);
		}
	}

	/** Ends the run where it is and discards what it has done since it was started or resumed. */
	async discard(): Promise<void> {
		this.#isDiscarded = true;
		this.#options.saving?.discard();
		await this.stop();
	}

	setBaselines(baselines: Baselines): void {
		this.#record.baselines = baselines;
		this.#changed();
	}

	#begin(status: SessionStatus) {
		if (this.#status !== 'idle') {
			return;
		}

		this.#setStatus(status);
		void this.#pump();
	}

	async #pump() {
		const {events} = this.#options;
		try {
			while (!this.#record.finish) {
				await this.#pullNext(events);
			}

			await events.return();
		} catch (error) {
			this.failure = error instanceof Error ? error : new Error(`The training failed: ${String(error)}`);
			await this.#endFailedRun();
		}

		// The final save of a stopped run comes after the last of its events.
		const {saving} = this.#options;
		if (saving?.last) {
			this.#note(saving.last);
		} else if (this.#isDiscarded) {
			// What had been saved on the way is gone again.
			this.#record.checkpoint = undefined;
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

	async #pullNext(events: TrainingSessionOptions['events']) {
		const delayMs = this.#delayMs();
		if (this.#isStopDue) {
			// From now on it is the saving that is waited for.
			this.#store.publish();
			await events.return();
			await this.#take(this.#record.finishHere('stopped'));
		} else if (delayMs > 0) {
			await this.#alarm.sleep(delayMs);
		} else {
			const {value, done} = await events.next();
			if (value) {
				await this.#take(value);
			} else if (done && !this.#isStopRequested) {
				throw new Error('The training ended without a finish event.');
			}
		}
	}

	/** A training that is ahead is stopped when all that it has made is told. */
	get #isStopDue(): boolean {
		return this.#isStopRequested && !this.#options.lead?.isAhead;
	}

	get #stopping(): Stopping | undefined {
		const isOn = this.#status === 'running' || this.#status === 'paused';
		if (!this.#isStopRequested || !isOn) {
			return undefined;
		}

		if (this.#isDiscarded) {
			return 'discarding';
		}

		if (this.#options.lead?.isAhead) {
			return 'step';
		}

		return this.#options.saving ? 'saving' : undefined;
	}

	/** How long to wait before the next pull; Infinity while paused. */
	#delayMs(): number {
		const isDue = !this.#record.start || this.#record.isLastStepDone || this.#isStopRequested;
		return isDue ? 0 : this.#gait.delayMs();
	}

	#take(event: ToldEvent): Promise<void> | void {
		if ((event.type === 'step' || event.type === 'interval') && this.#record.turnOf(event) === 'anew') {
			this.#beginAnew();
		} else if (event.type === 'start' && this.#record.start && event.counts !== this.#record.start.counts) {
			// What was told until now counted something else.
			this.#beginAnew();
			this.earlier = undefined;
		}

		this.#record.record(event);
		if (event.type === 'step' || event.type === 'interval') {
			this.#gait.stepTaken();
			this.#clock.stepTaken(event.step);
		}

		this.#store.publishSoon();
		return this.#options.onEvent?.(event);
	}

	/** Another program has begun its run again: what was told until now stays for comparison. */
	#beginAnew() {
		const {start, history} = this.#record;
		this.earlier = {name: start?.preset ?? 'the run', curve: history.curve()};
		this.#record = this.#record.anew();
		this.#coach = new Coach();
		this.#clock = this.#createClock();
		this.#clock.setRunning(this.#status === 'running');
	}

	#createClock(): RunClock {
		const {mode = 'training', playedMs = 0} = this.#options;
		return new RunClock(this.#record, {mode, playedMs, now: () => performance.now()});
	}

	#setStatus(status: SessionStatus) {
		this.#status = status;
		this.#gait.setStatus(status);
		this.#clock.setRunning(status === 'running');
		this.#changed();
	}

	/** Something changed from outside: show it at once, and see whether it moves the pump. */
	#changed() {
		this.#store.publish();
		this.#alarm.wake();
	}

	/** While paused, nothing else would let a message go or come. */
	#publishWhenCoachChanges() {
		const {changesAt} = this.#coach;
		if (changesAt === undefined || this.#coachTimer) {
			return;
		}

		this.#coachTimer = setTimeout(() => {
			this.#coachTimer = undefined;
			this.#store.publish();
		}, Math.max(0, changesAt - performance.now()));
		this.#coachTimer.unref();
	}

	/** Records an event that does not come from the training itself. */
	#note(event: ToldEvent) {
		this.#record.record(event);
		this.#changed();
	}

	#describeSaving(): Snapshot['saving'] {
		const {folder, resumedStep} = this.#options.saving ?? {};
		return {
			folder,
			resumedStep,
			step: this.#record.checkpoint?.step,
			requestedStep: this.#saveRequest,
		};
	}

	#takeSnapshot(): Snapshot {
		const {speed} = this.#gait;
		const {mode = 'training', temperature = 1, nextPreset, source} = this.#options;
		// What is not trained here has no say in what it is trained with: its record knows.
		const controls = mode === 'training' ? this.#options.controls : this.#record.controls;
		const evidence = {...this.#record.snapshot(), nextPreset, mode};
		this.#coach.observe(evidence, performance.now());
		this.#publishWhenCoachChanges();
		return {
			...evidence,
			status: this.#status,
			stopping: this.#stopping,
			isDiscarded: this.#isDiscarded && this.#status === 'finished' && this.#options.saving?.last?.type !== 'warning',
			speed,
			learningRateScale: controls.learningRateScale,
			learningRate: this.#record.learningRateWith(controls.learningRateScale),
			temperature: controls.temperature ?? temperature,
			prefix: controls.prefix ?? '',
			...this.#clock.read(speed),
			title: this.#title,
			source: source?.state,
			coachMessage: this.#coach.current,
			coachHistory: this.#coach.history,
			saving: this.#describeSaving(),
		};
	}
}
