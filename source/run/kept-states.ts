import {type Engine} from '../model/engine.js';
import {countParameters, type RealArray} from '../model/parameters.js';
import {type RandomState, type ResumableRandom} from '../random/random-source.js';
import {copyState} from '../storage/record/checkpoint.js';
import {type PlanChanges} from '../settings/training-plan.js';
import {type TrainingProgress} from '../training/progress.js';
import {type Change} from './changes-before.js';
import {KnownPatience} from './known-patience.js';

/** A training right after a step, before anything that follows it: with this it goes on as it went on then. */
export type KeptState = {
	readonly progress: TrainingProgress;
	/** Laid out like the parameters of the engine. */
	readonly parameters: RealArray;
	readonly moments: {readonly first: RealArray; readonly second: RealArray};
	readonly random: {readonly samples: RandomState; readonly previews: RandomState};
};

/** A training whose states are kept. */
export type KeptTraining = {
	readonly engine: Engine;
	readonly progress: TrainingProgress;
	readonly random: {readonly samples: ResumableRandom; readonly previews: ResumableRandom};
};

/** To copy a state takes less time than one step: at this distance, less than a hundredth of the training's. */
const leastDistance = 128;
const numbersPerParameter = 3;
/** Some states are kept so many steps before one that is looked at: who goes back one by one comes by there next. */
export const nearDistances: readonly number[] = [2, 9, 33];
/** Where there is room for fewer, they are better spread over the whole run. */
const leastWithNear = 12;

/** What one of them takes. */
export function bytesOfState({model, parameters}: Pick<Engine, 'model' | 'parameters'>): number {
	return countParameters(model) * numbersPerParameter * parameters.data.BYTES_PER_ELEMENT;
}

/**
States of a training, kept along the way in so many bytes at most, so that each of its steps is near one. They lie at equal
distances, which double when the room is full; those that it was begun with or taken up at stay for good.
*/
export class KeptStates {
	/** How many there is room for beside these, near a step that one looks at. */
	readonly nearCapacity: number;
	/** What the evaluations on the way came to. */
	readonly patience = new KnownPatience();
	/** How many there is room for. */
	readonly #capacity: number;
	/** In the order of their steps. */
	#states: KeptState[] = [];
	readonly #staying = new Set<number>();
	#distance = leastDistance;
	/** In the order of their steps. */
	readonly #changes: Change[] = [];

	/**
	Keeps nothing yet.

	@param budget - The bytes that they may take.
	*/
	constructor(engine: Pick<Engine, 'model' | 'parameters'>, budget: number) {
		const count = Math.floor(budget / bytesOfState(engine));
		this.nearCapacity = count < leastWithNear ? 0 : nearDistances.length;
		this.#capacity = count - this.nearCapacity;
	}

	/** Keeps the state that a training is begun with, or taken up at. */
	begin(training: KeptTraining): void {
		this.#staying.add(training.progress.step);
		this.#insert(training.progress.step, () => this.copy(training));
	}

	/**
	To be called after each step of a training that goes on.

	@param plan - With what its steps are made.
	*/
	pass(training: KeptTraining, plan: PlanChanges): void {
		const {step, controls} = training.progress;
		this.patience.note(step, training.progress);
		if (this.#changes.at(-1)?.controls !== controls) {
			this.note({step, controls, plan});
		}

		this.take(training);
	}

	/** Keeps the state after a step, if it is one of those that are kept; a training that does its steps again may come by as well. */
	take(training: KeptTraining): void {
		const {step} = training.progress;
		if (step % this.#distance === 0) {
			this.#insert(step, () => this.copy(training));
		}
	}

	/** Keeps a state that was read, if it is one of those that are kept. */
	add(state: KeptState): void {
		this.#insert(state.progress.step, () => state);
	}

	/** Notes what the steps are made with from one of them on; it comes after those that are noted already. */
	note(change: Change): void {
		this.#changes.push(change);
	}

	/** The last state before a step, or that before the first step of the training itself; undefined where none is kept that early. */
	before(step: number): KeptState | undefined {
		return this.#states.findLast(({progress}) => progress.step < step) ?? this.#states.find(({progress}) => progress.step === step);
	}

	/** What a step was made with; undefined if nothing was noted that early. */
	changeBefore(step: number): Change | undefined {
		return this.#changes.findLast(change => change.step <= step);
	}

	/** A state that stays as it is while the training goes on. */
	copy({engine, progress, random}: KeptTraining): KeptState {
		const {parameters, moments} = copyState(engine);
		return {
			progress: {...progress},
			parameters: parameters.data,
			moments,
			random: {samples: random.samples.state, previews: random.previews.state},
		};
	}

	#insert(step: number, take: () => KeptState) {
		if (this.#capacity === 0 || !this.#isWanted(step) || this.#states.some(({progress}) => progress.step === step)) {
			return;
		}

		if (this.#states.length >= this.#capacity) {
			this.#distance *= 2;
			this.#states = this.#states.filter(({progress}) => this.#isWanted(progress.step));
		}

		if (this.#states.length === this.#capacity || !this.#isWanted(step)) {
			return;
		}

		const index = this.#states.findIndex(({progress}) => progress.step > step);
		this.#states.splice(index === -1 ? this.#states.length : index, 0, take());
	}

	#isWanted(step: number): boolean {
		return step % this.#distance === 0 || this.#staying.has(step);
	}
}
