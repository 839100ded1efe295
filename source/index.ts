/** What other programs can use: train a model and watch it, save it, and go on with it, from code. */
export {
	CheckpointError, ConfigError, DatasetError, UserError,
} from './errors.js';
export {type Tokenizer} from './data/tokenizer.js';
export {
	type Decoder, type Engine, type EngineName, type Precision,
} from './model/engine.js';
export {type ModelConfig} from './model/model-config.js';
export {type Matrix, type Parameters} from './model/parameters.js';
export {type Preset, presets} from './settings/presets.js';
export {type SampleOptions} from './run/sample-documents.js';
export {type RunConfig, type RunOptions} from './settings/run-config.js';
export type * from './training/events.js';
export {type TrainingConfig} from './settings/training-config.js';
export {
	type Checkpoint, loadCheckpoint, openRun, type ResumeOptions, type SavedRun,
} from './library/saved.js';
export {
	openTraining, train, type Training, type TrainOptions,
} from './library/training.js';
export {version} from './version.js';
