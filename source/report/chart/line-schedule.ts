import {
	type StepOrInterval,
	type ToldSteps,
	type Turn,
	turnOf,
	withSteps,
} from '../../history/event-order.js';
import {type ToldEvent} from '../../training/told-events.js';

/** Says which steps of a run are printed, and how many there are to be. */
export class LineSchedule {
	/** Undefined if that is not known. */
	plannedSteps: number | undefined;
	readonly #every: number;
	#told: ToldSteps | undefined;

	/**
	Nothing has been told yet.

	@param every - The first step is printed, and the next that is told from each multiple of this on.
	*/
	constructor(every: number, plannedSteps: number | undefined) {
		this.#every = every;
		this.plannedSteps = plannedSteps;
	}

	/** Takes what an event says about the number of steps. */
	plan(event: ToldEvent): void {
		if (event.type === 'start') {
			this.plannedSteps = event.training.steps;
		} else if (event.type === 'control') {
			this.plannedSteps = event.steps ?? this.plannedSteps;
		}
	}

	/** Takes a step, or many at once: whether it is printed, and what it means to the run. */
	take(event: StepOrInterval): {readonly isDue: boolean; readonly turn: Turn} {
		const before = this.#told;
		const turn = turnOf(event, before);
		this.#told = withSteps(before, event, turn);
		if (this.plannedSteps !== undefined && event.step > this.plannedSteps) {
			this.plannedSteps = undefined;
		}

		const place = (step: number) => Math.floor(step / this.#every);
		// Where only some steps are told, the multiples need not be among them.
		const isDue = !before || turn !== 'onwards' || place(event.step) > place(before.lastStep);
		return {isDue, turn};
	}
}
