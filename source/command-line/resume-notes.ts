import {learningRateAt} from '../training/schedule.js';
import {type TrainingProgress} from '../training/progress.js';
import {
	isScheduledAnew,
	planChanges,
	type ResumeChanges,
	type TrainingPlan,
} from '../settings/training-plan.js';
import {formatCount, formatLearningRate} from '../text/format.js';

/**
What a run is told that it did not know when it was left, in sentences.

@param progress - How far it has come, and by which factor its learning rate was changed meanwhile.
@param planned - With what it was to go on.
*/
export function changeNotes({step, controls: {learningRateScale}}: Pick<TrainingProgress, 'step' | 'controls'>, planned: TrainingPlan, training: TrainingPlan): string[] {
	const changes = planChanges(planned, training);
	if (!changes) {
		return [];
	}

	const next = (plan: TrainingPlan, factor: number) => formatLearningRate(learningRateAt(step + 1, plan) * factor);
	const isAnew = isScheduledAnew(changes);
	const rate = step >= training.steps ? undefined : next(training, isAnew ? 1 : learningRateScale);
	// At the end of its plan, it had no next step.
	const earlierRate = step > 0 && step < planned.steps ? next(planned, learningRateScale) : undefined;
	const rates = rate === undefined ? '' : `${rate}${earlierRate === undefined ? '' : ` instead of ${earlierRate}`}`;
	return [
		...(changes.steps === undefined ? [] : [`It will have ${formatCount(changes.steps)} steps instead of ${formatCount(planned.steps)}.${isAnew || rate === undefined ? '' : ` ${endNote(training, rates)}`}`]),
		...(isAnew ? [scheduleNote(step, training, rates)] : []),
		...otherNotes(step, changes),
	];
}

/**
What has become of changes with which a run was resumed last and has done no step that was saved: it was killed before that, in a
sentence.

@param planned - With what it was to go on from its last save.
@param told - What it was told then.
@param training - What it is told now.
*/
export function untakenNotes(planned: TrainingPlan, told: TrainingPlan, training: TrainingPlan): string[] {
	if (!planChanges(planned, told)) {
		return [];
	}

	if (!planChanges(told, training)) {
		return ['The last time, it was resumed with changes, and ended before it was saved. They hold again:'];
	}

	return planChanges(planned, training) ? [] : ['The last time, it was resumed with changes, and ended before it was saved. They no longer hold.'];
}

/** What more steps make of a schedule that stays. */
function endNote({schedule, steps}: TrainingPlan, rates: string): string {
	return schedule === 'constant'
		? 'The learning rate stays constant.'
		: `The ${schedule} schedule of the learning rate now ends at step ${formatCount(steps)}: the next step has ${rates}.`;
}

/** What the rate is from here on, and how it goes on. */
function scheduleNote(step: number, {learningRate, schedule, warmup, steps}: TrainingPlan, rates: string): string {
	const left = steps - step;
	const remaining = left === 1 ? 'in the one remaining step' : `over the remaining ${formatCount(left)} steps`;
	const rise = warmup === 0 ? '' : `rises to that for ${formatCount(warmup)} ${warmup === 1 ? 'step' : 'steps'}, then `;
	const fall = schedule === 'constant' ? 'stays there' : `falls to 0 (${schedule})`;
	return `Its learning rate is ${learningRate} now: ${remaining}, it ${rise}${fall}. The next step has ${rates}.`;
}

function otherNotes(step: number, {weightDecay, gradClip, patience}: ResumeChanges): string[] {
	const changed = [
		...(weightDecay === undefined ? [] : [weightDecay === 0 ? 'no weight decay' : `a weight decay of ${weightDecay}`]),
		...(gradClip === undefined ? [] : [gradClip === 0 ? 'no gradient clipping' : `gradients clipped at ${gradClip}`]),
		...(patience === undefined ? [] : [patience === 0 ? 'no early stop' : `an early stop after ${formatCount(patience)} validations without a better one`]),
	];
	return changed.length === 0 ? [] : [`From step ${formatCount(step + 1)} on, it has ${changed.join(', ')}.`];
}
