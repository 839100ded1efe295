import {type TrainingConfig} from '../settings/training-config.js';
import {type StepEvent} from './events.js';

/** What a person may change while a training runs; it is read before each step. */
export type TrainingControls = {
	/** Multiplies the learning rate of the schedule. */
	learningRateScale: number;
	/** The temperature of the samples during training; without it, that of the samples at the end. */
	temperature?: number;
	/** How the samples during training begin. */
	prefix?: string;
};

/**
How far a training has come, between any two of its events. With the parameters, the moments and the
random streams it is all that is needed to go on as if nothing had been in between.
*/
export type TrainingProgress = {
	/** Completed updates. */
	step: number;
	/** Positions that the updates have learnt from. */
	tokens: number;
	/** As in the step events. */
	elapsedMs: number;
	/** Whether the evaluation that is due after this step, if one is, has been told. */
	isEvaluated: boolean;
	/** Whether an evaluation is due after this step whatever its number: a new run has to know what it goes on from. */
	isEvaluationOwed?: boolean;
	/** Whether the sample that is due after this step, if one is, has been made up. */
	isPreviewed: boolean;
	/** The lowest loss on the validation documents so far, and the evaluations since; undefined before the first. */
	bestValidation?: number;
	evaluationsSinceBest?: number;
	/** Documents of the end of the run that have been made up. */
	sampleCount: number;
	/** What the steps so far were made with. */
	controls: Readonly<TrainingControls>;
	/** For whoever wants to look at it; not needed to go on. */
	lastStep?: StepEvent;
};

/** That of a training that has not begun. */
export function noProgress(): TrainingProgress {
	return {
		step: 0, tokens: 0, elapsedMs: 0, isEvaluated: false, isPreviewed: false, sampleCount: 0, controls: {learningRateScale: 1},
	};
}

/** Whether so many evaluations have brought nothing better that the training is to end before all its steps. */
export function isStalled({evaluationsSinceBest = 0}: TrainingProgress, {patience}: Pick<TrainingConfig, 'patience'>): boolean {
	return patience > 0 && evaluationsSinceBest >= patience;
}

/** Notes what an evaluation has come to. */
export function noteEvaluation(progress: Pick<TrainingProgress, 'bestValidation' | 'evaluationsSinceBest'>, validationLoss: number): void {
	const isBetter = validationLoss < (progress.bestValidation ?? Infinity);
	progress.bestValidation = isBetter ? validationLoss : progress.bestValidation!;
	progress.evaluationsSinceBest = isBetter ? 0 : (progress.evaluationsSinceBest ?? 0) + 1;
}
