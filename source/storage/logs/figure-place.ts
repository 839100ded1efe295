import {type Figure, type Figures} from './figure.js';
import {type Meaning, meaningOf} from './figure-meaning.js';

/** What stands alone is meant less than what has a name. */
const bareRank = 5;
const columnRank = 7;
/** A share that is printed as two numbers is no place in a run. */
const shares = /acc|correct|mem|gpu|hit|cach|right|match|pass/iv;

/** A figure of which there may be several. The lower the rank, the more it is meant. */
export type Known = {readonly figure: Figure; readonly rank: number};

/** What a figure is of: what has no name, or is one of so many, is a place in the run. */
export function meaningOfFigure({name, unit, total, isWhole, value, isColumn}: Figure): Meaning {
	if (isColumn) {
		return {type: 'step', rank: columnRank};
	}

	if (name === '' && unit === undefined) {
		return {type: 'step', rank: total === undefined ? bareRank + 1 : bareRank};
	}

	const meaning = meaningOf(name, unit);
	const isPlace = isWhole || Number.isSafeInteger(value);
	if (meaning.type === 'step' && !(isPlace && value >= 0)) {
		return {type: 'metric'};
	}

	if (total !== undefined && meaning.type === 'split') {
		return {type: 'step', rank: bareRank - 1};
	}

	if (total !== undefined && meaning.type === 'metric') {
		// A bar may call what it counts anything: data=8/66.
		return shares.test(name) ? {type: 'nothing'} : {type: 'step', rank: bareRank};
	}

	return meaning;
}

/** Where a line is of. */
export function placesOf({step, epoch, total}: {step: Known | undefined; epoch: Known | undefined; total: Figure | undefined}): Pick<Figures, 'step' | 'epoch'> {
	const totalOf = (figure: Figure) => figure.total === undefined || figure.total === 0 ? undefined : figure.total;
	return {
		...(step && {
			step: {
				at: step.figure.value, total: totalOf(step.figure) ?? (step.rank < bareRank && total && Number.isSafeInteger(total.value) && total.value > 0 ? total.value : undefined), kind: kindOf(step),
			},
		}),
		...(epoch && {epoch: {at: epoch.figure.value, total: totalOf(epoch.figure), isWhole: epoch.figure.isWhole}}),
	};
}

/** What is called `steps` may as well be how many there are to be. */
function kindOf({figure, rank}: Known): NonNullable<Figures['step']>['kind'] {
	if (rank === 0) {
		return 'global';
	}

	return rank < bareRank && !figure.name.endsWith('s') ? 'named' : 'bare';
}
