import {type StartEvent} from '../training/events.js';
import {type ToldStart} from '../training/told-events.js';
import {initialDeviation, suitedDeviation} from '../model/parameters.js';
import {countText, toDecimals} from '../text/decimals.js';
import {type CoachMessage, lossText} from './coach-message.js';
import {type Evidence} from './evidence.js';

const nearUniform = 0.3;
/** So many nats above a blind guess, the model is sure of what is wrong; the references begin within 0.1 of it. */
const farAbove = 1;

/** The first loss against a blind guess. */
export function firstLoss({start, curve, mode}: Evidence): CoachMessage | undefined {
	const first = curve.at(0);
	// Later, when the first steps are one point of the curve, it has been said or is old.
	// Of a program that does not tell how many tokens there are, a blind guess is not known.
	const {vocabSize = 0} = start?.model ?? {};
	if (!start || vocabSize < 2 || first?.lastStep !== 1) {
		return undefined;
	}

	const blind = Math.log(vocabSize);
	const difference = first.mean - blind;
	const loss = `step 1: loss ${lossText(first.mean)}`;
	if (isFarAbove(first.mean, vocabSize)) {
		const guess = `far above a blind guess (${lossText(blind)})`;
		return {
			step: 1, wordings: [
			// How another program makes its first weights is not known.
				...(mode === 'watch' ? [] : [`${loss}, ${guess}: ${reasonOf(start).brief}`]),
				`${loss}, ${guess}`,
				`${loss}, far above a guess`,
				loss,
			],
		};
	}

	const kind = Math.abs(difference) < nearUniform ? 'about' : (difference > 0 ? 'above' : 'below');
	return {
		step: 1, wordings: [
			`${loss}, ${kind} a blind guess among ${countText(vocabSize)} tokens (ln ${vocabSize} = ${lossText(blind)})`,
			`${loss}, ${kind} a blind guess (${lossText(blind)})`,
			`${loss}, ${kind} a blind guess`,
			loss,
		],
	};
}

/**
What is to be said beside the lines of a run whose first loss is far above that of a blind guess, with the reason.

@returns undefined where it is not.
*/
export function firstLossNote(start: StartEvent, loss: number): string | undefined {
	const {vocabSize} = start.model;
	return isFarAbove(loss, vocabSize)
		? `The first loss, ${lossText(loss)}, is far above that of a blind guess among ${countText(vocabSize)} tokens, ln ${vocabSize} = ${toDecimals(Math.log(vocabSize), 2)}: ${reasonOf(start).full}`
		: undefined;
}

/** Below two tokens, there is nothing to guess. */
function isFarAbove(loss: number, vocabSize: number): boolean {
	return vocabSize >= 2 && loss - Math.log(vocabSize) >= farAbove;
}

/** Why a model is sure of what is wrong before it has learnt anything. */
function reasonOf({model: {nEmbd = 0}, initFrom, initialSpread, initStd = initialSpread === 'bySize' ? 0 : initialDeviation}: ToldStart): {readonly brief: string; readonly full: string} {
	const suited = suitedDeviation(nEmbd);
	return initFrom === undefined && initStd > suited
		? {
			brief: 'initial weights too large',
			full: `weights of standard deviation ${initStd} are too large for a model that is ${countText(nEmbd)} wide, and make it sure of wrong letters before it has learnt any. It will first have to unlearn that; without --init-std, a new run draws smaller ones.`,
		}
		: {
			brief: 'unfit initial weights',
			full: 'the weights that it begins with are sure of wrong letters, as those of a model for other data are.',
		};
}
