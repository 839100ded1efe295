import {type Baselines} from '../data/baselines.js';
import {type PlanChanges, planOf} from '../settings/training-plan.js';
import {
	type ActivityEvent,
	type CheckpointEvent,
	type ControlEvent,
	type FinishReason,
	type ForkPoint,
} from '../training/events.js';
import {learningRateAt} from '../training/schedule.js';
import {
	isWholeTraining,
	type ToldEvent,
	type ToldFinish,
	type ToldStart,
	type ToldStep,
} from '../training/told-events.js';
import {type ControlHistory} from './control-history.js';
import {type CurvePoint} from './curve-point.js';
import {
	type StepOrInterval,
	type ToldSteps,
	type Turn,
	turnOf,
	withSteps,
} from './event-order.js';
import {type LossHistory} from './loss-history.js';
import {PlanHistory} from './plan-history.js';
import {type RecordedRun} from './recorded-run.js';
import {RunHistories} from './run-histories.js';

/** What the events of a run said so far, in bounded memory: the one fold of them, for whoever asks what they come to. */
export class RunRecord {
	/** What some events come to. */
	static of(events: Iterable<ToldEvent>): RunRecord {
		const record = new RunRecord();
		for (const event of events) {
			record.record(event);
		}

		return record;
	}

	start: ToldStart | undefined;
	lastStep: ToldStep | undefined;
	finish: ToldFinish | undefined;
	baselines: Baselines | undefined;
	/** The last one that was saved. */
	checkpoint: CheckpointEvent | undefined;
	/** What goes on between two steps, if it takes long. */
	activity: ActivityEvent | undefined;
	#histories: RunHistories;
	#told: ToldSteps | undefined;
	#plans = new PlanHistory();

	/** Nothing is told yet; with figure curves, what steps say besides their loss is kept as curves too. */
	constructor({hasFigureCurves = false}: {readonly hasFigureCurves?: boolean} = {}) {
		this.#histories = new RunHistories(hasFigureCurves);
	}

	/** Whether the last step is done, so that only closing events can follow. */
	get isLastStepDone(): boolean {
		return this.lastStep !== undefined && this.lastStep.step === this.start?.training.steps;
	}

	/** What a person has changed so far. */
	get controls(): Readonly<Pick<ControlHistory, 'learningRateScale' | 'temperature' | 'prefix'>> {
		return this.#histories.controls;
	}

	/** The losses so far. */
	get history(): Pick<LossHistory, 'runningMean' | 'curve' | 'remembered'> {
		return this.#histories.losses;
	}

	/** The loss of a step, be it no finite number; undefined where it is not known by itself. */
	lossAt(step: number): number | undefined {
		return this.#histories.stepLosses.at(step);
	}

	/** The speed of the engine alone; undefined until there is something to measure. */
	get stepsPerSecond(): number | undefined {
		return this.#histories.times.throughput.stepsPerSecond;
	}

	/** The running mean as the course has it; undefined before the first loss. */
	get courseMean(): number | undefined {
		return this.#histories.courseMean.value;
	}

	/** What a step would mean to the run. One that begins anew needs another record. */
	turnOf(event: StepOrInterval): Turn {
		return turnOf(event, this.#told);
	}

	/**
	Takes the next event.

	@returns the point that it adds to the curve, if it has a loss.
	*/
	record(event: ToldEvent): CurvePoint | undefined {
		this.activity = event.type === 'activity' ? event : undefined;
		if (event.type === 'step' || event.type === 'interval') {
			return this.#recordStep(event);
		}

		this.#histories.record(event);
		switch (event.type) {
			case 'start': {
				this.start = event;
				// What was over goes on.
				this.finish = undefined;
				this.#plans = this.#plans.with(this.lastStep === undefined ? 0 : this.lastStep.step + 1, event.training);
				this.#leave(event.parent);
				break;
			}

			case 'baselines': {
				this.baselines = event;
				break;
			}

			case 'checkpoint': {
				this.checkpoint = event;
				break;
			}

			case 'control': {
				this.#changePlan(event);
				break;
			}

			case 'finish': {
				this.finish = event;
				break;
			}

			case 'activity':
			case 'eval':
			case 'metrics':
			case 'sample':
			case 'warning': {
				break;
			}
		}

		return undefined;
	}

	/** The same so far; what comes afterwards, each takes for itself. */
	copy(): RunRecord {
		const copy = new RunRecord({hasFigureCurves: this.#histories.hasFigureCurves});
		// Fields that are not copied below are replaced when they change, and never changed in place.
		Object.assign(copy, this);
		copy.#histories = this.#histories.copy();
		copy.#told = this.#told;
		copy.#plans = this.#plans;
		return copy;
	}

	/** A run that begins again as this one did, of which no step is told yet. */
	anew(): RunRecord {
		const {start, baselines} = this;
		return Object.assign(new RunRecord({hasFigureCurves: this.#histories.hasFigureCurves}), {start, baselines});
	}

	/** The finish event of a run that ends here. */
	finishHere(reason: FinishReason): ToldFinish {
		const {step: steps, elapsedMs} = this.lastStep ?? {step: 0, elapsedMs: 0};
		const {tokens} = this.#histories.times;
		return {type: 'finish', reason, totals: {steps, ...(tokens !== undefined && {tokens}), ...(elapsedMs !== undefined && {elapsedMs})}};
	}

	/** With what a step was made, or is to be; undefined where that is not known. */
	planAt(step: number): PlanChanges | undefined {
		return this.#plans.at(step);
	}

	/** What the events have come to, as it is now. */
	snapshot(): RecordedRun {
		const {start, lastStep, activity, finish, baselines} = this;
		return {
			...this.#histories.snapshot(), start, lastStep, activity, baselines, finish,
		};
	}

	/** The learning rate of the last step, or of the next one if that will have another scale. */
	learningRateWith(scale: number): number | undefined {
		const {start, lastStep} = this;
		const isChanged = scale !== this.#histories.controls.lastScale && !this.isLastStepDone;
		return isChanged && start && lastStep && isWholeTraining(start.training) ? learningRateAt(lastStep.step + 1, start.training) * scale : lastStep?.learningRate;
	}

	/** How many steps are still to come; undefined while that cannot be told, or when there will be no end. */
	get stepsLeft(): number | undefined {
		const isOver = this.finish !== undefined && this.finish.reason !== 'completed';
		const {steps} = this.start?.training ?? {};
		return steps === undefined || !this.lastStep || isOver ? undefined : Math.max(0, steps - this.lastStep.step);
	}

	#recordStep(event: StepOrInterval): CurvePoint | undefined {
		const turn = this.turnOf(event);
		const before = this.#told?.lastStep;
		this.#told = withSteps(this.#told, event, turn);
		this.lastStep = event.type === 'step' ? event : {...event, type: 'step'};
		// A run that was taken up again has an end in its middle.
		this.finish = undefined;
		if (event.step > (this.start?.training.steps ?? Infinity)) {
			// What goes on after its planned end has none that is known.
			this.#plan(undefined);
		}

		return this.#histories.takeStep(event, turn, before);
	}

	/** A run that has left another one has come as far as that, and its mean goes on. */
	#leave(point: ForkPoint | undefined) {
		if (this.lastStep !== undefined || point === undefined) {
			return;
		}

		const {lastStep, average} = point;
		this.lastStep = lastStep;
		this.#histories.times.goOnFrom(point);
		if (average) {
			this.#histories.goOnFrom(average);
		}
	}

	#changePlan(event: ControlEvent) {
		this.#plans = this.#plans.with(event.step, event);
		this.start &&= {...this.start, training: {...this.start.training, ...planOf(event)}};
	}

	/** Undefined steps are not known. */
	#plan(steps: number | undefined) {
		if (!this.start || this.start.training.steps === steps) {
			return;
		}

		const {steps: before, ...training} = this.start.training;
		this.start = {...this.start, training: steps === undefined ? training : {...training, steps}};
	}
}
