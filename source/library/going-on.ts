import {isDeepStrictEqual} from 'node:util';
import {ConfigError} from '../errors.js';
import {readLoneRun} from '../run/lone-checkpoint.js';
import {type Origin} from '../run/origin.js';
import {withSettings} from '../settings/fork-options.js';
import {type RunConfig, type RunOptions} from '../settings/run-config.js';
import {optionNames} from '../settings/setting-values.js';
import {readCheckpoint} from '../storage/record/checkpoint.js';

/**
Where a training goes on from a checkpoint, and with which settings: those of its run, but for what is said.

@throws ConfigError for settings with which it cannot go on, CheckpointError if it is missing, damaged, or has left the folder of its run.
*/
export async function goOnFrom(path: string, said: RunOptions): Promise<{readonly config: RunConfig; readonly origin: Origin}> {
	const {config: earlier, dataset, documents} = await readLoneRun(path);
	const state = await readCheckpoint(path);
	const changes = optionNames.map(name => [name, said[name]] as const).filter(([, value]) => (value ?? undefined) !== undefined);
	const config = withSettings(earlier, Object.fromEntries(changes));
	if (!isDeepStrictEqual(sizesOf(config), sizesOf(earlier))) {
		throw new ConfigError('Expected the model of the checkpoint, got one of other sizes. Leave nLayer, nHead, nEmbd and blockSize out.');
	}

	const {step, tokens} = state.progress;
	if (step > config.training.steps) {
		throw new ConfigError(`Expected --steps to be at least ${step}, which the checkpoint has done, got ${config.training.steps}.`);
	}

	return {config, origin: {point: {step, documents, tokens}, state, left: {config: earlier, dataset}}};
}

function sizesOf({model: {without: _, ...sizes}}: RunConfig) {
	return sizes;
}
