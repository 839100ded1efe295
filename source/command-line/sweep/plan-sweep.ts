import {isDeepStrictEqual} from 'node:util';
import {resolve} from 'node:path';
import {CheckpointError} from '../../errors.js';
import {type Dataset} from '../../data/dataset.js';
import {type OpenRunOptions} from '../../run/open-run-options.js';
import {fitRun, prepareRun} from '../../run/prepare-run.js';
import {type RunConfig} from '../../settings/run-config.js';
import {type SweepResult} from '../../report/sweep-report.js';
import {listRuns, type SavedRun} from '../../storage/runs/runs-folder.js';
import {checkTitle} from '../../storage/runs/run-title.js';
import {type SavingOptions} from '../../storage/runs/open-recorder.js';
import {type SweepArguments} from '../arguments.js';
import {type ChosenData, withChosenData} from '../choose-data.js';

/** A combination that is to be trained, or was. */
export type PlannedRun = SweepArguments['combinations'][number] & {
	/** What a new run of it is called. */
	readonly title: string;
	/** The run that an earlier sweep of this name has begun, or done. */
	readonly earlier: SavedRun | undefined;
};

/**
Looks at all combinations before any is trained, and at what is saved of them already.

@throws UserError for the first combination that cannot be trained, or that somebody else is at work on.
*/
export async function planSweep({combinations, title, hasChosenDocuments}: SweepArguments, data: ChosenData, {onProgress, ...saving}: SavingOptions & Pick<OpenRunOptions, 'onProgress'>): Promise<PlannedRun[]> {
	const listed = await listRuns(saving.runsFolder);
	const saved = listed.filter((run): run is SavedRun => 'info' in run && numberIn(run.title, title) !== undefined);
	let number = Math.max(0, ...saved.map(run => numberIn(run.title, title)!));
	const planned: PlannedRun[] = [];
	/** By what decides on them: a large text is not read for each combination. */
	const datasets = new Map<string, Dataset>();
	for (const combination of combinations) {
		const config = withChosenData(combination, data, hasChosenDocuments);
		const key = JSON.stringify(config.dataset);
		const known = datasets.get(key);
		const {dataset, config: decided} = known ? {dataset: known, ...fitRun(config, known, true)} : await prepareRun(config, {text: data.text, saving, onProgress}, undefined);
		datasets.set(key, dataset);
		const same = saved.filter(({info}) => info.dataset.sha256 === dataset.sha256 && isDeepStrictEqual(comparable(info.config), comparable(decided)));
		const earlier = same.find(run => isDone(run)) ?? same.at(0);
		if (earlier?.state === 'running') {
			throw new CheckpointError(`Expected nobody else at work on ${earlier.folder}, got another program that trains it. Wait for it, stop it, or choose another --name.`);
		}

		number += earlier ? 0 : 1;
		planned.push({
			...combination, config, earlier, title: earlier?.title ?? checkTitle(`${title}-${number}`),
		});
	}

	return planned;
}

/** Whether there is nothing left to do. */
export function isDone({state}: {readonly state: SavedRun['state'] | SweepResult['state']}): boolean {
	return ['completed', 'stopped early', 'diverged'].includes(state);
}

/** `sweep-12` is the twelfth run of `sweep`. */
function numberIn(title: string | undefined, name: string): number | undefined {
	const number = title?.startsWith(`${name}-`) ? title.slice(name.length + 1) : '';
	return /^\d{1,9}$/v.test(number) ? Number(number) : undefined;
}

/** Without what says where the data are, and not what they are; as it is written down. */
function comparable({initFrom, isLargeFileConfirmed: _, dataset: {path: _path, pipe: _pipe, ...dataset}, ...config}: RunConfig): unknown {
	const text = JSON.stringify({...config, dataset, ...(initFrom !== undefined && {initFrom: resolve(initFrom)})});
	return JSON.parse(text);
}
