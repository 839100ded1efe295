import {ConfigError} from '../errors.js';
import {type Preset, presets} from '../settings/presets.js';
import {createRunConfig, type RunConfig, type RunOptions} from '../training/run-config.js';
import {spell} from './flags.js';
import {type Flags} from './read-flags.js';
import {readChoice, readNumber} from './read-values.js';
import {unknown} from './unknown.js';

/**
The configuration of the run that the flags describe.

@throws ConfigError for a value that is not allowed, or values that do not go together.
*/
export function chooseConfig(flags: Flags): RunConfig {
	const preset = choosePreset(flags.values.preset);
	for (const name of ['nLayer', 'nHead'] as const) {
		if (preset.model.architecture === 'bigram' && flags.values[name] !== undefined) {
			throw new ConfigError(`Expected ${spell(name)} with a GPT, got the preset ${preset.name}, which has none. Add --preset microgpt.`);
		}
	}

	return createRunConfig(preset, readRunOptions(flags));
}

function choosePreset(name = 'chapter7'): Preset {
	const preset = presets.find(candidate => candidate.name === name);
	if (!preset) {
		throw unknown('preset', name, presets.map(candidate => candidate.name));
	}

	return preset;
}

function readRunOptions(flags: Flags): RunOptions {
	const options: RunOptions = {
		data: flags.files.length > 1 ? flags.files : flags.values.data,
		documents: readChoice('documents', flags),
		isLargeFileConfirmed: flags.switches.has('yes'),
		steps: readNumber('steps', flags),
		batchSize: readNumber('batchSize', flags),
		learningRate: readNumber('learningRate', flags),
		schedule: readChoice('schedule', flags),
		warmup: readNumber('warmup', flags),
		beta1: readNumber('beta1', flags),
		beta2: readNumber('beta2', flags),
		weightDecay: readNumber('weightDecay', flags),
		gradClip: readNumber('gradClip', flags),
		seed: readNumber('seed', flags),
		initFrom: flags.values.initFrom,
		nLayer: readNumber('nLayer', flags),
		nHead: readNumber('nHead', flags),
		nEmbd: readNumber('nEmbd', flags),
		blockSize: readNumber('blockSize', flags),
		validationShare: readNumber('valSplit', flags),
		evalEvery: readNumber('evalEvery', flags),
		evalDocuments: readNumber('evalDocuments', flags),
		samples: readNumber('samples', flags),
		temperature: readNumber('temperature', flags),
		engine: readChoice('engine', flags),
		precision: readChoice('precision', flags),
	};
	for (const name of ['evalEvery', 'evalDocuments'] as const) {
		if (options[name] !== undefined && (options.validationShare ?? 0) === 0) {
			throw new ConfigError(`Expected ${spell(name)} together with --val-split, got it alone. Add --val-split 0.1.`);
		}
	}

	return options;
}
