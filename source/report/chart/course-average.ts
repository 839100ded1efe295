import {firstStepOf, type StepOrInterval, type Turn} from '../../history/event-order.js';
import {LossHistory} from '../../history/loss-history.js';
import {nextRunningMean, startWeightAfter} from '../../training/running-mean.js';

/** The running average of the course, which begins with the first loss, over steps that are told one by one or many at once. */
export class CourseAverage {
	/** Undefined before the first loss. */
	value: number | undefined;
	/** The debiased mean, from which it can be had where it is not known. */
	#history = new LossHistory();
	#firstLoss: number | undefined;

	take(event: StepOrInterval, turn: Turn): void {
		this.#follow(event, turn);
		this.#history.take(event);
		if (event.type === 'interval') {
			this.#firstLoss ??= event.meanLoss;
			this.#lookUp(event.step);
		} else if (Number.isFinite(event.loss)) {
			this.#firstLoss ??= event.loss;
			this.value = nextRunningMean(this.value, event.loss);
		}
	}

	#follow(event: StepOrInterval, turn: Turn) {
		if (turn === 'anew') {
			this.#history = new LossHistory();
			this.#firstLoss = undefined;
			this.value = undefined;
		} else if (turn === 'back') {
			const step = firstStepOf(event);
			this.#history.rewind(step);
			this.#lookUp(step - 1);
		}
	}

	/** What the debiased mean leaves out of it is the weight of the first loss. */
	#lookUp(step: number) {
		const {runningMean} = this.#history;
		const weight = startWeightAfter(step);
		this.value = runningMean === undefined || this.#firstLoss === undefined ? undefined : ((1 - weight) * runningMean) + (weight * this.#firstLoss);
	}
}
