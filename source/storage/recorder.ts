import {
	type EvalEvent,
	type FinishEvent,
	type FinishReason,
	type TrainingEvent,
} from '../training/events.js';
import {type EventLog} from './event-log.js';
import {GoodStates} from './good-states.js';
import {writeRunInfo} from './run-info.js';
import {ifSound, RunStates, type RunStatesOptions} from './run-states.js';
import {type RunState, type SavingOutcome, StateFiles} from './state-files.js';

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
	readonly #goodStates: GoodStates<RunState>;
	/** What there is to tell that is no event of the training. */
	#news: TrainingEvent[] = [];
	#timer: NodeJS.Timeout | undefined;
	/** To be saved if the next step shows that one can go on with it. */
	#candidate: RunState | undefined;
	/** The training computes, or is in the middle of something. */
	#isAtWork = false;
	/** Something has come of it that was not there before. */
	#isTouched = false;
	#isDiscarded = false;
	#hasBegun = false;
	#hasEnded = false;

	constructor(options: RecorderOptions) {
		const {place: {folder, log, resumedStep}, training: {progress}, info, earlier} = options;
		this.folder = folder;
		this.resumedStep = resumedStep;
		this.#options = options;
		this.#states = new RunStates({...options, log});
		this.#files = new StateFiles({
			folder,
			log,
			saved: {step: earlier && progress.step, info},
			step: () => progress.step,
			onWarning: warning => {
				this.#news.push(warning);
			},
		});
		this.#goodStates = new GoodStates({step: () => progress.step, take: () => ifSound(() => this.#states.take())});
	}

	/** How the last save went; undefined before the first, and if nothing is to be left of it. */
	get last(): SavingOutcome | undefined {
		return this.#files.last;
	}

	/**
	Hands the events on and records each.

	@yields The events, and `checkpoint` and `warning` where something was saved or could not be.
	*/
	async * record(events: AsyncGenerator<TrainingEvent, void, undefined>): AsyncGenerator<TrainingEvent, void, undefined> {
		this.#hasBegun = true;
		let reason: FinishReason = 'stopped';
		let finish: FinishEvent | undefined;
		try {
			this.#startTimers();
			for (;;) {
				this.#isAtWork = true;
				const {value: event, done} = await events.next();
				if (done) {
					break;
				}

				this.#isAtWork = event.type === 'activity';
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

		try {
			return await this.#files.save(this.#states.takeSound());
		} catch (error) {
			return this.#files.fail(error);
		}
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

	#startTimers() {
		this.#goodStates.start();
		this.#timer = setInterval(() => {
			try {
				this.#saveIfDue();
			} catch (error) {
				this.#news.push(this.#files.fail(error));
			}
		}, this.#options.saveEveryMs);
		this.#timer.unref();
	}

	#saveIfDue() {
		const {step} = this.#options.training.progress;
		if (this.#files.isBusy || step === this.#files.saved.step) {
			return;
		}

		if (this.#isAtWork) {
			// The next step will show for nothing whether it is good.
			this.#candidate = this.#candidate?.step === step ? this.#candidate : ifSound(() => this.#states.take());
			return;
		}

		const state = ifSound(() => this.#states.takeSound());
		if (state) {
			void this.#saveAndTell(state);
		}
	}

	async #saveAndTell(state: RunState) {
		this.#candidate = undefined;
		this.#news.push(await this.#files.save(state));
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
			this.#goodStates.prove(event.step);
			if (this.#candidate) {
				void this.#saveAndTell(this.#candidate);
			}
		} else if (event.type === 'eval') {
			this.#noteEvaluation(event);
		}
	}

	#noteEvaluation({validationLoss}: EvalEvent) {
		const {bestLoss} = this.#states;
		if (bestLoss !== undefined && bestLoss <= validationLoss) {
			return;
		}

		// The state says with which loss it is the best.
		this.#states.bestLoss = validationLoss;
		try {
			this.#files.saveBest(this.#states.take());
		} catch (error) {
			this.#states.bestLoss = bestLoss;
			this.#news.push(this.#files.fail(error));
		}
	}

	async #end(finish: FinishEvent) {
		clearInterval(this.#timer);
		this.#goodStates.stop();
		this.#hasEnded = true;
		const {reason} = finish;
		if (this.#isDiscarded || (!this.#isTouched && (reason === 'stopped' || reason === 'failed'))) {
			await this.#undo();
			return;
		}

		const {place: {folder, log, keep, unlock}} = this.#options;
		try {
			await this.#saveLast(reason);
			this.#states.write(finish);
			await log.close();
			await writeRunInfo(folder, {...this.#files.saved.info, status: reason});
			await keep();
		} catch (error) {
			this.#news.push(this.#files.fail(error));
		} finally {
			await unlock();
		}
	}

	/** What a run has come to; where one could not go on with that, the last state that was good. */
	async #saveLast(reason: FinishReason) {
		await this.#files.settle();
		const state = this.#takeLast(reason) ?? this.#lastGood(reason);
		const outcome = state ? await this.#files.save(state) : this.#files.last;
		if (outcome) {
			this.#news.push(outcome);
		}

		await this.#files.settle();
	}

	#takeLast(reason: FinishReason): RunState | undefined {
		switch (reason) {
			case 'completed': {
				// The training itself has looked at what the last step has left.
				return ifSound(() => this.#states.take());
			}

			case 'stopped': {
				return ifSound(() => this.#states.takeSound());
			}

			case 'diverged':
			case 'failed': {
				return undefined;
			}
		}
	}

	/** Undefined if what is on the disk is as good, or there is none. */
	#lastGood(reason: FinishReason): RunState | undefined {
		const {last} = this.#goodStates;
		const {saved: {step: savedStep = -1}} = this.#files;
		const isSavedUnsound = reason === 'diverged' && savedStep === this.#options.training.progress.step;
		return last && (isSavedUnsound || savedStep < last.step) ? last : undefined;
	}

	async #undo() {
		const {place: {log, undo, unlock}} = this.#options;
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
