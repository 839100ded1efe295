import {betterBefore} from '../history/better-before.js';
import {type Snapshot} from '../session/snapshot.js';
import {commandOn} from '../storage/runs/run-command.js';
import {formatCount, formatLoss} from '../text/format.js';

/** What to say at the end of a run whose last validation is clearly worse than its best: that, and the command that uses the best, if the run is saved. */
export function bestLines(snapshot: Pick<Snapshot, 'evaluations' | 'bestValidation' | 'saving' | 'title'>): string[] {
	const better = betterBefore(snapshot);
	if (!better) {
		return [];
	}

	const {best, last} = better;
	const {saving: {folder, step}, title} = snapshot;
	const isSaved = folder !== undefined && step !== undefined;
	const sentence = `validation was best at step ${formatCount(best.step)}: ${formatLoss(best.loss)}, and ${formatLoss(last.loss)} at step ${formatCount(last.step)}`;
	return isSaved ? [`${sentence}; to use the best:`, `  ${commandOn('sample', {folder, title}, ['--best'])}`] : [`${sentence}.`];
}
