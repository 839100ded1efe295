import {builtInPath} from '../data/dataset.js';
import {type ReadTextOptions} from '../data/read-text.js';
import {pathsOf, readBeginnings} from '../data/read-texts.js';
import {
	mostBytesLooked,
	shapeOf,
	type TextShape,
	type WantedShape,
} from '../data/text-shape.js';
import {type Preset} from '../settings/presets.js';
import {createRunConfig, type RunConfig, type RunOptions} from '../settings/run-config.js';

/** A configuration as it is asked for. */
export type AskedConfig = {
	readonly config: RunConfig;
	/** What it was made from, if its preset leaves the rest to the text. */
	readonly open?: {readonly preset: Preset; readonly chosen: RunOptions};
};

/** Looks at the text that a run is fitted to. */
export type LookAtText = (wanted: WantedShape) => TextShape;

/** The configuration of a preset, with what it was made from if the text has still to be seen. */
export function askFor(preset: Preset, chosen: RunOptions): AskedConfig {
	return {config: createRunConfig(preset, chosen), ...(preset.fit && {open: {preset, chosen}})};
}

/** The configuration with all that was open, as suits the text. */
export function fitted({config, open}: AskedConfig, look: LookAtText): RunConfig {
	if (!open) {
		return config;
	}

	const {preset, chosen} = open;
	const {path, pipe} = config.dataset;
	const whole = createRunConfig(preset, {...chosen, data: path}, look(chosen));
	return pipe === undefined ? whole : {...whole, dataset: {...whole.dataset, pipe}};
}

/**
Reads the text of a run, or enough of it, to look at it.

@param given - The text, if it has been read already.
@throws DatasetError if it cannot be read, the signal's reason if it is aborted.
*/
export async function openText({dataset: {path = builtInPath, pipe}, isLargeFileConfirmed}: RunConfig, given?: string, options?: Pick<ReadTextOptions, 'signal' | 'onProgress'>): Promise<LookAtText> {
	const {name, ...beginning} = given === undefined ? await readBeginnings(pathsOf(path), mostBytesLooked, {...options, isLargeFileConfirmed}) : {text: given, share: 1, name: pipe ?? String(path)};
	return wanted => shapeOf(beginning, name, wanted);
}
