/** What other programs can use: train a model and watch it, from code. */
import {type Preset, presets} from './settings/presets.js';
import {ConfigError} from './errors.js';
import {type LocalRun, openRun} from './run/open-run.js';
import {inOptionNames, withOptionNames} from './settings/option-names.js';
import {createRunConfig, type RunOptions} from './settings/run-config.js';
import {type TrainingEvent} from './training/events.js';
import {version} from './version.js';

export {
	CheckpointError, ConfigError, DatasetError, UserError,
} from './errors.js';
export {
	type Decoder, type Engine, type EngineName, type Precision,
} from './model/engine.js';
export {type ModelConfig} from './model/model-config.js';
export {type Matrix, type Parameters} from './model/parameters.js';
export {type Preset, presets} from './settings/presets.js';
export {type LocalRun} from './run/open-run.js';
export {type SampleOptions} from './run/sample-documents.js';
export {type RunOptions} from './settings/run-config.js';
export type * from './training/events.js';
export {type TrainingConfig} from './settings/training-config.js';
export {version} from './version.js';

export type TrainOptions = RunOptions & {
	/** The name of one of `presets`, or settings of your own in its shape. Without it, chapter7. */
	readonly preset?: Preset | string;
};

/**
Trains a model and tells what happens, step by step.

Nothing is computed unless the next event is asked for: to pause is not to ask, and leaving the
loop stops the training.

@yields `start`, then `step`, `eval`, `sample` and others as they come, `finish` last; see `docs/events.md`.
@throws ConfigError for settings that are not allowed, DatasetError for data that cannot be used.
*/
export async function * train(options: TrainOptions = {}): AsyncGenerator<TrainingEvent, void, undefined> {
	const {events} = await openTraining(options);
	yield * events;
}

/**
Opens a training with all that belongs to it: its events as from `train`, its `engine` with the
parameters, `sample` to make documents up at any time, and `controls` for the learning rate.

@throws ConfigError for settings that are not allowed, DatasetError for data that cannot be used.
*/
export async function openTraining({preset = 'chapter7', ...options}: TrainOptions = {}): Promise<LocalRun> {
	try {
		const wanted = typeof preset === 'string' ? presetNamed(preset) : preset;
		checkData(wanted, options);
		const run = await openRun(createRunConfig(wanted, options), version);
		return {...run, notes: run.notes.map(note => withOptionNames(note))};
	} catch (error) {
		throw inOptionNames(error);
	}
}

/** What is downloaded by its name is so by the program alone. */
function checkData({name, usual}: Preset, {data}: RunOptions) {
	if (usual?.data !== undefined && data === undefined) {
		throw new ConfigError(`Expected data for the preset ${name}, got none. Give the path of a file; ${String(usual.data)} is the text that it was made for.`);
	}
}

function presetNamed(wanted: string): Preset {
	const preset = presets.find(({name}) => name === wanted);
	if (!preset) {
		throw new ConfigError(`Expected the name of a preset, got ${wanted}. Known: ${presets.map(({name}) => name).join(', ')}.`);
	}

	return preset;
}
