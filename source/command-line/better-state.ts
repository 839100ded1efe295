import {join} from 'node:path';
import {isClearlyWorse} from '../history/better-before.js';
import {nameInShell} from '../report/name-in-shell.js';
import {readCheckpointNotes} from '../storage/record/checkpoint-notes.js';
import {runFiles} from '../storage/record/run-files.js';
import {type SavedRun} from '../storage/runs/runs-folder.js';
import {formatCount, formatLoss} from '../text/format.js';

/** That a saved run was clearly better before it was saved last, in a sentence; undefined where it was not, or that state cannot be read. */
export async function betterStateNote({folder, title, info: {validationLoss, bestValidationLoss}}: SavedRun): Promise<string | undefined> {
	if (validationLoss === undefined || bestValidationLoss === undefined || !isClearlyWorse(validationLoss, bestValidationLoss)) {
		return undefined;
	}

	try {
		const {progress: {step}} = await readCheckpointNotes(join(folder, runFiles.best));
		return `Validation was best at step ${formatCount(step)}: ${formatLoss(bestValidationLoss)}, and ${formatLoss(validationLoss)} when it was measured last. microgpt-tui sample ${nameInShell(folder, title)} --best uses the best.`;
	} catch {
		// Who asks for it hears why.
		return undefined;
	}
}
