import {type Baselines} from '../data/baselines.js';
import {type Evidence} from './evidence.js';
import {ladderOf, type Rung, sightOf} from './baseline-ladder.js';
import {
	type CoachMessage,
	lossText,
	messageOf,
} from './coach-message.js';
import {countText} from './decimals.js';
import {type CurvePoint} from './loss-history.js';

/** How long the running mean must stay below a line; what is shorter may be chance. */
const stepsToStay = 10;
/** Before that, the running mean is that of a few documents. */
const firstStep = 10;
/** A training begins about the uniform line: below by less than this, it has learnt nothing yet. */
const uniformMargin = 0.05;

type Crossing = {readonly step: number; readonly subject: string; readonly isHeldOut: boolean};

/**
Tells that the loss has passed one of the baselines.

Where documents are held out, the baselines are losses on those, so the validation loss is compared and
not the running mean: a model that knows its training documents by heart has not passed anything.
*/
export function crossingOf(name: keyof Baselines, {start, baselines, curve, evaluations}: Evidence): CoachMessage | undefined {
	const rung = start && baselines && ladderOf(baselines, start.model).find(candidate => candidate.name === name);
	if (!rung) {
		return undefined;
	}

	const level = name === 'uniform' ? rung.loss - uniformMargin : rung.loss;
	const isHeldOut = start.dataset.validationDocumentCount > 0;
	const step = isHeldOut ? evaluations.find(({validationLoss}) => validationLoss < level)?.step : crossingStep(curve, level);
	return step === undefined ? undefined : describe(rung, {step, subject: isHeldOut ? 'validation below' : 'below', isHeldOut}, sightOf(start.model) === 1);
}

/** The first step from which the running mean stays below a level for ten further ones. */
export function crossingStep(curve: readonly CurvePoint[], level: number): number | undefined {
	let first: number | undefined;
	for (const {lastStep, runningMean} of curve) {
		if (lastStep < firstStep || !(runningMean < level)) {
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

function describe({name, label, loss}: Rung, {step, subject, isHeldOut}: Crossing, hasOneLetter: boolean): CoachMessage {
	const at = `step ${countText(step)}`;
	if (name === 'bigram' && hasOneLetter) {
		return messageOf(step, [
			`${at}: at the bigram line (${lossText(loss)}), its limit: it sees a letter and its place`,
			`${at}: at the bigram line, its limit: it sees a letter and its place`,
		], [`${at}: at the bigram line, its limit`, `${at}: at the bigram line`]);
	}

	const meaning = isHeldOut ? heldOutMeanings[name] : meanings[name];
	const line = `${label} ${name === 'uniform' || name === 'unigram' ? 'line' : 'table'}`;
	return messageOf(step, [
		`${at}: ${subject} the ${line} (${lossText(loss)}): ${meaning}`,
		`${at}: ${subject} the ${line}: ${meaning}`,
		`${at}: ${subject} the ${line}`,
	], [`${at}: ${subject} the ${line}`, `${at}: ${subject} ${label}`, `${subject} the ${line}`]);
}

/** What the model must be using now. */
const meanings: Readonly<Record<keyof Baselines, string>> = {
	uniform: 'no blind guess any more',
	unigram: 'it uses more than letter counts',
	bigram: 'it uses more than the last letter',
	trigram: 'it uses more than two letters',
	fourgram: 'it uses more than three letters',
};

/** On documents that neither the model nor the tables have seen. */
const heldOutMeanings: Readonly<Record<keyof Baselines, string>> = {
	uniform: 'no blind guess any more',
	unigram: 'better than counting letters',
	bigram: 'better than counting pairs',
	trigram: 'better than counting triples',
	fourgram: 'better than counting fours',
};
