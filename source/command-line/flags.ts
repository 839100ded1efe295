import {runOrders} from '../report/sort-runs.js';
import {torchDevices} from '../model/torch/torch-options.js';
import {mostProcesses, mostThreads} from '../run/run-defaults.js';
import {speeds} from '../session/pacer.js';
import {coursePresets, presets, settingsOfPreset} from '../settings/presets.js';
import {type NumberRange, real, whole} from '../settings/ranges.js';
import {temperatures} from '../settings/settings.js';
import {
	flagOf,
	type FlagOf,
	type OptionName,
	optionNames,
	settingOf,
} from '../settings/setting-values.js';

export type ValueFlag = {
	/** What stands for the value in the help text. */
	readonly value: string;
	readonly help: string;
	readonly range?: NumberRange;
	/** All that it can be. */
	readonly choices?: ReadonlyArray<number | string>;
	/** What a shell offers to complete it with. */
	readonly isPath?: boolean;
};

export type SwitchFlag = {readonly help: string};

/** For samples of a trained model; at 0, always the likeliest character. */
export const temperaturesFromZero: NumberRange = {...temperatures, hasZero: true};

export const exportFormats = ['html', 'svg', 'csv', 'json', 'safetensors'] as const;

/** The flag of a setting, as the table of settings describes it. */
function settingFlag(name: OptionName): ValueFlag {
	const {
		range: possible, typed: range = possible, choices, isPath, value = isPath ? 'FILE' : (range?.isWhole ? 'N' : 'X'), help = '', helpEnd = '',
	} = settingOf(name);
	return {
		value, help: help + defaultText(name) + helpEnd, ...(range && {range}), ...(choices && {choices}), ...(isPath && {isPath}),
	};
}

/** Of a number: ` (8; microgpt: 16)`. Those of other models are told by `presets`. */
function defaultText(name: OptionName): string {
	const {default: usual, helpCases} = settingOf(name);
	if (typeof usual !== 'number') {
		return '';
	}

	const others = coursePresets.flatMap(preset => {
		const own = settingsOfPreset(preset)[name] ?? usual;
		return own === usual ? [] : [`; ${preset.name}: ${String(own)}`];
	});
	return ` (${usual}${helpCases === undefined ? '' : `; ${helpCases}`}${others.join('')})`;
}

type SettingFlagName = Exclude<FlagOf<OptionName>, SwitchFlagName>;

const settingFlags = Object.fromEntries(optionNames.filter(name => !settingOf(name).isSwitch).map(name => [flagOf(name), settingFlag(name)])) as Readonly<Record<SettingFlagName, ValueFlag>>;

/** Flags that take a value, by their names in code; help and parsing come from this one table. */
export const valueFlags = {
	preset: {value: 'NAME', help: 'chapter7 (default), microgpt, chapter11, auto, ...', choices: presets.map(({name}) => name)},
	...settingFlags,
	speed: {value: 'S', help: 'steps a second in the dashboard: 1, 10, 100, 1000 or max', choices: speeds},
	background: {value: 'B', help: 'what the terminal writes on: dark or light (it is asked)', choices: ['dark', 'light']},
	logEvery: {value: 'N', help: 'steps between two of the plain lines (100)', range: whole(1, 1e9)},
	saveEvery: {value: 'N', help: 'seconds between two saves of the run (30)', range: real(0.01, 86_400)},
	keepStates: {value: 'N', help: 'states on the way to keep besides the last (8; 0: none)', range: whole(0, 1000)},
	history: {value: 'MB', help: 'memory of each run for looking back (64; 0: none)', range: whole(0, 1e6)},
	threads: {value: 'N', help: 'threads that share each step (as many as pay off)', range: whole(1, mostThreads)},
	nproc: {value: 'N', help: 'processes of PyTorch that share each batch (1)', range: whole(1, mostProcesses)},
	device: {value: 'D', help: 'what PyTorch computes on: cpu (default), cuda, mps', choices: torchDevices},
	microBatch: {value: 'N', help: 'documents that a process of PyTorch takes at a time', range: whole(1, 65_536)},
	jobs: {value: 'N', help: 'how many are trained at a time (as many as cores)', range: whole(1, 1024)},
	count: {value: 'N', help: 'how many documents (20; of a stream: 1)', range: whole(1, 100_000)},
	length: {value: 'N', help: 'how long they get (a context; of a stream: 500)', range: whole(1, 1e9)},
	prefix: {value: 'TEXT', help: 'how the documents begin'},
	topK: {value: 'N', help: 'draw from the N likeliest characters only', range: whole(1, 1e9)},
	topP: {value: 'X', help: 'of these, from those with X of the probability', range: real(0, 1, {isAboveMinimum: true})},
	format: {value: 'F', help: 'html (or as FILE ends), svg, csv, json, safetensors', choices: exportFormats},
	output: {value: 'FILE', help: 'where to; - is standard output (named after the run)', isPath: true},
	name: {value: 'NAME', help: 'name of the run, in lists and wherever a run is named'},
	sort: {value: 'COLUMN', help: 'what the list is sorted by: begun (default), size, mean, ...', choices: runOrders},
	runsDir: {value: 'DIR', help: 'where the runs are saved (also: MICROGPT_RUNS_DIR)', isPath: true},
} as const satisfies Record<string, ValueFlag>;

/** Flags that are on or off. */
export const switchFlags = {
	plain: {help: 'print the lines of the reference program, no dashboard'},
	json: {help: 'print every event as a line of JSON, no dashboard'},
	slow: {help: 'each step in slow motion: five stages, one by one'},
	wideVectors: {help: 'products with vectors of 256 bits (an experiment of V8)'},
	noBiasCorrection: {help: 'let the running means of the gradients begin at 0'},
	best: {help: 'with the weights of the best validation loss'},
	list: {help: 'list the cards, and which are done'},
	noSave: {help: 'do not save the run'},
	ascii: {help: 'draw with plain ASCII characters'},
	noColor: {help: 'no colours (also: NO_COLOR=1)'},
	noMouse: {help: 'leave the mouse to the terminal'},
	yes: {help: 'read a data file of more than 64 MB'},
	version: {help: 'print the version'},
	help: {help: 'print this help'},
} as const satisfies Record<string, SwitchFlag>;

/** Those that say what computes the steps, and are no settings of the run. */
export const computingFlags = ['threads', 'wideVectors', 'nproc', 'device', 'microBatch'] as const;

export type ValueFlagName = keyof typeof valueFlags;
export type SwitchFlagName = keyof typeof switchFlags;

export function isValueFlag(name: string): name is ValueFlagName {
	return Object.hasOwn(valueFlags, name);
}

export function isSwitchFlag(name: string): name is SwitchFlagName {
	return Object.hasOwn(switchFlags, name);
}
