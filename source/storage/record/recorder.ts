import {setImmediate} from 'node:timers/promises';
import {type FinishEvent, type FinishReason, type TrainingEvent} from '../../training/events.js';
import {type EventLog} from './event-log.js';
import {writeRunInfo} from './run-info.js';
import {RunStates, type RunStatesOptions} from './run-states.js';
import {type SavingOutcome, StateFiles} from './state-files.js';
import {StateKeeper} from './state-keeper.js';

/** The folder of a run, and what can be done with it as a whole. */
export type RunPlace = {
	readonly folder: string;
	/** The step at which the run was taken up again; undefined if it is new. */
	readonly resumedStep: number | undefined;
	/** Open at its end. */
	readonly log: Pick<EventLog, 'add' | 'close' | 'length' | 'sync'>;
	/** Makes everything what it was before: of a new run, nothing is left. */
	readonly undo: () => Promise<void>;
	/** Lets go of what that would take. */
	readonly keep: () => Promise<void>;
	/** Lets others have the run. */
	readonly unlock: () => Promise<void>;
};

export type RecorderOptions = Omit<RunStatesOptions, 'log'> & {
	readonly place: RunPlace;
	readonly saveEveryMs: number;
	/** How many states on the way are kept besides the last, so that the past of the run is near when it is opened again; without it, none. */
	readonly keepStates?: number | undefined;
};

/**
Saves a run as it goes: every event in the record, and the state now and then, on demand and at the
end. The training waits only while a state is copied; the files are written beside it.

What cannot be saved is said, and tried again with the next save; the training goes on. A state with
which it could not go on never takes the place of one with which it can.
*/
export class Recorder {
	readonly folder: string;
	/** The step at which the run was taken up again; undefined if it is new. */
	readonly resumedStep: number | undefined;
	readonly #options: RecorderOptions;
	readonly #states: RunStates;
	readonly #files: StateFiles;
	readonly #keeper: StateKeeper;
	/** What there is to tell that is no event of the training. */
	#news: TrainingEvent[] = [];
	/** Something has come of it that was not there before. */
	#isTouched = false;
	#isDiscarded = false;
	#hasBegun = false;
	#hasEnded = false;

	constructor(options: RecorderOptions) {
		const {place: {folder, log, resumedStep}, training: {progress}, info, earlier, saveEveryMs, keepStates = 0} = options;
		const tell = (outcome: SavingOutcome) => {
			this.#news.push(outcome);
		};

		this.folder = folder;
		this.resumedStep = resumedStep;
		this.#options = options;
		this.#states = new RunStates({...options, log});
		this.#files = new StateFiles({
			folder,
			log,
			saved: {step: earlier && progress.step, info},
			step: () => progress.step,
			spacing: {most: keepStates, from: info.parent?.step ?? 0},
			onWarning: tell,
		});
		this.#keeper = new StateKeeper({
			states: this.#states, files: this.#files, progress, saveEveryMs, onOutcome: tell,
		});
	}

	/** How the last save went; undefined before the first, and if the run was discarded. */
	get last(): SavingOutcome | undefined {
		return this.#files.last;
	}

	/**
	Hands the events on and records each.

	@param onLast - Told at the end how the last save went; of a run that is stopped, after the last of its events.
	@yields The events, and `checkpoint` and `warning` where something was saved or could not be.
	*/
	async * record(events: AsyncGenerator<TrainingEvent, void, undefined>, onLast: (outcome: SavingOutcome) => void = () => undefined): AsyncGenerator<TrainingEvent, void, undefined> {
		this.#hasBegun = true;
		let reason: FinishReason = 'stopped';
		let finish: FinishEvent | undefined;
		try {
			this.#keeper.start();
			for (;;) {
				if (this.#files.isBusy) {
					// A save takes some twenty turns of the event loop, and the training gives one only every few milliseconds.
					await setImmediate();
				}

				this.#keeper.isAtWork = true;
				const {value: event, done} = await events.next();
				if (done) {
					break;
				}

				this.#keeper.isAtWork = event.type === 'activity';
				if (event.type === 'finish') {
					finish = event;
					await this.#end(event);
					yield * this.#takeNews();
					yield event;
					return;
				}

				this.#take(event);
				yield event;
				if (this.#news.length > 0) {
					yield * this.#takeNews();
				}
			}
		} catch (error) {
			reason = 'failed';
			throw error;
		} finally {
			try {
				await events.return();
			} finally {
				if (!finish) {
					const {step, tokens, elapsedMs} = this.#options.training.progress;
					await this.#end({type: 'finish', reason, totals: {steps: step, tokens, elapsedMs}});
				}

				if (this.last) {
					onLast(this.last);
				}
			}
		}
	}

	/** Records what is no event of the training itself but belongs to the run. */
	note(event: TrainingEvent): void {
		if (!this.#hasEnded) {
			this.#states.write(event);
		}
	}

	/** Saves the state as it is now, between two events; settles when it is on the disk, or why it is not. Undefined if the run is over. */
	async save(): Promise<SavingOutcome | undefined> {
		if (this.#hasEnded) {
			return undefined;
		}

		// What somebody wanted to be saved is not removed because it is only a beginning.
		this.#isTouched = true;
		return this.#keeper.save();
	}

	/** What has come of the run since it was begun or taken up is not to be left when it ends. */
	discard(): void {
		this.#isDiscarded = true;
	}

	/** Lets go of a run of which no event was ever asked for: a new one leaves nothing behind, another stays as it was. */
	async close(): Promise<void> {
		if (this.#hasBegun) {
			return;
		}

		this.#hasBegun = true;
		this.#hasEnded = true;
		await this.#undo();
	}

	* #takeNews(): Generator<TrainingEvent, void, undefined> {
		const news = this.#news;
		this.#news = [];
		yield * news;
	}

	#take(event: TrainingEvent) {
		// What goes on has its start in the record already, unless it goes on from before its first event.
		if (event.type === 'start' && (this.#options.earlier?.bytes ?? 0) > 0) {
			return;
		}

		this.#isTouched ||= ['step', 'eval', 'sample'].includes(event.type);
		this.#states.write(event);
		if (event.type === 'step') {
			this.#keeper.prove(event.step);
			this.#keeper.keepOnTheWay();
			return;
		}

		const warning = event.type === 'eval' ? this.#keeper.saveIfBest(event) : undefined;
		if (warning) {
			this.#news.push(warning);
		}
	}

	async #end(finish: FinishEvent) {
		this.#keeper.stop();
		this.#hasEnded = true;
		const {reason} = finish;
		this.#files.stage = 'ending';
		if (this.#isDiscarded || (!this.#isTouched && (reason === 'stopped' || reason === 'failed'))) {
			await this.#undo();
			return;
		}

		const {place: {folder, log, keep, unlock}} = this.#options;
		try {
			const outcome = await this.#keeper.saveLast(reason);
			this.#news.push(...outcome ? [outcome] : []);
			this.#states.write(finish);
			await log.close();
			const {step, info} = this.#files.saved;
			// A run can be resumed, and what was not saved of it made again.
			const isWhole = step === this.#options.training.progress.step;
			await writeRunInfo(folder, {...info, status: reason === 'completed' && !isWhole ? 'stopped' : reason});
			await keep();
		} catch (error) {
			this.#news.push(this.#files.fail(error));
		} finally {
			await unlock();
		}
	}

	async #undo() {
		const {place: {log, undo, unlock}} = this.#options;
		this.#files.stage = 'discarding';
		try {
			await this.#files.settle();
			await log.close().catch(() => undefined);
			await undo();
			this.#files.reset();
		} catch (error) {
			this.#news.push(this.#files.fail(error));
		} finally {
			await unlock();
		}
	}
}
