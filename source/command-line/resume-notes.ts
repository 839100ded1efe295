import {learningRateAt} from '../training/schedule.js';
import {type TrainingProgress} from '../training/progress.js';
import {planChanges, type TrainingPlan} from '../settings/training-plan.js';
import {formatCount, formatLearningRate} from '../text/format.js';

/**
What a run is told that it did not know when it was left, in sentences.

@param progress - How far it has come.
@param planned - With what it was to go on.
*/
export function changeNotes({step, controls}: Pick<TrainingProgress, 'step' | 'controls'>, planned: TrainingPlan, training: TrainingPlan): string[] {
	const {scheduleFrom, steps, ...others} = planChanges(planned, training) ?? {};
	const isScheduledAnew = scheduleFrom !== undefined || [others.learningRate, others.schedule, others.warmup].some(value => value !== undefined);
	return [
		...(steps === undefined ? [] : [`It is to have ${formatCount(steps)} steps instead of ${formatCount(planned.steps)}.${isScheduledAnew ? '' : ` ${endNote(step, planned, training)}`}`]),
		...(isScheduledAnew ? [scheduleNote(step, planned, training, controls.learningRateScale)] : []),
		...otherNotes(step, others),
	];
}

/** What more steps make of a schedule that stays. */
function endNote(step: number, planned: TrainingPlan, training: TrainingPlan): string {
	return training.schedule === 'constant'
		? 'The learning rate stays constant.'
		: `The ${training.schedule} schedule of the learning rate now ends at step ${formatCount(training.steps)}: the next step has ${rateText(step, training)}${step < planned.steps ? ` instead of ${rateText(step, planned)}` : ''}.`;
}

/** What the rate is from here on, and how it goes on. */
function scheduleNote(step: number, planned: TrainingPlan, training: TrainingPlan, scale: number): string {
	const {learningRate, schedule, warmup, steps} = training;
	const left = formatCount(steps - step);
	const rise = warmup === 0 ? '' : `rises to it for ${formatCount(warmup)} steps, then `;
	const fall = schedule === 'constant' ? 'stays there' : `falls to 0 (${schedule})`;
	const before = step > 0 && step < planned.steps ? ` instead of ${rateText(step, planned, scale)}` : '';
	return `Its learning rate is ${learningRate} now: over the ${left} steps that are left, it ${rise}${fall}. The next step has ${rateText(step, training)}${before}.`;
}

function otherNotes(step: number, {weightDecay, gradClip, patience}: Partial<TrainingPlan>): string[] {
	const changed = [
		...(weightDecay === undefined ? [] : [weightDecay === 0 ? 'no weight decay' : `a weight decay of ${weightDecay}`]),
		...(gradClip === undefined ? [] : [gradClip === 0 ? 'no gradient clipping' : `gradients clipped at ${gradClip}`]),
		...(patience === undefined ? [] : [patience === 0 ? 'no early stop' : `an early stop after ${formatCount(patience)} validations without a better one`]),
	];
	return changed.length === 0 ? [] : [`From step ${formatCount(step + 1)} on, it has ${changed.join(', ')}.`];
}

/** The rate of the next step. */
function rateText(step: number, training: TrainingPlan, scale = 1): string {
	return formatLearningRate(learningRateAt(Math.min(step + 1, training.steps), training) * scale);
}
