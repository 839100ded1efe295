import {type WarningEvent} from '../../training/events.js';
import {
	type StepOrInterval,
	type ToldSteps,
	type Turn,
	withSteps,
} from '../../history/event-order.js';
import {divergenceWarning} from './source-warnings.js';

/** A run whose loss comes and goes need not be told of for ever. */
const mostRecoveriesTold = 10;

/** What a run has told so far, as far as what comes next depends on it. */
export class ToldRun {
	steps: ToldSteps | undefined;
	/** Undefined if that is not known. */
	plannedSteps: number | undefined;
	learningRateScale = 1;
	/** Of all steps; undefined unless each of them tells. */
	tokens: number | undefined = 0;
	/** At the last step. */
	elapsedMs: number | undefined;
	/** Whether it was under way before anybody looked, and does not say how long. */
	isJoined = false;
	/** Whether the last loss is no finite number. */
	isDiverged = false;
	#recoveries = 0;
	/** On the clock by which lines arrive. */
	#beganAt: number | undefined;

	/**
	Takes a step.

	@param arrivedAt - When it was told, in milliseconds; undefined if that was before anybody looked.
	@returns the step with the time that the run took until then, as far as that is known.
	*/
	take<Told extends StepOrInterval>(told: Told, turn: Turn, arrivedAt: number | undefined): Told {
		this.#beganAt ??= arrivedAt;
		const elapsedMs = told.elapsedMs ?? this.#elapsedAt(arrivedAt);
		this.isJoined ||= elapsedMs === undefined;
		this.elapsedMs = elapsedMs;
		// Which of them were of the steps that are told again is not known.
		this.tokens = this.tokens === undefined || told.tokenCount === undefined || turn === 'back' ? undefined : this.tokens + told.tokenCount;
		this.steps = withSteps(this.steps, told, turn);
		if (this.plannedSteps !== undefined && told.step > this.plannedSteps) {
			// What goes on after its planned end has none that is known.
			this.plannedSteps = undefined;
		}

		return {...told, ...(elapsedMs !== undefined && {elapsedMs})};
	}

	/** The run is under way: its clock starts, if it has not. */
	begin(arrivedAt: number | undefined): void {
		this.#beganAt ??= arrivedAt;
	}

	/**
	What there is to say of the loss of the last step, if it is news.

	@param counted - What a step is called.
	*/
	judge(told: StepOrInterval, counted: string): WarningEvent[] {
		const wasDiverged = this.isDiverged;
		this.isDiverged = !Number.isFinite(told.loss);
		if (this.isDiverged === wasDiverged || this.#recoveries >= mostRecoveriesTold) {
			return [];
		}

		this.#recoveries += wasDiverged ? 1 : 0;
		return [divergenceWarning(told, this.isDiverged, counted)];
	}

	#elapsedAt(arrivedAt: number | undefined): number | undefined {
		return arrivedAt === undefined || this.#beganAt === undefined ? undefined : Math.max(this.elapsedMs ?? 0, arrivedAt - this.#beganAt);
	}
}
