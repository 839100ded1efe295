import {type StepOrInterval, type Turn} from '../history/event-order.js';
import {RunRecord} from '../history/run-record.js';
import {type ToldEvent, type ToldStart} from '../training/told-events.js';

/** What a step means to the lines of a run. */
export type ScheduledStep = {readonly isDue: boolean; readonly turn: Turn};

/** Follows a run, and says which of its steps are printed. */
export class LineSchedule {
	readonly #every: number;
	#record = new RunRecord();

	/**
	Nothing has been told yet.

	@param every - The first step is printed, and the next that is told from each multiple of this on.
	*/
	constructor(every: number, start: ToldStart) {
		this.#every = every;
		this.#record.record(start);
	}

	/** What the run has come to. */
	get record(): Pick<RunRecord, 'start' | 'history' | 'courseMean'> {
		return this.#record;
	}

	/** Undefined if that is not known. */
	get plannedSteps(): number | undefined {
		return this.#record.start?.training.steps;
	}

	/** Takes an event that is no step. */
	take(event: Exclude<ToldEvent, StepOrInterval>): void {
		this.#record.record(event);
	}

	/** Takes a step, or many at once: whether it is printed, and what it means to the run. */
	takeStep(event: StepOrInterval): ScheduledStep {
		const {lastStep: before} = this.#record;
		const turn = this.#record.turnOf(event);
		if (turn === 'anew') {
			this.#record = this.#record.anew();
		}

		this.#record.record(event);
		const place = (step: number) => Math.floor(step / this.#every);
		// Where only some steps are told, the multiples need not be among them.
		return {isDue: !before || turn !== 'onwards' || place(event.step) > place(before.step), turn};
	}
}
