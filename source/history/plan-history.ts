import {type PlanChanges, planChanges, planOf} from '../settings/training-plan.js';

/** With what the steps of a run were made, as far as that was changed on the way. Never changed once it is made. */
export class PlanHistory {
	/** From which steps on; of the same step, the last counts. */
	readonly #plans: ReadonlyArray<readonly [step: number, plan: PlanChanges]>;

	/** Without any, nothing is told yet. */
	constructor(plans: ReadonlyArray<readonly [step: number, plan: PlanChanges]> = []) {
		this.#plans = plans;
	}

	/**
	What is other from a step on; the rest stays.

	@param told - What is told of it.
	*/
	with(step: number, told: PlanChanges): PlanHistory {
		const before = this.at(step);
		return before && !planChanges(before, told) ? this : new PlanHistory([...this.#plans, [step, {...before, ...planOf(told)}]]);
	}

	/** What a step was made with; undefined where nothing was told that early. */
	at(step: number): PlanChanges | undefined {
		return this.#plans.findLast(([from]) => from <= step)?.[1];
	}
}
