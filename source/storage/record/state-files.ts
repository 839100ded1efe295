import {join} from 'node:path';
import {type CheckpointEvent, type WarningEvent} from '../../training/events.js';
import {sealSafetensors} from '../safetensors/seal.js';
import {writeAtomically} from '../../files/write-atomically.js';
import {systemReason} from '../../files/system-reason.js';
import {type EventLog} from './event-log.js';
import {runFiles} from './run-files.js';
import {type RunInfo, writeRunInfo} from './run-info.js';
import {type Spacing} from './spaced-states.js';
import {StatesOnTheWay} from './states-on-the-way.js';

/** A state of a run, taken at one moment, to be written. */
export type RunState = {readonly step: number; readonly file: Uint8Array<ArrayBuffer>; readonly info: RunInfo};

/** The checkpoint on the disk, if there is one, and what the run says of itself. */
export type SavedState = {readonly step: number | undefined; readonly info: RunInfo};

export type StateFilesOptions = {
	readonly folder: string;
	readonly log: Pick<EventLog, 'sync'>;
	/** What is there when it begins. */
	readonly saved: SavedState;
	/** The step that the training has come to. */
	readonly step: () => number;
	/** Of the states that are kept besides the last. */
	readonly spacing: Spacing;
	/** Told of what nobody waits for. */
	readonly onWarning: (warning: WarningEvent) => void;
};

export type SavingOutcome = CheckpointEvent | WarningEvent;

/** A state that waits for its turn, and how its writing will go. */
type Waiting = {state: RunState; readonly outcome: Promise<SavingOutcome>};

/**
Writes states of a run to its folder, one after the other, while the training goes on. Of each file, one
state is written at a time and at most one waits: a newer one takes its place.

What cannot be written is said. A best state is tried again with the next checkpoint.
*/
export class StateFiles {
	/** How the last save of a checkpoint went; undefined if there was none. */
	last: SavingOutcome | undefined;
	saved: SavedState;
	/** What goes on when something cannot be written, or removed. */
	stage: 'training' | 'ending' | 'discarding' = 'training';
	/** Besides the one to resume from and the best. */
	readonly onTheWay: StatesOnTheWay;
	readonly #options: StateFilesOptions;
	#checkpoint: Waiting | undefined;
	#best: Waiting | undefined;
	/** One that could not be written. */
	#unwrittenBest: RunState | undefined;
	#turn: Promise<unknown> = Promise.resolve();
	#turnsUnderWay = 0;

	constructor(options: StateFilesOptions) {
		this.#options = options;
		this.saved = options.saved;
		this.onTheWay = new StatesOnTheWay({
			...options,
			inTurn: async task => this.#inTurn(task),
			onWarning: message => {
				options.onWarning(this.#warn(message));
			},
		});
		this.reset();
	}

	get isBusy(): boolean {
		return this.#turnsUnderWay > 0;
	}

	/** Writes the state to resume from; settles when it, or a newer one, is on the disk, or why it is not. */
	async save(state: RunState): Promise<SavingOutcome> {
		if (this.#checkpoint) {
			this.#checkpoint.state = state;
			return this.#checkpoint.outcome;
		}

		const waiting: Waiting = {
			state,
			outcome: this.#inTurn(async () => {
				this.#checkpoint = undefined;
				return this.#writeCheckpoint(waiting.state);
			}),
		};
		this.#checkpoint = waiting;
		if (this.#unwrittenBest) {
			this.saveBest(this.#unwrittenBest);
		}

		this.onTheWay.write();

		return waiting.outcome;
	}

	/** Writes the best state so far as soon as it can. */
	saveBest(state: RunState): void {
		this.#unwrittenBest = undefined;
		if (this.#best) {
			this.#best.state = state;
			return;
		}

		const waiting: Waiting = {
			state,
			outcome: this.#inTurn(async () => {
				this.#best = undefined;
				return this.#writeBest(waiting.state);
			}),
		};
		this.#best = waiting;
	}

	/** What has been written is gone, and what was there before is back. */
	reset(): void {
		const {folder, saved} = this.#options;
		const {step} = saved;
		this.saved = saved;
		this.last = step === undefined ? undefined : {type: 'checkpoint', step, path: join(folder, runFiles.checkpoint)};
	}

	/** Settles when nothing waits any more. */
	async settle(): Promise<void> {
		await this.#turn;
	}

	/** Says that the run could not be saved, or not be discarded, and why. */
	fail(error: unknown): WarningEvent {
		const {folder} = this.#options;
		const reason = systemReason(error);
		const last = this.saved.step === undefined ? 'Nothing of it is saved yet' : `The last save is of step ${this.saved.step}`;
		this.last = this.#warn(this.stage === 'discarding'
			? `Expected to discard what has come of the run in ${folder}, got “${reason}”. It is still there.`
			: `Expected to save the run in ${folder}, got “${reason}”. ${last}${this.stage === 'training' ? '; the training goes on' : ''}.`);
		return this.last;
	}

	/** The tasks tell what goes wrong and never throw. */
	async #inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
		this.#turnsUnderWay++;
		const turn = this.#turn.then(async () => {
			const result = await task();
			this.#turnsUnderWay--;
			return result;
		});
		this.#turn = turn;
		return turn;
	}

	async #writeCheckpoint({step, file, info}: RunState): Promise<SavingOutcome> {
		const {folder} = this.#options;
		try {
			const path = await this.#write(runFiles.checkpoint, file);
			this.saved = {step, info};
			await writeRunInfo(folder, info);
			this.last = {type: 'checkpoint', step, path};
			return this.last;
		} catch (error) {
			return this.fail(error);
		}
	}

	async #writeBest(state: RunState): Promise<SavingOutcome> {
		try {
			return {type: 'checkpoint', step: state.step, path: await this.#write(runFiles.best, state.file)};
		} catch (error) {
			// A better one may have come meanwhile.
			this.#unwrittenBest = this.#best ? undefined : state;
			const warning = this.#warn(`Expected to save the best state of the run in ${this.#options.folder}, got “${systemReason(error)}”. It is tried again with the next save; the training goes on.`);
			this.#options.onWarning(warning);
			return warning;
		}
	}

	/** The record first: a state whose steps are not all in the record would leave a hole in it. */
	async #write(name: string, file: Uint8Array<ArrayBuffer>): Promise<string> {
		const {folder, log} = this.#options;
		const path = join(folder, name);
		const write = async () => {
			await log.sync();
			await writeAtomically(path, file);
		};

		await sealSafetensors(file);
		try {
			await write();
		} catch (error) {
			if (!await this.onTheWay.makeRoom(error)) {
				throw error;
			}

			this.onTheWay.fail(error);
			await write();
		}

		return path;
	}

	#warn(message: string): WarningEvent {
		return {
			type: 'warning', step: this.#options.step(), code: 'unsaved', message,
		};
	}
}
