import {countBaselines} from '../data/baselines.js';
import {loadDataset} from '../data/dataset.js';
import {CheckpointError, UserError} from '../errors.js';
import {createSplitRandom} from '../settings/split-random.js';
import {readRecord} from '../storage/record/read-record.js';
import {shownName} from '../storage/runs/shown-name.js';
import {type SavedRun} from '../storage/runs/runs-folder.js';
import {type BaselinesEvent} from '../training/events.js';
import {type ToldEvent, type ToldStart} from '../training/told-events.js';
import {inTurns} from '../training/pieces.js';

/**
The record of a run, with its beginning, and with the baselines also where nobody watched the run and so
had them counted: if its data is still there.

@param signal - Leaves them out: somebody does not want to wait for them.
@throws CheckpointError if nothing of the record is there.
*/
export async function readWholeRecord(run: SavedRun, signal?: AbortSignal): Promise<[ToldStart, ...ToldEvent[]]> {
	const [start, ...events] = await readRecord(run.folder);
	if (start?.type !== 'start') {
		throw new CheckpointError(`Expected the record of ${shownName(run)} to begin with what was trained, got ${start === undefined ? 'nothing' : `“${start.type}”`}. It is damaged, or nothing was written yet.`);
	}

	const baselines = events.some(({type}) => type === 'baselines') ? undefined : await countAgain(run, signal);
	return baselines ? [start, baselines, ...events] : [start, ...events];
}

async function countAgain({info}: SavedRun, signal: AbortSignal | undefined): Promise<BaselinesEvent | undefined> {
	const {config, dataset: {sha256}} = info;
	try {
		const dataset = await loadDataset(config.dataset, createSplitRandom(config), config);
		if (dataset.sha256 !== sha256) {
			return undefined;
		}

		const baselines = await inTurns(countBaselines(dataset), () => signal?.aborted ?? false);
		return baselines && {type: 'baselines', ...baselines};
	} catch (error) {
		if (error instanceof UserError) {
			// Gone, or not to be read any more.
			return undefined;
		}

		throw error;
	}
}
