import {type SizedRun} from '../../../report/sort-runs.js';
import {type Snapshot} from '../../../session/snapshot.js';

/** What is on in the dashboard, as far as it matters to the list of saved runs. */
export type RunOn = Pick<Snapshot, 'mode' | 'status' | 'saving' | 'title' | 'lastStep' | 'runningMean' | 'bestValidation' | 'evaluations' | 'finish'>;

/** A saved run as it is now: the one that is on is farther than when the list was read. */
export function asOfNow<Run extends SizedRun>(run: Run, {saving, title, status, lastStep, runningMean, bestValidation, evaluations, finish}: RunOn): Run {
	if (run.folder !== saving.folder || !lastStep) {
		return run;
	}

	const {step, elapsedMs} = lastStep;
	const validationLoss = evaluations.at(-1)?.validationLoss;
	return {
		...run,
		title: title ?? run.title,
		state: status === 'finished' || status === 'failed' ? finish?.reason ?? 'failed' : 'running',
		info: {
			...run.info,
			step,
			...(elapsedMs !== undefined && {elapsedMs}),
			...(runningMean !== undefined && {loss: runningMean}),
			...(validationLoss !== undefined && {validationLoss}),
			...(bestValidation && {bestValidationLoss: bestValidation.loss}),
		},
	};
}
