import {join} from 'node:path';
import {replaceFile} from '../../files/write-atomically.js';
import {systemReason} from '../../files/system-reason.js';
import {sealSafetensors} from '../safetensors/seal.js';
import {
	distanceUpTo,
	isStateDue,
	keptSteps,
	makeStatesFolder,
	removeStatesBut,
	type Spacing,
	stateFile,
} from './spaced-states.js';

/** A state of a run that may not be written at all. */
export type CopiedState = {
	readonly step: number;
	readonly bytes: number;
	/** Makes its file, still to be sealed. */
	readonly encode: () => Uint8Array<ArrayBuffer>;
};

export type StatesOnTheWayOptions = {
	/** Of the run. */
	readonly folder: string;
	/** The step that the training has come to. */
	readonly step: () => number;
	readonly spacing: Spacing;
	/** Does something after all that is written already; it must not throw. */
	readonly inTurn: (task: () => Promise<void>) => Promise<void>;
	readonly onWarning: (message: string) => void;
};

/** Small ones wait for the next save: of a run that has just begun, most are too near to each other by then. */
const mostWaitingBytes = 32 * (1024 ** 2);

/** No space, or no more for this user. */
const fullDisk: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);

/**
Keeps states of a run on the disk besides the last, at even distances, so that each of its steps is near one when it is
opened again. Nobody waits for them: what cannot be written is left out, and is no reason to say that the run is not saved.
*/
export class StatesOnTheWay {
	readonly #options: StatesOnTheWayOptions;
	#waiting: CopiedState[] = [];
	#isWriting = false;
	/** It is said once that they cannot be written, until one can. */
	#isTold = false;
	/** The disk was full: no more of them. */
	#isGivenUp = false;

	constructor(options: StatesOnTheWayOptions) {
		this.#options = options;
	}

	/** Whether the state after the step that the training has come to is one of those that are kept. */
	get isDue(): boolean {
		const {step, spacing} = this.#options;
		return !this.#isGivenUp && isStateDue(step(), spacing);
	}

	/** Takes a state, which is written with the next save or, if it is large, as soon as it can; not if the disk does not keep up. */
	keep(state: CopiedState): void {
		const waiting = [...this.#waiting, state].filter(({step}) => this.#isWanted(step));
		const waitingBytes = waiting.reduce((sum, {bytes}) => sum + bytes, 0);
		if (waitingBytes <= mostWaitingBytes) {
			this.#waiting = waiting;
		} else if (!this.#isWriting) {
			this.#waiting = waiting;
			this.write();
		}
	}

	/** Writes those that wait, after all that is written already. */
	write(): void {
		if (this.#waiting.length === 0) {
			return;
		}

		this.#isWriting = true;
		void this.#options.inTurn(async () => {
			const states = this.#waiting;
			this.#waiting = [];
			try {
				await this.#writeWanted(states);
			} catch (error) {
				await this.makeRoom(error).catch(() => undefined);
				this.fail(error);
			}

			this.#isWriting = false;
		});
	}

	/**
	Removes all of them and keeps no more where the disk is full: they are worth less than what it takes to go on.

	@returns whether there is more room now.
	@throws what the file system says.
	*/
	async makeRoom(error: unknown): Promise<boolean> {
		if (!(error instanceof Error && 'code' in error && fullDisk.has(error.code as string))) {
			return false;
		}

		this.#isGivenUp = true;
		this.#waiting = [];
		const {folder} = this.#options;
		const steps = await keptSteps(folder);
		await removeStatesBut(folder, () => false);
		return steps.length > 0;
	}

	/** Says that a state cannot be kept, and why. */
	fail(error: unknown): void {
		if (this.#isTold) {
			return;
		}

		this.#isTold = true;
		const {folder, onWarning} = this.#options;
		onWarning(`Expected to keep a state on the way of the run in ${folder}, got “${systemReason(error)}”. To look back takes longer without it.`);
	}

	/** The training may have got far meanwhile, so that some are too near to others. */
	#isWanted(step: number): boolean {
		return step % distanceUpTo(this.#options.step(), this.#options.spacing) === 0;
	}

	async #writeWanted(states: readonly CopiedState[]) {
		const {folder} = this.#options;
		await removeStatesBut(folder, step => this.#isWanted(step));
		for (const {step, encode} of states) {
			if (!this.#isWanted(step)) {
				continue;
			}

			const file = encode();
			await makeStatesFolder(folder);
			await sealSafetensors(file);
			// One that a failure of the power leaves damaged is passed over when it is read.
			await replaceFile(join(folder, stateFile(step)), file);
			this.#isTold = false;
		}
	}
}
