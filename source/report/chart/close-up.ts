import {middleOf} from '../../history/curve-point.js';
import {type RunChart} from './run-chart.js';

/** The first of the steps in which a loss falls fastest, which would take most of the rows. */
const steepShare = 1 / 3;

/**
The values between which the y axis is to be so that a curve shows as large as can be: those of the running mean and of
the validation loss, after their steep beginning, and the baselines above and below the newest mean.

@returns undefined while there is no curve.
*/
export function closeUp({means, evaluations, guides, steps}: RunChart): readonly [low: number, high: number] | undefined {
	const [from, to] = steps;
	const curve = means.find(({role}) => role === 'smoothed')?.curve ?? [];
	const shown = curve.filter(point => middleOf(point) >= from && middleOf(point) <= to && Number.isFinite(point.runningMean));
	const last = shown.at(-1);
	if (!last) {
		return undefined;
	}

	const settled = from + ((last.lastStep - from) * steepShare);
	const levels = guides.map(({value}) => value);
	const values = [
		last.runningMean,
		...shown.filter(point => middleOf(point) >= settled).map(({runningMean}) => runningMean),
		...evaluations.filter(({step}) => step >= settled && step <= to).map(({validationLoss}) => validationLoss),
		Math.min(...levels.filter(level => level >= last.runningMean)),
		Math.max(...levels.filter(level => level <= last.runningMean)),
	].filter(value => Number.isFinite(value));
	return [values.reduce((low, value) => Math.min(low, value)), values.reduce((high, value) => Math.max(high, value))];
}
