import {
	type CoachMessage,
	lossText,
	messageOf,
} from './coach-message.js';
import {crossingOf} from './crossings.js';
import {countText, toDecimals} from './decimals.js';
import {type Evidence} from './evidence.js';
import {type CurvePoint} from './loss-history.js';
import {outcome} from './outcome.js';

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
	/** Whether what it repeats replaces what it said before and nobody has seen, rather than adding to it. */
	readonly isOverruled?: boolean;
};

const nearUniform = 0.3;
const clearRise = 0.3;
const stepsAboveLowest = 20;
const stepsBetweenRises = 200;
/** The running mean of the first few steps is hardly one. */
const firstStepsWithoutMean = 20;
const flatFrom = 300;
const flatWidth = 0.04;
const leastProgress = 0.02;
/** Where the letter before tells less about the next, there is nothing below the unigram line. */
const leastToLearn = 0.1;
/** Above it, a model that learns nothing does so because it overshoots. */
const largeLearningRate = 0.05;
const leastValidationRise = 0.01;

/** The first loss against a blind guess. */
export function firstLoss({start, curve}: Evidence): CoachMessage | undefined {
	const first = curve.at(0);
	// Later, when the first steps are one point of the curve, it has been said or is old.
	// Of a program that does not tell how many tokens there are, a blind guess is not known.
	if (!start || start.model.vocabSize < 2 || first?.lastStep !== 1) {
		return undefined;
	}

	const {vocabSize} = start.model;
	const blind = Math.log(vocabSize);
	const difference = first.mean - blind;
	const kind = Math.abs(difference) < nearUniform ? 'about' : (difference > 0 ? 'worse than' : 'better than');
	const loss = `step 1: loss ${lossText(first.mean)}`;
	return messageOf(1, [
		`${loss}, ${kind} a blind guess among ${countText(vocabSize)} tokens (ln ${vocabSize} = ${lossText(blind)})`,
		`${loss}, ${kind} a blind guess (${lossText(blind)})`,
	], [`${loss}, ${kind} a blind guess`, loss]);
}

/** The running mean is clearly above where it has been. */
export function rising({start, curve}: Evidence, last: CoachMessage | undefined): CoachMessage | undefined {
	const now = curve.at(-1);
	if (!start || !now || now.lastStep < (last?.step ?? -Infinity) + stepsBetweenRises) {
		return undefined;
	}

	// A training begins at a blind guess; what was a rise the last time is no rise again.
	const blind = Math.log(start.model.vocabSize);
	let lowest = last ? Infinity : blind;
	let lastStepNearLowest = last?.step ?? firstStepsWithoutMean;
	for (const {firstStep, lastStep, runningMean} of curve) {
		if (firstStep <= (last?.step ?? firstStepsWithoutMean)) {
			continue;
		}

		lowest = Math.min(lowest, runningMean);
		// Far above a blind guess, losses are as unsteady as they are large.
		if (!(runningMean > lowest + Math.max(clearRise, lowest - blind))) {
			lastStepNearLowest = lastStep;
		}
	}

	if (now.lastStep - lastStepNearLowest < stepsAboveLowest) {
		return undefined;
	}

	const at = `step ${countText(now.lastStep)}`;
	return messageOf(now.lastStep, [
		`${at}: loss up from ${lossText(lowest)} to ${lossText(now.runningMean)}: the rate may be too high, < lowers it`,
		`${at}: the loss rises: the rate may be too high, < lowers it`,
	], [`${at}: loss rises; < lowers the rate`, 'loss rises; < lowers the rate']);
}

export function diverged({start, lastStep, warnings, finish}: Evidence): CoachMessage | undefined {
	if (!start || finish?.reason !== 'diverged') {
		return undefined;
	}

	const step = warnings.at(-1)?.step ?? lastStep?.step ?? 1;
	const at = `diverged at step ${countText(step)}`;
	return messageOf(step, [
		`${at}: r starts again, < lowers the rate (or --learning-rate)`,
		`${at}: r starts again, < lowers the rate`,
	], [`${at}: r, then <`, at]);
}

/** It knows how often letters occur, and has stopped there. */
export function flat({curve, baselines, runningMean, lastStep}: Evidence): CoachMessage | undefined {
	if (!baselines || runningMean === undefined || !lastStep || lastStep.step < flatFrom) {
		return undefined;
	}

	const {step, learningRate} = lastStep;
	const isNear = (loss: number) => Math.abs(loss - baselines.unigram) <= flatWidth;
	const latest = meanOf(curve, step * 2 / 3, step);
	const earlier = meanOf(curve, step / 3, step * 2 / 3);
	const isMorePossible = baselines.unigram - baselines.bigram > leastToLearn;
	if (!isMorePossible || !isNear(runningMean) || !isNear(latest) || earlier - latest >= leastProgress) {
		return undefined;
	}

	const at = `step ${countText(step)}`;
	const lever = learningRate > largeLearningRate ? '< lowers the rate' : '> raises the rate';
	return messageOf(step, [
		`${at}: flat at the unigram line (letter counts only): ${lever}`,
		`${at}: flat at the unigram line: ${lever}`,
	], [`${at}: flat at unigram: ${lever}`, `flat at unigram: ${lever}`]);
}

/** The mean loss of the points in a stretch of steps. */
function meanOf(curve: readonly CurvePoint[], after: number, upTo: number): number {
	const points = curve.filter(({firstStep, lastStep}) => firstStep > after && lastStep <= upTo);
	return points.reduce((sum, {mean}) => sum + mean, 0) / points.length;
}

/** It does better and better on what it has seen, and worse and worse on what it has not. */
export function memorising({evaluations}: Evidence): CoachMessage | undefined {
	const latest = evaluations.slice(-3);
	if (latest.length < 3) {
		return undefined;
	}

	const [first, second, third] = latest;
	const isTrainingFalling = first.trainLoss > second.trainLoss && second.trainLoss > third.trainLoss;
	const isValidationRising = first.validationLoss < second.validationLoss && second.validationLoss < third.validationLoss;
	if (!isTrainingFalling || !isValidationRising || third.validationLoss - first.validationLoss < leastValidationRise) {
		return undefined;
	}

	const at = `step ${countText(third.step)}`;
	return messageOf(third.step, [
		`${at}: it memorises, validation rises: stop, more data or a smaller model`,
		`${at}: it memorises, validation rises: stop or use more data`,
		`${at}: it memorises, validation rises`,
	], [`${at}: it begins to memorise`, 'it begins to memorise']);
}

/** A person has changed the learning rate, and a step has been taken with it. */
export function rateChanged({learningRateChanges}: Evidence, last: CoachMessage | undefined): CoachMessage | undefined {
	const change = learningRateChanges.at(-1);
	if (!change || change.step === last?.step) {
		return undefined;
	}

	const {step, scale} = change;
	const factor = scale >= 0.01 && scale < 1000 ? toDecimals(scale, 2) : scale.toExponential(1);
	return messageOf(
		step,
		[`learning rate x ${factor} from step ${countText(step)} on`],
		[`rate x ${factor} from step ${countText(step)} on`],
	);
}

const crossings = (['uniform', 'unigram', 'bigram', 'trigram', 'fourgram'] as const).map((name): Rule => ({
	say: evidence => crossingOf(name, evidence),
	topic: 'progress',
}));

/** All that the coach knows, in the order in which it is said where several things are true at once. */
export const rules: readonly Rule[] = [
	{say: firstLoss, topic: 'progress'},
	...crossings,
	{
		say: rateChanged, isRepeated: true, isForRunning: true, topic: 'learning rate', isOverruled: true,
	},
	{say: flat, isForRunning: true},
	{say: rising, isRepeated: true, isForRunning: true},
	{say: memorising, isForRunning: true},
	{say: diverged, isUrgent: true},
	{say: outcome, isUrgent: true},
];
