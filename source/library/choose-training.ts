import {ConfigError} from '../errors.js';
import {fitNote} from '../report/fit-note.js';
import {askFor, fitted, openText} from '../run/fit-to-data.js';
import {type OpenRunOptions} from '../run/open-run-options.js';
import {withOptionNames} from '../settings/option-names.js';
import {type Preset, presets, usualPreset} from '../settings/presets.js';
import {type RunConfig, type RunOptions} from '../settings/run-config.js';
import {type DataOptions, readGivenData, withMemory} from './given-data.js';
import {goOnFrom} from './going-on.js';

/** What is to be trained, on what. */
export type TrainingChoice = Omit<RunOptions, 'data' | 'documents'> & DataOptions & {
	/** The name of one of `presets`, or settings of your own in its shape. Without it, chapter7, or with data of your own, auto. */
	readonly preset?: Preset | string | undefined;
	/** A file that `saveCheckpoint` has written, or one in the folder of a run: the training goes on from there, on the same data and with the same settings, but for those that are said. */
	readonly checkpoint?: string | undefined;
};

type ChosenTraining = Pick<OpenRunOptions, 'text' | 'origin'> & {
	readonly config: RunConfig;
	/** What was chosen, in sentences. */
	readonly notes: readonly string[];
};

/**
Makes the configuration of a training.

@throws ConfigError for settings that are not allowed, DatasetError for data that cannot be used, CheckpointError for a checkpoint that cannot be read, the signal's reason if it is aborted.
*/
export async function chooseTraining({preset, checkpoint, data, text: givenText, documents, ...others}: TrainingChoice, signal: AbortSignal | undefined): Promise<ChosenTraining> {
	const {text, options} = readGivenData({data, text: givenText, documents});
	const said = {...others, ...options};
	const taken = (config: RunConfig) => text === undefined ? config : withMemory(config);
	if (checkpoint !== undefined) {
		if (preset !== undefined || said.initFrom !== undefined) {
			throw new ConfigError(`Expected a checkpoint without ${preset === undefined ? 'initFrom' : 'preset'}, got both. Leave one of them out: a checkpoint has its settings and its weights.`);
		}

		const {config, origin} = await goOnFrom(checkpoint, said);
		return {
			config: taken(config), text, origin, notes: [],
		};
	}

	const wanted = typeof preset === 'string' ? presetNamed(preset) : preset ?? usualPreset(said.data);
	checkData(wanted, said);
	const asked = askFor(wanted, said);
	const config = asked.open ? fitted(asked, await openText(asked.config, text, {signal})) : asked.config;
	return {config: taken(config), text, notes: asked.open ? [withOptionNames(fitNote(config))] : []};
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
