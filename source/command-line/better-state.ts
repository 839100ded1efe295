import {join} from 'node:path';
import {isClearlyWorse} from '../history/better-before.js';
import {readCheckpointNotes} from '../storage/record/checkpoint-notes.js';
import {runFiles} from '../storage/record/run-files.js';
import {commandOn} from '../storage/runs/run-command.js';
import {shownName} from '../storage/runs/shown-name.js';
import {type SavedRun} from '../storage/runs/runs-folder.js';
import {formatCount, formatLoss} from '../text/format.js';

/** That a saved run was clearly better before it was saved last, in a sentence; undefined where it was not, or that state cannot be read. */
export async function betterStateNote(run: Pick<SavedRun, 'name' | 'folder' | 'title' | 'info'>): Promise<string | undefined> {
	const {folder, info: {validationLoss, bestValidationLoss}} = run;
	if (validationLoss === undefined || bestValidationLoss === undefined || !isClearlyWorse(validationLoss, bestValidationLoss)) {
		return undefined;
	}

	try {
		const {progress: {step}} = await readCheckpointNotes(join(folder, runFiles.best));
		return `The validation of ${shownName(run)} was best at step ${formatCount(step)}: ${formatLoss(bestValidationLoss)}, and ${formatLoss(validationLoss)} when it was measured last. To use the best: ${commandOn('sample', run, ['--best'])}`;
	} catch {
		// Who asks for it hears why.
		return undefined;
	}
}
