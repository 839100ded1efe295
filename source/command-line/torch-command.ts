import {resolve} from 'node:path';
import {checkTorch} from '../run/check-torch.js';
import {prepareCluster} from '../run/prepare-cluster.js';
import {formatCount} from '../text/format.js';
import {shellWord} from '../text/shell-word.js';
import {version} from '../version.js';
import {type TorchArguments} from './arguments.js';
import {chooseData} from './choose-data.js';
import {withLoadingNote} from './loading-note.js';
import {printNote} from './print-note.js';

/**
Prepares a run that PyTorch trains elsewhere, without this program.

@returns what to do with it, in lines; undefined if it was stopped before.
@throws UserError for what the user can mend.
*/
export async function torchCommand({folder, title, computing, saveEveryMs, ...given}: TorchArguments, signal: AbortSignal): Promise<string[] | undefined> {
	checkTorch(given.config, computing);
	const data = await chooseData(given, {...given, signal});
	if (!data) {
		return undefined;
	}

	const {config, text, notes = []} = data;
	checkTorch(config, computing);
	const prepared = await withLoadingNote(async onProgress => prepareCluster(resolve(folder), config, version, {
		text, onProgress, title, saveEveryMs, torch: computing.torch, threads: computing.threads,
	}));
	for (const note of [...notes, ...prepared.notes]) {
		printNote(note);
	}

	const word = shellWord(folder);
	return [
		`${folder} is ready: ${formatCount(prepared.parameterCount)} parameters, ${formatCount(prepared.documentCount)} documents, ${formatCount(config.training.steps)} steps.`,
		`  torchrun --nproc-per-node ${Math.min(2, config.training.batchSize)} ${word}/train.py    trains it, on this machine or any other that sees it`,
		`  microgpt-tui watch ${word}                      shows it meanwhile`,
	];
}
