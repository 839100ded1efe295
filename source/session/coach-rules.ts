import {type Baselines} from '../data/baselines.js';
import {type CoachMessage} from './coach.js';
import {type CurvePoint} from './loss-history.js';
import {type Snapshot} from './snapshot.js';

/** What the coach looks at. */
export type Evidence = Pick<Snapshot, 'start' | 'lastStep' | 'curve' | 'evaluations' | 'baselines' | 'runningMean' | 'finish' | 'learningRateScale' | 'meanOfLast100' | 'nextPreset'>;

/** Looks at a run; returns a message when there is something new to say. */
export type CoachRule = (evidence: Evidence) => CoachMessage | undefined;

/** So long the running mean must stay on the other side of a line before it counts as crossed. */
const stepsToConfirm = 10;
/** A rise of the running mean by so many nats is no noise: its own is about a tenth of that. */
const alarmingRise = 0.4;
const stepsBetweenAlarms = 200;
/** So near to a line, in nats, the running mean counts as on it. */
const nearness = 0.04;
const leastStepsToBeFlat = 300;
/** Evaluations in a row that show a trend. */
const trendLength = 3;

const formatted = (count: number) => count.toLocaleString('en');

/** All rules, each with a memory of its own: to be made anew for each run. */
export function coachRules(): CoachRule[] {
	return [once(beginning), ...rungs.map(rung => once(crossing(rung))), learningRateChange(), rise(), once(flatness), once(overfitting), once(ending)];
}

/** Says it once and then never again. */
function once(rule: CoachRule): CoachRule {
	let said: CoachMessage | undefined;
	return evidence => {
		if (said) {
			return undefined;
		}

		said = rule(evidence);
		return said;
	};
}

function beginning({start, curve}: Evidence): CoachMessage | undefined {
	const [first] = curve;
	if (!start || first?.firstStep !== 1) {
		return undefined;
	}

	const blind = Math.log(start.model.vocabSize).toFixed(2);
	return {step: 1, text: `step 1: a new model guesses blindly: a loss near ln ${start.model.vocabSize} = ${blind}`, short: `step 1: a blind guess costs ${blind}`};
}

type Rung = {
	readonly baseline: keyof Baselines;
	readonly name: string;
	/** What a model must use to get below the line. */
	readonly evidence: string;
	readonly short: string;
};

/** The baseline ladder from the top. */
const rungs: readonly Rung[] = [
	{
		baseline: 'uniform', name: 'a blind guess', evidence: 'it knows that some letters are rare', short: 'better than a blind guess',
	},
	{
		baseline: 'unigram', name: 'the letter counts', evidence: 'it uses the letter before', short: 'below the letter counts',
	},
	{
		baseline: 'bigram', name: 'the bigram table', evidence: 'it uses more than the last letter', short: 'below the bigram table',
	},
	{
		baseline: 'trigram', name: 'the trigram table', evidence: 'it uses more than two letters', short: 'below the trigram table',
	},
	{
		baseline: 'fourgram', name: 'the 4-gram table', evidence: 'it uses more than three letters', short: 'below the 4-gram table',
	},
];

function crossing({baseline, name, evidence, short}: Rung): CoachRule {
	return ({start, curve, baselines}) => {
		const line = baselines?.[baseline];
		const step = line === undefined ? undefined : firstStepBelow(curve, line);
		if (step === undefined) {
			return undefined;
		}

		const isBigram = start?.model.architecture === 'bigram' && baseline === 'bigram';
		const why = isBigram ? 'beside the last letter it knows its place' : evidence;
		return {step, text: `step ${formatted(step)}: below ${name}: ${why}`, short: `step ${formatted(step)}: ${short}`};
	};
}

/** The first step from which the running mean stays below a line for some steps. */
function firstStepBelow(curve: readonly CurvePoint[], line: number): number | undefined {
	let first: CurvePoint | undefined;
	for (const point of curve) {
		if (point.runningMean >= line) {
			first = undefined;
			continue;
		}

		first ??= point;
		if (point.lastStep - first.firstStep >= stepsToConfirm) {
			return first.lastStep;
		}
	}

	return undefined;
}

function learningRateChange(): CoachRule {
	let known = 1;
	return ({learningRateScale, lastStep}) => {
		if (learningRateScale === known) {
			return undefined;
		}

		known = learningRateScale;
		const step = (lastStep?.step ?? 0) + 1;
		const scale = learningRateScale.toPrecision(3);
		const text = learningRateScale === 1 ? `the learning rate of the schedule again, from step ${formatted(step)} on` : `learning rate x ${scale} from step ${formatted(step)} on`;
		return {step, text, short: `rate x ${scale} from step ${formatted(step)} on`};
	};
}

function rise(): CoachRule {
	let quietUntil = 0;
	return ({curve, runningMean, lastStep}) => {
		if (!lastStep || runningMean === undefined || lastStep.step < quietUntil || curve.length < 2 * stepsToConfirm) {
			return undefined;
		}

		const lowest = curve.slice(stepsToConfirm).reduce((least, point) => Math.min(least, point.runningMean), Infinity);
		if (runningMean - lowest < alarmingRise) {
			return undefined;
		}

		const {step} = lastStep;
		quietUntil = step + stepsBetweenAlarms;
		return {
			step,
			text: `step ${formatted(step)}: the loss rises, ${lowest.toFixed(2)} to ${runningMean.toFixed(2)}: try a lower rate with <`,
			short: `step ${formatted(step)}: the loss rises: < helps`,
		};
	};
}

function flatness({curve, baselines, lastStep, runningMean, finish}: Evidence): CoachMessage | undefined {
	if (finish !== undefined || !baselines || runningMean === undefined || !(lastStep && lastStep.step >= leastStepsToBeFlat)) {
		return undefined;
	}

	const twoThirds = curve.find(point => point.lastStep >= lastStep.step * 2 / 3)!.runningMean;
	const isFlat = Math.abs(runningMean - baselines.unigram) < nearness && twoThirds - runningMean < nearness / 2;
	return isFlat
		? {
			step: lastStep.step,
			text: `step ${formatted(lastStep.step)}: flat at the letter counts: it knows no order yet; > raises the rate`,
			short: `step ${formatted(lastStep.step)}: flat: > raises the rate`,
		}
		: undefined;
}

function overfitting({evaluations}: Evidence): CoachMessage | undefined {
	const latest = evaluations.slice(-trendLength);
	const isTrend = latest.length === trendLength && latest.every((evaluation, index) => {
		const before = latest[index - 1];
		return index === 0 || (evaluation.validationLoss > before.validationLoss && evaluation.trainLoss < before.trainLoss);
	});
	if (!isTrend) {
		return undefined;
	}

	const {step} = latest.at(-1)!;
	return {
		step,
		text: `step ${formatted(step)}: validation rises while training falls: it learns by heart`,
		short: `step ${formatted(step)}: it learns by heart`,
	};
}

/** Where the run has ended, and what comes next. */
function ending({finish, meanOfLast100, start, baselines, nextPreset, evaluations}: Evidence): CoachMessage | undefined {
	if (!finish) {
		return undefined;
	}

	const {steps: step} = finish.totals;
	if (finish.reason === 'diverged') {
		return {step, text: `diverged after step ${formatted(step)}: the rate was too high: take a tenth of it`, short: `diverged after step ${formatted(step)}`};
	}

	const loss = evaluations.at(-1)?.validationLoss ?? meanOfLast100;
	if (finish.reason !== 'completed' || loss === undefined || !baselines) {
		return undefined;
	}

	const next = nextPreset === undefined ? '' : `; n: on to ${nextPreset}`;
	const where = `finished at ${loss.toFixed(2)}`;
	if (start?.model.architecture === 'bigram') {
		const line = baselines.bigram.toFixed(2);
		return {step, text: `${where}, bigram ${line}: one letter tells no more${next}`, short: `${where}, bigram ${line}`};
	}

	const below = Math.abs(baselines.bigram - loss).toFixed(2);
	const side = loss < baselines.bigram ? 'below' : 'above';
	return {step, text: `${where}, ${below} ${side} the bigram line${next}`, short: `${where}, ${below} ${side} bigram`};
}
