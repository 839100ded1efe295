import {join} from 'node:path';
import {CheckpointError} from '../errors.js';
import {type ModelConfig} from '../model/model-config.js';
import {type ResumableRandom} from '../random/random-source.js';
import {readCheckpoint} from '../storage/record/checkpoint.js';
import {keptSteps, stateFile} from '../storage/record/spaced-states.js';
import {describeModel} from './describe-model.js';
import {type KeptState} from './kept-states.js';

/**
The states on the way that are on the disk in the folder of a run. Each is read when it is wanted, so that they take no
memory; whoever trains the run may write more and remove some meanwhile.
*/
export class StoredStates {
	readonly #folder: () => string | undefined;
	readonly #model: ModelConfig;
	readonly #createRandom: () => ResumableRandom;
	/** Damaged, or not of this run: they are looked at once. */
	readonly #unusable = new Set<number>();

	/**
	Opens the folder of a run.

	@param folder - Undefined as long as there is none.
	@param model - That of the run: another's states are left out.
	@param createRandom - Makes a stream of its platform.
	*/
	constructor(folder: () => string | undefined, model: ModelConfig, createRandom: () => ResumableRandom) {
		this.#folder = folder;
		this.#model = model;
		this.#createRandom = createRandom;
	}

	/**
	The last state before a step that can be read and comes after another step.

	@returns undefined where there is none.
	*/
	async lastBetween(after: number, before: number): Promise<KeptState | undefined> {
		const folder = this.#folder();
		const steps = folder === undefined || before - after < 2 ? [] : await this.#stepsIn(folder);
		for (const step of steps.filter(kept => kept > after && kept < before).toReversed()) {
			const state = this.#unusable.has(step) ? undefined : await this.#read(join(folder!, stateFile(step)), step);
			if (state) {
				return state;
			}

			this.#unusable.add(step);
		}

		return undefined;
	}

	async #stepsIn(folder: string): Promise<number[]> {
		try {
			return await keptSteps(folder);
		} catch {
			// A state is a shortcut: without one, more steps are done again.
			return [];
		}
	}

	async #read(path: string, step: number): Promise<KeptState | undefined> {
		try {
			const {record, vocabulary, model, ...state} = await readCheckpoint(path, this.#model);
			for (const stream of [state.random.samples, state.random.previews]) {
				// Throws for a state of another platform.
				this.#createRandom().restore(stream);
			}

			const isOfThisRun = state.progress.step === step && describeModel(model) === describeModel(this.#model);
			return isOfThisRun ? state : undefined;
		} catch (error) {
			if (error instanceof CheckpointError) {
				return undefined;
			}

			throw error;
		}
	}
}
