import {type RunRecord} from '../history/run-record.js';
import {type LeftOnDisk} from '../run/left-on-disk.js';
import {type Ask} from '../run/run.js';
import {type ToldEvent} from '../training/told-events.js';
import {Ending} from './ending.js';
import {Observer} from './observer.js';
import {Pace} from './pace.js';
import {type Speed} from './pacer.js';
import {Pump} from './pump.js';
import {type Company, type TrainingSessionOptions} from './session-options.js';
import {type EarlierRun, type SessionStatus, type Snapshot} from './snapshot.js';
import {SnapshotStore} from './snapshot-store.js';

/**
Drives a training: it pumps events as status and pace allow, hands them and whatever else happens to the observer, and offers
a snapshot of the whole for a view to show. It knows nothing of keys or pixels.
*/
export class TrainingSession {
	/** Settles when the last event has been recorded; never rejects, see `failure`. */
	readonly finished: Promise<void>;
	/** What made the run fail, if it did. */
	failure: Error | undefined;
	readonly subscribe: SnapshotStore['subscribe'];
	readonly getSnapshot: SnapshotStore['getSnapshot'];
	/** No answers where nothing is trained. */
	readonly ask: Ask;
	readonly #options: TrainingSessionOptions;
	readonly #observer: Observer;
	readonly #ending: Ending;
	readonly #pace: Pace;
	readonly #pump: Pump;
	readonly #store: SnapshotStore;
	#settle!: () => void;
	#status: SessionStatus = 'idle';
	#saveRequest: number | undefined;
	#title: string | undefined;
	/** What is left of a run that is ended in the middle of whatever it does. */
	#left: Promise<LeftOnDisk | undefined> | undefined;
	#isCutShort = false;
	#company: Company | undefined;

	constructor(options: TrainingSessionOptions) {
		this.#options = options;
		this.#title = options.title;
		this.ask = options.ask ?? (async () => undefined);
		this.#observer = new Observer(options, () => {
			this.#store.publish();
		});
		const record = () => this.#observer.record;
		this.#ending = new Ending({...options, ask: this.ask, record});
		this.#pace = new Pace(options.speed, options.lead);
		this.#pump = new Pump({
			events: options.events,
			lead: options.lead,
			pace: this.#pace,
			record,
			mayGoOn: () => options.source?.state.isWaiting ?? false,
			take: (event): Promise<void> | void => this.#take(event),
			onFailure: failure => {
				this.failure = failure;
			},
			beforeEnd: async () => {
				// From now on it is the saving that is waited for.
				this.#store.publish();
				await this.#ending.discardIfWanted();
			},
		});
		this.#store = new SnapshotStore(() => this.#takeSnapshot());
		this.subscribe = this.#store.subscribe;
		this.getSnapshot = this.#store.getSnapshot;
		options.listen?.(event => {
			this.#observer.take(event);
			this.#changed();
		});
		options.source?.subscribe(() => {
			this.#store.publishSoon();
		});
		options.source?.onBack(earlier => {
			this.#observer.goBack(earlier);
			this.#store.publishSoon();
		});
		this.finished = new Promise(resolve => {
			this.#settle = resolve;
		});
	}

	/** What the run had come to when another program began it anew, if one did. */
	get earlier(): readonly EarlierRun[] {
		return this.#observer.earlier ? [this.#observer.earlier] : [];
	}

	/** What has been told so far, to the last event; a snapshot may be a frame behind. */
	get record(): Pick<RunRecord, 'finish' | 'history' | 'lastStep' | 'lossAt' | 'planAt'> {
		return this.#observer.record;
	}

	/** What stands beside the run has changed: shows it with the next frame. */
	refresh(): void {
		this.#store.publishSoon();
	}

	/** Goes in step with others from now on. */
	join(company: Company): void {
		this.#company = company;
		this.#pace.mayStep = company.mayStep;
	}

	/** The next step may have become due by what others did. */
	wake(): void {
		this.#pump.wake();
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
		this.takeSteps(1);
	}

	/** So many steps, as fast as they can be taken, pausing first. */
	takeSteps(count: number): void {
		this.#begin('paused');
		this.pause();
		if (this.#status !== 'paused') {
			return;
		}

		this.#pace.oweSteps(count);
		this.#changed();
	}

	/** Ends the run where it is; settles when the last event has been recorded. */
	async stop(): Promise<void> {
		if (this.#status === 'idle') {
			this.#ending.isDiscarded = this.#ending.isDiscarding;
			this.#setStatus('finished');
			this.#settle();
		}

		this.#pump.stop();
		this.#changed();
		await this.finished;
	}

	/** Ends the run at once, in the middle of a step if need be: what was saved last is what is left of it. */
	async abandon(): Promise<void> {
		// It is not known how far that had come.
		this.#ending.isDiscarding = false;
		this.#left ??= this.#abandonAtOnce();
		await this.#left;
		await this.stop();
	}

	setSpeed(speed: Speed): void {
		this.#pace.setSpeed(speed);
		this.#observer.paceChanged();
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
		await this.ask(['makeUp', {temperature, prefix}]);
	}

	/** Saves the run as it is now. */
	async save(): Promise<void> {
		this.#saveRequest = this.#observer.record.lastStep?.step ?? 0;
		this.#changed();
		await this.ask(['save']);
	}

	/** Ends the run where it is and discards what it has done since it was started or resumed. */
	async discard(): Promise<void> {
		this.#ending.isDiscarding = true;
		await this.stop();
	}

	#begin(status: SessionStatus) {
		if (this.#status !== 'idle') {
			return;
		}

		this.#setStatus(status);
		void this.#run();
	}

	/** What cannot be cleaned up is told, and keeps nobody from leaving. */
	async #abandonAtOnce(): Promise<LeftOnDisk | undefined> {
		try {
			return await this.#options.abandon?.();
		} catch (error) {
			this.failure ??= error as Error;
			return undefined;
		}
	}

	async #run() {
		await this.#pump.run();
		const left = await this.#left;
		if (left) {
			// What was saved in the middle of the last step has not been told.
			this.#observer.record.checkpoint = left.checkpoint ?? this.#observer.record.checkpoint;
			this.#isCutShort = true;
		}

		this.#setStatus(this.failure === undefined ? 'finished' : 'failed');
		this.#settle();
	}

	#take(event: ToldEvent): Promise<void> | void {
		this.#observer.take(event);
		if (event.type === 'step' || event.type === 'interval') {
			this.#pace.stepTaken();
		}

		this.#store.publishSoon();
		this.#company?.onEvent(event);
		return this.#options.onEvent?.(event);
	}

	#setStatus(status: SessionStatus) {
		this.#status = status;
		this.#pace.setStatus(status);
		this.#observer.setRunning(status === 'running');
		this.#changed();
	}

	/** Something changed from outside: show it at once, and see whether it moves the pump. */
	#changed() {
		this.#store.publish();
		this.#pump.wake();
	}

	#takeSnapshot(): Snapshot {
		const {source, saving} = this.#options;
		const {speed} = this.#pace;
		const isOn = this.#status === 'running' || this.#status === 'paused';
		return {
			...this.#observer.observe(speed),
			status: this.#status,
			stopping: this.#pump.isStopRequested && isOn ? this.#ending.stopping : undefined,
			isCutShort: this.#isCutShort,
			isDiscarded: this.#ending.isDiscarded && this.#status === 'finished',
			failure: this.failure?.message,
			canAsk: this.#options.hasModel ?? (this.#options.ask !== undefined),
			speed,
			title: this.#title,
			source: source?.state,
			saving: {
				folder: saving?.folder,
				resumedStep: saving?.resumedStep,
				step: this.#observer.record.checkpoint?.step,
				requestedStep: this.#saveRequest,
			},
		};
	}
}
