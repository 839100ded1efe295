import {type ToldEval} from '../training/told-events.js';
import {countText} from '../text/decimals.js';
import {type CoachMessage} from './coach-message.js';
import {type Evidence} from './evidence.js';

const leastValidationRise = 0.01;
/** Where it goes up and down: so far above the best, so many times running. */
const clearValidationRise = 0.02;
const evaluationsAbove = 3;

/** It does better and better on what it has seen, and worse on what it has not. */
export function memorising({evaluations}: Evidence): CoachMessage | undefined {
	const latest = evaluations.at(-1);
	if (!latest || !(hasRisenTwice(evaluations.slice(-3)) || hasStayedAbove(evaluations))) {
		return undefined;
	}

	const at = `step ${countText(latest.step)}`;
	return {
		step: latest.step, wordings: [
			`${at}: overfitting, validation rose: stop, add data or shrink the model`,
			`${at}: overfitting, validation rose: stop or add data`,
			`${at}: overfitting, validation rose`,
			`${at}: overfitting has begun`,
			'overfitting has begun',
		],
	};
}

/** Another program may not tell its loss on the training data: then nobody knows whether that falls. */
const isTrainingFalling = (first: ToldEval, second: ToldEval) => (first.trainLoss ?? NaN) > (second.trainLoss ?? NaN);

function hasRisenTwice([first, second, third]: readonly ToldEval[]): boolean {
	return third !== undefined
		&& isTrainingFalling(first, second) && isTrainingFalling(second, third)
		&& first.validationLoss < second.validationLoss && second.validationLoss < third.validationLoss
		&& third.validationLoss - first.validationLoss >= leastValidationRise;
}

/** Whether validation has been clearly above its best for so long that it is no chance, however it goes up and down. */
function hasStayedAbove(evaluations: readonly ToldEval[]): boolean {
	const best = evaluations.toSorted((a, b) => a.validationLoss - b.validationLoss).at(0);
	const since = best ? evaluations.slice(evaluations.indexOf(best) + 1) : [];
	return best !== undefined && since.length >= evaluationsAbove
		&& since.slice(-evaluationsAbove).every(evaluation => isTrainingFalling(best, evaluation) && evaluation.validationLoss - best.validationLoss >= clearValidationRise);
}
