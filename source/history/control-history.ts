import {type ControlEvent} from '../training/events.js';
import {type LearningRateChange} from './recorded-run.js';

/** Of more changes, the first are forgotten. */
const mostLearningRateChanges = 100;

/** What a person has changed while a run was on. */
export class ControlHistory {
	/** The scale of the learning rate as it was last changed, perhaps for the step to come. */
	learningRateScale = 1;
	/** The scale of the learning rate of the last step. */
	lastScale = 1;
	/** The temperature and the prefix of samples during training; undefined unless a person has changed them. */
	temperature: number | undefined;
	prefix: string | undefined;
	learningRateChanges: readonly LearningRateChange[] = [];

	record({step, learningRateScale: scale, temperature = this.temperature, prefix = this.prefix, learningRate, schedule, scheduleFrom}: ControlEvent): void {
		const isPlanned = (learningRate ?? schedule ?? scheduleFrom) !== undefined;
		if (isPlanned || scale !== this.learningRateScale) {
			const plan = isPlanned && {plan: {...(learningRate !== undefined && {learningRate}), ...(schedule !== undefined && {schedule})}};
			this.learningRateChanges = [...this.learningRateChanges.slice(1 - mostLearningRateChanges), {step, scale, ...plan}];
		}

		this.learningRateScale = scale;
		this.temperature = temperature;
		this.prefix = prefix;
	}

	/** A step is done at the scale that was wanted. */
	takeStep(): void {
		this.lastScale = this.learningRateScale;
	}

	/** Forgets the changes from a step on; what was wanted last still is. */
	rewind(step: number): void {
		this.learningRateChanges = this.learningRateChanges.filter(change => change.step < step);
	}

	copy(): ControlHistory {
		return Object.assign(new ControlHistory(), this);
	}
}
