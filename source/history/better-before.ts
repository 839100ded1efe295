import {type BestLoss} from './loss-history.js';
import {type RecordedRun} from './recorded-run.js';

/** An evaluation before the last one that was clearly better. */
export type BetterBefore = {readonly best: BestLoss; readonly last: BestLoss};

/** One that is better by less may soon be worse again: from step to step, validation goes up and down. */
const clearShare = 0.01;
/** What two decimals show. */
const leastDifference = 0.01;

/** The best validation of a run, where the last one is clearly worse. */
export function betterBefore({evaluations, bestValidation: best}: Pick<RecordedRun, 'evaluations' | 'bestValidation'>): BetterBefore | undefined {
	const {step, validationLoss: loss} = evaluations.at(-1) ?? {};
	if (!best || step === undefined || loss === undefined || best.step >= step) {
		return undefined;
	}

	return isClearlyWorse(loss, best.loss) ? {best, last: {step, loss}} : undefined;
}

/**
Whether a loss is so much higher than another one of the same run that the model of then is worth a word. Both are of the same
documents: how far a loss may be from that of others says nothing of their difference.
*/
export function isClearlyWorse(loss: number, best: number): boolean {
	return loss - best > Math.max(leastDifference, clearShare * best);
}
