import {type EvalEvent, type FinishReason, type WarningEvent} from '../../training/events.js';
import {type TrainingProgress} from '../../training/progress.js';
import {GoodStates} from './good-states.js';
import {ifSound, type RunStates} from './run-states.js';
import {type RunState, type SavingOutcome, type StateFiles} from './state-files.js';

export type StateKeeperOptions = {
	readonly states: RunStates;
	readonly files: StateFiles;
	readonly progress: TrainingProgress;
	readonly saveEveryMs: number;
	/** Told of what comes of what nobody waits for. */
	readonly onOutcome: (outcome: SavingOutcome) => void;
};

/**
Decides which state of a run is saved, and when: now and then, on demand, the best, and at the end. One
with which the run could not go on never takes the place of one with which it can.
*/
export class StateKeeper {
	/** The training computes, or is in the middle of something. */
	isAtWork = false;
	readonly #options: StateKeeperOptions;
	readonly #goodStates: GoodStates<RunState>;
	#timer: NodeJS.Timeout | undefined;
	/** Saved if the next step shows that the run can be resumed from it. */
	#candidate: RunState | undefined;

	constructor(options: StateKeeperOptions) {
		const {states, progress} = options;
		this.#options = options;
		this.#goodStates = new GoodStates({step: () => progress.step, take: () => ifSound(() => states.take())});
	}

	/**
	Begins with the state as it is.

	@throws Error if that cannot be saved.
	*/
	start(): void {
		const {files, saveEveryMs, onOutcome} = this.#options;
		this.#goodStates.start();
		this.#timer = setInterval(() => {
			try {
				this.#saveIfDue();
			} catch (error) {
				onOutcome(files.fail(error));
			}
		}, saveEveryMs);
		this.#timer.unref();
	}

	stop(): void {
		clearInterval(this.#timer);
		this.#goodStates.stop();
	}

	/** A step was sound, and with it the state that it began from. */
	prove(step: number): void {
		this.#goodStates.prove(step);
		if (this.#candidate) {
			void this.#saveAndTell(this.#candidate);
		}
	}

	/** Keeps the state after the last step besides the one to resume from, if it is its turn. */
	keepOnTheWay(): void {
		const {files, states} = this.#options;
		if (!files.onTheWay.isDue) {
			return;
		}

		try {
			files.onTheWay.keep(states.copy());
		} catch (error) {
			files.onTheWay.fail(error);
		}
	}

	/** Saves the state as it is now, between two events; settles when it is on the disk, or why it is not. */
	async save(): Promise<SavingOutcome> {
		const {files, states} = this.#options;
		try {
			return await files.save(states.takeSound());
		} catch (error) {
			return files.fail(error);
		}
	}

	/**
	Saves the state after an evaluation if it is the best so far.

	@returns why that was not possible.
	*/
	saveIfBest({validationLoss}: EvalEvent): WarningEvent | undefined {
		const {files, states} = this.#options;
		const {bestLoss} = states;
		if (bestLoss !== undefined && bestLoss <= validationLoss) {
			return undefined;
		}

		// The state says with which loss it is the best.
		states.bestLoss = validationLoss;
		try {
			files.saveBest(states.take());
			return undefined;
		} catch (error) {
			states.bestLoss = bestLoss;
			return files.fail(error);
		}
	}

	/**
	Saves what the run has come to or, where it could not be resumed from that, the last good state.

	@returns how that went; undefined if there is none.
	*/
	async saveLast(reason: FinishReason): Promise<SavingOutcome | undefined> {
		const {files} = this.#options;
		await files.settle();
		try {
			const state = this.#takeLast(reason) ?? this.#lastGood(reason);
			return state ? await files.save(state) : files.last;
		} catch (error) {
			return files.fail(error);
		} finally {
			files.onTheWay.write();
			await files.settle();
		}
	}

	#saveIfDue() {
		const {files, states, progress: {step}} = this.#options;
		if (files.isBusy || step === files.saved.step) {
			return;
		}

		if (this.isAtWork) {
			// The next step will show for nothing whether it is good.
			this.#candidate = this.#candidate?.step === step ? this.#candidate : ifSound(() => states.take());
			return;
		}

		const state = ifSound(() => states.takeSound());
		if (state) {
			void this.#saveAndTell(state);
		}
	}

	async #saveAndTell(state: RunState) {
		const {files, onOutcome} = this.#options;
		this.#candidate = undefined;
		onOutcome(await files.save(state));
	}

	#takeLast(reason: FinishReason): RunState | undefined {
		const {states} = this.#options;
		switch (reason) {
			case 'completed':
			case 'stopped early': {
				// The training itself has looked at what the last step has left.
				return ifSound(() => states.take());
			}

			case 'stopped': {
				return ifSound(() => states.takeSound());
			}

			case 'diverged':
			case 'failed': {
				return undefined;
			}
		}
	}

	/** Undefined if what is on the disk is as good, or there is none. */
	#lastGood(reason: FinishReason): RunState | undefined {
		const {files, progress} = this.#options;
		const {step: savedStep = -1} = files.saved;
		const {last} = this.#goodStates;
		const isSavedUnsound = reason === 'diverged' && savedStep === progress.step;
		return last && (isSavedUnsound || savedStep < last.step) ? last : undefined;
	}
}
