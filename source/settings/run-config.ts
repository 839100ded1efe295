import {ConfigError} from '../errors.js';
import type {DatasetSource} from '../data/dataset.js';
import {type TextShape} from '../data/text-shape.js';
import {
	headsWithout,
	isAblation,
	isPartOf,
	layersOf,
} from '../model/ablations.js';
import {usualText} from './auto.js';
import {type ModelSizes, type Preset, settingsOfPreset} from './presets.js';
import {
	type Configured,
	fieldOf,
	objectionTo,
	optionNames,
	type OptionName,
	pickPart,
	type SettingName,
	settingOf,
	type SettingValues,
	withDefaults,
} from './setting-values.js';
import {usualLearningRates} from './settings.js';
import type {TrainingConfig} from './training-config.js';

/** All that decides a run: the same configuration on the same data gives the same numbers. */
export type RunConfig = Configured<'run'> & {
	readonly preset: string;
	readonly dataset: DatasetSource;
	readonly model: ModelSizes;
	readonly samples: Configured<'samples'>;
	readonly training: TrainingConfig;
};

/** What may differ from the preset. */
export type RunOptions = {readonly [Name in OptionName]?: SettingValues[Name] | undefined};

/**
The configuration of a preset with some settings changed.

@param text - What a preset is fitted to that depends on it; until it is known, the built-in names stand for it.
@throws ConfigError for settings that do not go together, or counts that are none.
*/
export function createRunConfig(preset: Preset, options: RunOptions = {}, text: TextShape = usualText): RunConfig {
	const chosen: Partial<SettingValues> = Object.fromEntries(optionNames.filter(name => isGiven(options[name])).map(name => [name, options[name]]));
	// What follows from them would be refused by its own name.
	for (const [name, value] of Object.entries(chosen)) {
		checkValue(name as OptionName, value, preset.model);
	}

	const values = withDefaults({...settingsFor(chosen, preset, text), ...chosen});
	const {
		isLargeFileConfirmed, random, seed, initFrom, ...others
	} = pickPart('run', values);
	const {blockSize} = values;
	// In the order of `run.json`.
	const config: RunConfig = {
		preset: preset.name,
		dataset: {...pickPart('dataset', values), blockSize},
		isLargeFileConfirmed,
		model: resize(preset.model, values),
		random,
		samples: pickPart('samples', values),
		seed,
		...(initFrom !== undefined && {initFrom}),
		training: pickPart('training', values),
		...others,
	};
	checkRunConfig(config);
	return config;
}

/** What a preset says of the settings, as far as it goes with what somebody has chosen. */
function settingsFor(chosen: Partial<SettingValues>, preset: Preset, text: TextShape): Partial<SettingValues> {
	const said = {...settingsOfPreset(preset), ...preset.fit?.(text, chosen)};
	const {optimizer: usual = 'adam', warmup = 0} = said;
	const {optimizer = usual, steps = Infinity, engine} = chosen;
	return {
		...said,
		...(optimizer !== usual && {learningRate: usualLearningRates[optimizer]}),
		// The rate has as long to fall as to rise.
		warmup: Math.min(warmup, Math.floor(steps / 2)),
		...(engine === 'scalar' && {precision: 'f64'}),
	};
}

/** Whether somebody has chosen something; what is null in plain JavaScript is left to the preset too. */
function isGiven(value: unknown): boolean {
	return (value ?? undefined) !== undefined;
}

/** The model with other sizes, in the order of the preset. */
function resize(model: ModelSizes, values: SettingValues): ModelSizes {
	const sizes = Object.entries(pickPart('model', values)).filter(([name]) => isOf(model, name as SettingName));
	return {...model, ...Object.fromEntries(sizes)};
}

/** Whether a model has the setting. */
function isOf({architecture}: ModelSizes, name: SettingName): boolean {
	return [undefined, architecture].includes(settingOf(name).architecture);
}

/**
Refuses settings of which no run can be made.

@throws ConfigError which says what is wrong.
*/
export function checkRunConfig(config: RunConfig): void {
	for (const name of optionNames) {
		checkValue(name, valueIn(config, name), config.model);
	}

	checkCombinations(config);
}

function checkValue(name: OptionName, value: unknown, model: ModelSizes) {
	const expected = isOf(model, name) ? objectionTo(name, value) : undefined;
	checkSetting(name, value, expected === undefined, expected ?? '');
}

/** The value of a setting in a configuration. */
export function valueIn(config: RunConfig, name: SettingName): unknown {
	const {part} = settingOf(name);
	const values: Readonly<Record<string, unknown>> = part === 'run' ? config : config[part];
	return values[fieldOf(name)];
}

/**
Refuses a setting by its name in code.

@throws ConfigError if it is not allowed.
*/
export function checkSetting(name: string, value: unknown, isAllowed: boolean, expected: string) {
	if (!isAllowed) {
		throw new ConfigError(`Expected ${name} to be ${expected}, got ${String(value)}.`);
	}
}

function checkCombinations({model, training: {steps, warmup, scheduleFrom = 0}, engine, precision}: RunConfig) {
	if (model.architecture === 'gpt' && model.nEmbd % model.nHead !== 0) {
		const nearest = Math.ceil(model.nEmbd / model.nHead) * model.nHead;
		throw new ConfigError(`Expected --n-embd to be a multiple of --n-head, got ${model.nEmbd} and ${model.nHead}. Try --n-embd ${nearest}.`);
	}

	checkPositions(model);
	checkAblations(model);

	const scheduled = steps - scheduleFrom;
	if (warmup >= scheduled) {
		const [range, given] = scheduleFrom === 0 ? ['there are', ` and --steps ${steps}`] : [`the ${scheduled} after step ${scheduleFrom}`, ''];
		throw new ConfigError(`Expected the warm-up to take fewer steps than ${range}, got --warmup ${warmup}${given}. Try --warmup ${Math.floor(scheduled / 10)}.`);
	}

	if (precision === 'bf16' && engine !== 'torch') {
		throw new ConfigError(`Expected --precision bf16 with --engine torch, got the ${engine} engine. Add --engine torch, or --precision f32.`);
	}

	if (engine === 'scalar' && precision !== 'f64') {
		throw new ConfigError(`Expected --precision f64 with the scalar engine, got ${precision}. Leave it out, or add --engine tensor.`);
	}
}

/** Rotary positions turn the numbers of a head in pairs. */
function checkPositions(model: ModelSizes) {
	if (model.architecture === 'bigram' || model.positions !== 'rotary' || model.nEmbd % (2 * model.nHead) === 0) {
		return;
	}

	const {nEmbd, nHead} = model;
	const nearest = Math.ceil(nEmbd / (2 * nHead)) * 2 * nHead;
	throw new ConfigError(`Expected heads of an even width with --positions rotary, got ${nEmbd / nHead} (--n-embd ${nEmbd}, --n-head ${nHead}). Try --n-embd ${nearest}.`);
}

/** Refuses to take out what a model does not have, or so much that nothing is left. */
function checkAblations(model: ModelSizes) {
	const {without = []} = model;
	const wrong = without.find(name => !isAblation(name) || !isPartOf(model, name));
	if (wrong !== undefined) {
		throw new ConfigError(`Expected --without to name what ${kindOf(model)}, got ${wrong}.`);
	}

	const twice = without.find((name, index) => without.indexOf(name) < index);
	if (twice !== undefined) {
		throw new ConfigError(`Expected each part once after --without, got ${twice} twice.`);
	}

	const closed = model.architecture === 'gpt' && without.includes('residual') ? layersOf(model).find(layer => headsWithout(model, layer).length === model.nHead) : undefined;
	if (closed !== undefined) {
		throw new ConfigError(`Expected --without to leave a way through the model, got residual and all heads of a layer. Take out the layer instead: layer:${closed}.`);
	}
}

/** What can be taken out of a model. */
function kindOf(model: ModelSizes): string {
	if (model.architecture === 'bigram') {
		return 'a bigram has (position; with --preset microgpt there is more)';
	}

	const {nLayer, nHead} = model;
	const [lastLayer, lastHead] = [nLayer - 1, nHead - 1];
	const heads = nLayer * nHead === 1 ? 'head:0.0' : `head:0.0 to head:${lastLayer}.${lastHead}`;
	return `the model has (residual, norm, position, ${heads}, ${nLayer === 1 ? 'layer:0' : `layer:0 to layer:${lastLayer}`})`;
}
