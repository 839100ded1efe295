import {type ToldEval, type ToldStart} from '../training/told-events.js';
import {countText} from '../text/decimals.js';
import {type LossMean} from './mean-losses.js';

/** The one figure by which a run is judged, with its name. */
export type FinalLoss = {
	readonly loss: number;
	/** What it is: `mean of the last 100 losses`. */
	readonly name: string;
	/** The same in few words. */
	readonly shortName: string;
	/** How far it may be from where it would be with other documents; undefined where that cannot be told. */
	readonly standardError: number | undefined;
};

/** How a loss stands to another that is no matter of chance. */
export type Verdict = 'below' | 'above' | 'about';

/** A difference of fewer standard errors may well be chance: 1 in 20 is larger without a reason. */
const leastErrors = 2;
/** A step of one document counts every document alike and a baseline every position: on names, that alone makes 0.02. */
const leastDifference = 0.02;

/** What a run has come to: its last validation loss if documents are held out, undefined before the first, else the mean of its last losses. */
export function finalLossOf({start, evaluations, lastMean}: {
	readonly start: ToldStart | undefined;
	readonly evaluations: readonly ToldEval[];
	readonly lastMean: LossMean | undefined;
}): FinalLoss | undefined {
	const evaluation = evaluations.at(-1);
	if (evaluation) {
		return {
			loss: evaluation.validationLoss,
			name: 'validation loss',
			shortName: 'validation',
			standardError: start && validationError(start, lastMean?.deviation),
		};
	}

	if ((start?.dataset.validationDocumentCount ?? 0) > 0) {
		// The baselines are losses on what is held out, with which losses of the training do not compare.
		return undefined;
	}

	return lastMean && {
		loss: lastMean.mean, name: nameOfMean(lastMean), shortName: `last ${countText(lastMean.count)}`, standardError: lastMean.standardError,
	};
}

/** What the mean of the last losses is called wherever it shows. */
export function nameOfMean({count}: LossMean): string {
	return count === 1 ? 'loss of the only step' : `mean of the last ${countText(count)} losses`;
}

/**
Whether a run has come below a level or stayed above it, as far as that is no matter of chance.

@returns undefined where the error of the loss is not known.
*/
export function judge({loss, standardError}: Pick<FinalLoss, 'loss' | 'standardError'>, level: number): Verdict | undefined {
	if (standardError === undefined) {
		return undefined;
	}

	// An error that is no number allows no verdict.
	if (!(Math.abs(loss - level) > Math.max(leastErrors * standardError, leastDifference))) {
		return 'about';
	}

	return loss < level ? 'below' : 'above';
}

/** Documents that are held out are taken to be as unsteady as those of the training. */
function validationError({dataset, training}: ToldStart, deviation: number | undefined): number | undefined {
	const {validationDocumentCount: heldOut = 0} = dataset;
	const {evalDocuments = 0, batchSize} = training;
	const measured = evalDocuments === 0 ? heldOut : Math.min(heldOut, evalDocuments);
	return deviation === undefined || batchSize === undefined || measured === 0 ? undefined : deviation * Math.sqrt(batchSize / measured);
}
