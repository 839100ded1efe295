import {ConfigError} from '../errors.js';
import {askFor, type AskedConfig} from '../run/fit-to-data.js';
import {type Preset, presets, usualPreset} from '../settings/presets.js';
import {
	flagOf,
	type OptionName,
	optionNames,
	settingOf,
	spell,
} from '../settings/setting-values.js';
import {type RunOptions} from '../settings/run-config.js';
import {isSwitchFlag} from './flags.js';
import {type Flags} from './given-flags.js';
import {readAblations} from './read-ablations.js';
import {readChoice, readNumber} from './read-values.js';
import {unknown} from './unknown.js';

/**
The configuration of the run that the flags describe.

@throws ConfigError for a value that is not allowed, or values that do not go together.
*/
export function chooseConfig(flags: Flags): AskedConfig {
	const preset = choosePreset(flags.values);
	for (const name of optionNames) {
		checkArchitecture(name, preset, flags);
	}

	const options: RunOptions = Object.fromEntries(optionNames.map(name => [name, readOption(name, flags)]));
	for (const name of optionNames) {
		checkCompany(name, options, preset);
		checkOptimizer(name, preset, options);
	}

	return askFor(preset, options);
}

function choosePreset({preset: name, data}: Flags['values']): Preset {
	if (name === undefined) {
		return usualPreset(data);
	}

	const preset = presets.find(candidate => candidate.name === name);
	if (!preset) {
		throw unknown('preset', name, presets.map(candidate => candidate.name));
	}

	return preset;
}

function readOption(name: OptionName, flags: Flags): unknown {
	const flag = flagOf(name);
	const {choices, isPath, isSeveral, isAblations, default: usual} = settingOf(name);
	if (isSwitchFlag(flag)) {
		return flags.switches.has(flag) ? usual !== true : undefined;
	}

	if (isPath) {
		return isSeveral && flags.files.length > 1 ? flags.files : flags.values[flag];
	}

	if (isAblations) {
		const text = flags.values[flag];
		return text === undefined ? undefined : readAblations(text);
	}

	return choices ? readChoice(flag, flags) : readNumber(flag, flags);
}

/** Refuses a setting that the model of the preset does not have. */
function checkArchitecture(name: OptionName, {name: presetName, model}: Preset, {values}: Flags) {
	const flag = flagOf(name);
	const {architecture = model.architecture} = settingOf(name);
	if (architecture !== model.architecture && !isSwitchFlag(flag) && values[flag] !== undefined) {
		throw new ConfigError(`Expected ${spell(flag)} with a GPT, got the preset ${presetName}, which has none. Add --preset microgpt.`);
	}
}

/** Refuses a setting that means nothing without another one. */
function checkCompany(name: OptionName, options: RunOptions, {usual}: Preset) {
	const {needs} = settingOf(name);
	if (needs !== undefined && options[name] !== undefined && (options[needs] ?? usual?.[needs] ?? 0) === 0) {
		throw new ConfigError(`Expected ${spell(flagOf(name))} together with ${spell(flagOf(needs))}, got it alone. Add ${spell(flagOf(needs))} 0.1.`);
	}
}

/** Refuses a setting that the optimiser does not use. */
function checkOptimizer(name: OptionName, preset: Preset, options: RunOptions) {
	const {optimizers} = settingOf(name);
	const optimizer = options.optimizer ?? preset.training.optimizer ?? 'adam';
	if (optimizers && options[name] !== undefined && !optimizers.includes(optimizer)) {
		throw new ConfigError(`Expected ${spell(flagOf(name))} with one of ${optimizers.join(', ')}, got --optimizer ${optimizer}, which has no use for it. Leave it out.`);
	}
}
