import {type Baselines} from '../data/baselines.js';
import {countText} from '../text/decimals.js';
import {finalLossOf, judge} from '../history/final-loss.js';
import {type CurvePoint} from '../history/loss-history.js';
import {type Evidence} from './evidence.js';
import {ladderOf, type Rung, sightOf} from './baseline-ladder.js';
import {
	type CoachMessage,
	lossText,
} from './coach-message.js';

/** How long the running mean must stay below a line; what is shorter may be chance. */
const stepsToStay = 10;
/** Before that, the running mean is that of a few documents. */
const firstStep = 10;
/** So many standard errors must the mean be below: it is looked at again and again, and two of them would come by chance. */
const errorsBelow = 3;
/** A model comes to its limit and not below: it is there where it is no farther above than chance may have it. */
const errorsAbout = 2;
/** Where the losses are not known one by one: that of losses which are 0.5 apart, as usual. */
const usualError = 0.035;
/** A training begins at about the uniform baseline: less than this below it, it has learnt nothing yet. */
const uniformMargin = 0.05;

/**
Tells that the loss has passed one of the baselines.

Where documents are held out, the baselines are losses on those, so the validation loss is compared and
not the running mean: a model that knows its training documents by heart has not passed anything.
*/
export function crossingOf(name: keyof Baselines, {start, baselines, curve, evaluations, lastMean}: Evidence): CoachMessage | undefined {
	const rung = start && baselines && ladderOf(baselines, start.model).find(candidate => candidate.name === name);
	if (!rung) {
		return undefined;
	}

	const isLimit = name === 'bigram' && sightOf(start.model) === 1;
	const level = name === 'uniform' ? rung.loss - uniformMargin : rung.loss;
	if ((start.dataset.validationDocumentCount ?? 0) > 0) {
		const passed = evaluations.find(evaluation => {
			const final = finalLossOf({start, evaluations: [evaluation], lastMean});
			return final && judge(final, level) === 'below';
		});
		return passed && describe(rung, {step: passed.step, isHeldOut: true, isLimit});
	}

	const step = crossingStep(curve, level, isLimit ? -errorsAbout : errorsBelow);
	return step === undefined ? undefined : describe(rung, {step, isHeldOut: false, isLimit});
}

/**
The first step from which the running mean stays below a level for ten further ones.

@param errors - By so many of its standard errors it must be below; above 0 for certainty.
*/
export function crossingStep(curve: readonly CurvePoint[], level: number, errors: number): number | undefined {
	let first: number | undefined;
	for (const {lastStep, runningMean, runningError = usualError} of curve) {
		if (lastStep < firstStep || !(runningMean + (errors * runningError) < level)) {
			first = undefined;
			continue;
		}

		first ??= lastStep;
		if (lastStep - first >= stepsToStay) {
			return first;
		}
	}

	return undefined;
}

type Crossing = {readonly step: number; readonly isHeldOut: boolean; readonly isLimit: boolean};

function describe({name, label, loss}: Rung, {step, isHeldOut, isLimit}: Crossing): CoachMessage {
	const at = `step ${countText(step)}`;
	if (isLimit && !isHeldOut) {
		return {
			step, wordings: [
				`${at}: mean reached the bigram baseline (${lossText(loss)}), the limit of one letter`,
				`${at}: mean reached the bigram baseline, the limit of one letter`,
				`${at}: reached the bigram baseline`,
				`${at}: reached bigram`,
			],
		};
	}

	const crossed = isHeldOut ? 'validation below' : 'mean fell below';
	const meaning = isHeldOut ? heldOutMeanings[name] : meanings[name];
	const line = `${label} baseline`;
	return {
		step, wordings: [
			`${at}: ${crossed} the ${line} (${lossText(loss)}): ${meaning}`,
			`${at}: ${crossed} the ${line}: ${meaning}`,
			`${at}: ${crossed} the ${line}`,
			`${at}: fell below the ${line}`,
			`${at}: below ${label}`,
			`fell below the ${line}`,
		],
	};
}

/** What the model must have been using then. */
const meanings: Readonly<Record<keyof Baselines, string>> = {
	uniform: 'better than guessing',
	unigram: 'more than letter counts',
	bigram: 'more than the last letter',
	trigram: 'more than two letters',
	fourgram: 'more than three letters',
};

/** On documents that neither the model nor the tables have seen. */
const heldOutMeanings: Readonly<Record<keyof Baselines, string>> = {
	uniform: 'better than guessing',
	unigram: 'better than letter counts',
	bigram: 'better than pair counts',
	trigram: 'better than triple counts',
	fourgram: 'better than counts of four',
};
