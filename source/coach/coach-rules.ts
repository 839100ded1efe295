import {usualLearningRates} from '../settings/settings.js';
import {countText} from '../text/decimals.js';
import {type CurvePoint} from '../history/loss-history.js';
import {
	type CoachMessage,
	lossText,
	pull,
} from './coach-message.js';
import {rateChanged, unexpected} from './changes.js';
import {crossingOf} from './crossings.js';
import {dataAdvice} from './data-advice.js';
import {type Evidence} from './evidence.js';
import {firstLoss} from './first-loss.js';
import {outcome} from './outcome.js';
import {memorising} from './overfitting.js';

/** Something that the coach knows to say. */
export type Rule = {
	/**
	A pure function of the evidence.

	@param last - What the rule said last in this run, for one that repeats.
	*/
	readonly say: (evidence: Evidence, last: CoachMessage | undefined) => CoachMessage | undefined;
	/** Not just once in a run. */
	readonly isRepeated?: boolean;
	/** What can be done about it can only be done while the run goes on. */
	readonly isForRunning?: boolean;
	/** How the run ended: it does not wait for its turn, and is the last word. */
	readonly isUrgent?: boolean;
	/** Of messages on one topic that wait, only the latest is shown. */
	readonly topic?: 'progress' | 'learning rate';
	/** Whether a repetition replaces an earlier message that has not been shown yet, rather than adding to it. */
	readonly isOverruled?: boolean;
};

const clearRise = 0.3;
/** So many standard errors may the mean that was lowest have been so by luck: without learning, one run in two hundred is then told of. */
const errorsOfLowest = 1.5;
const stepsAboveLowest = 20;
const stepsBetweenRises = 200;
/** The running mean of the first few steps is hardly one. */
const firstStepsWithoutMean = 20;
const flatFrom = 300;
const flatWidth = 0.04;
const leastProgress = 0.02;
/** Where the letter before tells less about the next, there is nothing below the unigram baseline. */
const leastToLearn = 0.1;
/** Above so many times the usual one, a model that learns nothing does so because it overshoots. */
const largeRates = 5;

/** The running mean is clearly above where it has been. */
export function rising({start, curve, mode}: Evidence, last: CoachMessage | undefined): CoachMessage | undefined {
	const now = curve.at(-1);
	if (!start || !now) {
		return undefined;
	}

	// What was a rise the last time is no rise again.
	const after = last ? last.step + stepsBetweenRises : firstStepsWithoutMean;
	// A training begins at a blind guess.
	const blind = Math.log(start.model.vocabSize ?? Infinity);
	let lowest = last ? Infinity : blind;
	/** What it was, with what it may have been too low by luck. */
	let level = lowest;
	let risen: CurvePoint | undefined;
	for (const point of curve) {
		const {firstStep, runningMean, runningError = 0} = point;
		if (firstStep <= after) {
			continue;
		}

		const likely = runningMean + (errorsOfLowest * runningError);
		if (likely < level) {
			[lowest, level] = [runningMean, likely];
		}

		// Far above a blind guess, losses are as unsteady as they are large.
		const isAbove = runningMean > level + Math.max(clearRise, Number.isFinite(blind) ? level - blind : 0);
		risen = isAbove ? risen ?? point : undefined;
	}

	if (!risen || now.lastStep - risen.firstStep < stepsAboveLowest) {
		return undefined;
	}

	const canSteer = mode === 'training';
	const at = `step ${countText(risen.lastStep)}`;
	const lower = pull('lowerLearningRate');
	return {
		step: risen.lastStep,
		wordings: [
			`${at}: mean rose from ${lossText(lowest)} to ${lossText(risen.runningMean)}: the rate may be too high${canSteer ? `, ${lower} lowers it` : ''}`,
			`${at}: the loss rose: the rate may be too high${canSteer ? `, ${lower} lowers it` : ''}`,
			...(canSteer ? [`${at}: loss rose; ${lower} lowers the rate`, `loss rose; ${lower} lowers the rate`] : [`${at}: the loss rose`]),
		],
	};
}

export function diverged({start, lastStep, warnings, finish, mode}: Evidence): CoachMessage | undefined {
	if (!start || finish?.reason !== 'diverged') {
		return undefined;
	}

	const step = warnings.at(-1)?.step ?? lastStep?.step ?? 1;
	const at = `diverged at step ${countText(step)}`;
	if (mode !== 'training') {
		return {step, wordings: [at]};
	}

	const [again, lower] = [pull('restart'), pull('lowerLearningRate')];
	return {
		step, wordings: [
			`${at}: ${again} starts again, ${lower} lowers the rate (or --learning-rate)`,
			`${at}: ${again} starts again, ${lower} lowers the rate`,
			`${at}: ${again}, then ${lower}`,
			at,
		],
	};
}

/** It knows how often letters occur, and has stopped there. */
export function flat({start, curve, baselines, runningMean, lastMean, lastStep, mode}: Evidence): CoachMessage | undefined {
	if (!baselines || runningMean === undefined || lastMean?.deviation === undefined || !lastStep || lastStep.step < flatFrom) {
		return undefined;
	}

	const {step, learningRate} = lastStep;
	// Two standard errors of the difference between two thirds of the run.
	const noise = 2 * lastMean.deviation * Math.sqrt(2 / (step / 3));
	const isNear = (loss: number) => Math.abs(loss - baselines.unigram) <= flatWidth;
	const latest = meanOf(curve, step * 2 / 3, step);
	const earlier = meanOf(curve, step / 3, step * 2 / 3);
	const toLearn = baselines.unigram - baselines.bigram;
	// A fall of half of what there is to learn would have to show.
	if (toLearn <= leastToLearn || noise > toLearn / 2 || !isNear(runningMean) || !isNear(latest) || earlier - latest >= leastProgress) {
		return undefined;
	}

	const at = `by step ${countText(step)}`;
	const largeLearningRate = largeRates * usualLearningRates[start?.training.optimizer ?? 'adam'];
	// What another program trains has no lever here.
	const lever = mode !== 'training' || learningRate === undefined ? '' : (learningRate > largeLearningRate ? `: ${pull('lowerLearningRate')} lowers the rate` : `: ${pull('raiseLearningRate')} raises the rate`);
	return {
		step, wordings: [
			`${at} flat at the unigram baseline (letter counts)${lever}`,
			`${at} flat at the unigram baseline${lever}`,
			`${at} at unigram${lever}`,
			`flat at unigram${lever}`,
		],
	};
}

/** The mean loss of the points in a stretch of steps. */
function meanOf(curve: readonly CurvePoint[], after: number, upTo: number): number {
	const points = curve.filter(({firstStep, lastStep}) => firstStep > after && lastStep <= upTo);
	return points.reduce((sum, {mean}) => sum + mean, 0) / points.length;
}

const crossings = (['uniform', 'unigram', 'bigram', 'trigram', 'fourgram'] as const).map((name): Rule => ({
	say: evidence => crossingOf(name, evidence),
	topic: 'progress',
}));

/** All that the coach knows, in the order in which it is said where several things are true at once. */
export const rules: readonly Rule[] = [
	{say: dataAdvice},
	{say: firstLoss, topic: 'progress'},
	...crossings,
	{
		say: rateChanged, isRepeated: true, isForRunning: true, topic: 'learning rate', isOverruled: true,
	},
	{say: unexpected, isRepeated: true},
	{say: flat, isForRunning: true},
	{say: rising, isRepeated: true, isForRunning: true},
	{say: memorising, isForRunning: true},
	{say: diverged, isUrgent: true},
	{say: outcome, isUrgent: true},
];
