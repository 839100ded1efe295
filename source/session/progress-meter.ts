type Moment = {readonly step: number; readonly elapsedMs: number};

/** Less time tells no speed yet. */
const leastWindowMs = 1000;
/** After so long without a step, the wait for the next one counts too. */
const longWaitMs = 2000;
/** A moment is remembered when so large a part of the measurement has passed since the one before: of any length, its second half has about a hundred. */
const momentShare = 1 / 128;

/**
How fast a run really gets on: with all that takes time between its steps, such as evaluations, saving and
the pace, but without pauses. It looks at the second half of the time since the pace was last changed, which
holds about as many evaluations as the time to come.
*/
export class ProgressMeter {
	/** The longer the measurement, the farther apart: there are never many. */
	#moments: Moment[];
	#latest: Moment;
	/** Steps that took none of the time, because the run was paused. */
	#stepsApart = 0;
	/** What comes before the first step is no progress: loading and compiling take their time once. */
	#hasBegun = false;

	/** Begins at a step that is done, at 0 on the clock. */
	constructor(firstStep: number) {
		this.#latest = {step: firstStep, elapsedMs: 0};
		this.#moments = [this.#latest];
	}

	/** A step is done; `elapsedMs` is the time so far without pauses. */
	stepTaken(step: number, elapsedMs: number): void {
		this.#latest = {step: step - this.#stepsApart, elapsedMs};
		if (!this.#hasBegun) {
			this.#hasBegun = true;
			this.#moments = [this.#latest];
		}

		const spacingMs = (elapsedMs - this.#moments[0].elapsedMs) * momentShare;
		if (elapsedMs - this.#moments.at(-1)!.elapsedMs >= spacingMs) {
			this.#moments.push(this.#latest);
		}
	}

	/** A step was taken while the run was paused. */
	stepTakenApart(step: number): void {
		this.#stepsApart = step - this.#latest.step;
	}

	/** What was before says nothing about what comes. */
	startAgain(elapsedMs: number): void {
		this.#latest = {...this.#latest, elapsedMs};
		this.#moments = [this.#latest];
	}

	/** Undefined until there is something to measure. */
	stepsPerSecond(elapsedMs: number): number | undefined {
		const [first] = this.#moments;
		const until = elapsedMs - this.#latest.elapsedMs > longWaitMs ? elapsedMs : this.#latest.elapsedMs;
		const middle = (first.elapsedMs + this.#latest.elapsedMs) / 2;
		const from = this.#moments.findLast(moment => moment.elapsedMs <= middle) ?? first;
		const windowMs = until - from.elapsedMs;
		const steps = this.#latest.step - from.step;
		return windowMs < leastWindowMs || steps === 0 ? undefined : steps * 1000 / windowMs;
	}
}
