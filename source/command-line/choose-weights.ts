import {join} from 'node:path';
import {isThere} from '../files/is-there.js';
import {CheckpointError} from '../errors.js';
import {runFiles} from '../storage/record/run-files.js';
import {commandOn} from '../storage/runs/run-command.js';
import {shownName} from '../storage/runs/shown-name.js';
import {type SavedRun} from '../storage/runs/runs-folder.js';

/**
The file of the weights of a run that are asked for: those of the last save, or those of the best validation loss.

@throws CheckpointError if it has none of the best.
*/
export async function weightsFile(run: SavedRun, isBest: boolean): Promise<string> {
	const {folder, info} = run;
	if (!isBest) {
		return join(folder, runFiles.checkpoint);
	}

	const path = join(folder, runFiles.best);
	if (!await isThere(path)) {
		const name = shownName(run);
		throw new CheckpointError(info.config.dataset.validationShare === 0
			? `Expected the weights of the best validation loss in ${name}, got a run without validation. Leave out --best, or train with --val-split 0.1.`
			: `Expected the weights of the best validation loss in ${name}, got none: ${runFiles.best} is not there yet. Leave out --best, or go on with ${commandOn('resume', run)}.`);
	}

	return path;
}
