import {finalLossOf} from './final-loss.js';
import {type BestLoss} from './loss-history.js';
import {type RecordedRun} from './recorded-run.js';

/** An evaluation before the last one that was clearly better. */
export type BetterBefore = {readonly best: BestLoss; readonly last: BestLoss};

/** Where the error of an evaluation is not known, one that is better by this share is clearly better. */
const clearShare = 0.01;
/** What two decimals show. */
const leastDifference = 0.01;

/** The best validation of a run, where the last one is clearly worse. */
export function betterBefore({start, evaluations, bestValidation: best, lastMean}: Pick<RecordedRun, 'start' | 'evaluations' | 'bestValidation' | 'lastMean'>): BetterBefore | undefined {
	const {step, validationLoss: loss} = evaluations.at(-1) ?? {};
	if (!best || step === undefined || loss === undefined || best.step >= step) {
		return undefined;
	}

	const error = finalLossOf({start, evaluations, lastMean})?.standardError;
	return isClearlyWorse(loss, best.loss, error) ? {best, last: {step, loss}} : undefined;
}

/**
Whether a loss is higher than another one of the same run by more than chance makes of it. Both are of the same documents, so
that they differ by less than their standard error if nothing has been learnt or forgotten.

@param standardError - Of one of them; undefined where it is not known.
*/
export function isClearlyWorse(loss: number, best: number, standardError?: number): boolean {
	return loss - best > Math.max(leastDifference, standardError ?? (clearShare * best));
}
