import {countBytes, pathsOf} from '../data/read-texts.js';
import {type RunConfig} from '../settings/run-config.js';

/** So many parameters times positions take an engine some 50 milliseconds, forward and backward; processes are always waited for elsewhere. */
const slowWork: Readonly<Record<RunConfig['engine'], number>> = {tensor: 30e6, scalar: 3e6, torch: 0};
/** Those of the attention and of the MLP, in squares of the width. */
const squaresPerLayer = 12;
/** It takes a few hundred milliseconds to make documents of so much text. */
const largeFileBytes = 4 * (1024 ** 2);

/**
Whether a run should be trained in a thread of its own also where nothing is drawn: where opening it or a
step takes so long that a signal should not have to wait for its end.

@param text - What is trained on, if it has been read already.
*/
export async function requiresThread({model, engine, training, dataset}: RunConfig, text?: string): Promise<boolean> {
	// It knows no data yet: the vocabulary does not count.
	const parameterCount = model.architecture === 'gpt' ? squaresPerLayer * model.nLayer * (model.nEmbd ** 2) : model.nEmbd;
	const isTextLarge = text === undefined ? await isLarge(pathsOf(dataset.path)) : text.length >= largeFileBytes;
	return isTextLarge || parameterCount * model.blockSize * training.batchSize >= slowWork[engine];
}

async function isLarge(paths: readonly string[]): Promise<boolean> {
	try {
		return await countBytes(paths) >= largeFileBytes;
	} catch {
		// Whoever opens it says what is wrong.
		return false;
	}
}
