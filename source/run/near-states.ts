import {type KeptState, nearDistances} from './kept-states.js';

/** A few states shortly before the step that one looks at, so that to go back step by step does not do everything again each time. */
export class NearStates {
	readonly #capacity: number;
	/** In the order in which they were kept. */
	#states: KeptState[] = [];

	constructor(capacity: number) {
		this.#capacity = capacity;
	}

	/** Whether the state after a step is to be kept on the way to another one. */
	isWanted(step: number, target: number): boolean {
		return this.#capacity > 0 && nearDistances.includes(target - step) && this.#states.every(({progress}) => progress.step !== step);
	}

	/** Keeps a state; the one that has been kept the longest makes room for it. */
	keep(state: KeptState): void {
		this.#states = [...this.#states, state].slice(-this.#capacity);
	}

	/** The last state before a step; undefined if there is none that is nearer than those that are kept for good. */
	before(step: number): KeptState | undefined {
		const [last] = this.#states.filter(({progress}) => progress.step < step && step - progress.step <= Math.max(...nearDistances)).toSorted((a, b) => b.progress.step - a.progress.step);
		return last;
	}
}
