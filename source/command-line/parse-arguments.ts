import {ConfigError} from '../errors.js';
import {engineNames, precisions} from '../model/engine.js';
import {type Preset, presets} from '../model/presets.js';
import {type Speed, speeds} from '../session/pacer.js';
import {createRunConfig, type RunConfig, type RunOptions} from '../session/run-config.js';
import {schedules} from '../training/training-config.js';
import {
	documentModes,
	type NumberRange,
	spell,
	type ValueFlag,
	valueFlags,
	type ValueFlagName,
} from './flags.js';
import {type Flags, readFlags, unknown} from './read-flags.js';

export type OutputFormat = 'dashboard' | 'plain' | 'json';

/** What the user asked for. */
export type Arguments = TrainArguments | {readonly command: 'help' | 'presets' | 'version'};

export type TrainArguments = {
	readonly command: 'train';
	readonly config: RunConfig;
	/** Undefined: a pace that suits the run. */
	readonly speed: Speed | undefined;
	readonly format: OutputFormat;
	readonly isAscii: boolean;
	readonly hasColor: boolean;
	/** The steps between two plain lines. */
	readonly logEvery: number | undefined;
};

const commands = ['train', 'presets'] as const;

/**
Reads the command line.

@throws ConfigError for an unknown flag or command, or a value that is not allowed.
*/
export function parseArguments(argv: readonly string[]): Arguments {
	const flags = readFlags(argv);
	const {switches} = flags;
	if (switches.has('help')) {
		return {command: 'help'};
	}

	if (switches.has('version')) {
		return {command: 'version'};
	}

	const command = readCommand(flags.input);
	if (command === 'presets') {
		checkAlone(command, flags);
		return {command};
	}

	return {
		command,
		config: chooseConfig(flags),
		speed: readChoice('speed', speeds, flags),
		format: chooseFormat(flags),
		isAscii: switches.has('ascii'),
		hasColor: !switches.has('noColor'),
		logEvery: readNumber('logEvery', flags),
	};
}

function readCommand([name = 'train', ...rest]: readonly string[]): (typeof commands)[number] {
	const command = commands.find(candidate => candidate === name);
	if (command === undefined) {
		throw unknown('command', name, commands);
	}

	if (rest.length > 0) {
		throw new ConfigError(`Expected only flags after ${command}, got ${rest[0]}.`);
	}

	return command;
}

function checkAlone(command: string, {values, switches}: Flags) {
	const [flag] = [...Object.keys(values), ...switches];
	if (flag !== undefined) {
		throw new ConfigError(`Expected no flags with ${command}, got ${spell(flag)}.`);
	}
}

function choosePreset(name = 'chapter7'): Preset {
	const preset = presets.find(candidate => candidate.name === name);
	if (!preset) {
		throw unknown('preset', name, presets.map(candidate => candidate.name));
	}

	return preset;
}

function chooseFormat({switches}: Flags): OutputFormat {
	if (switches.has('plain') && switches.has('json')) {
		throw new ConfigError('Expected --plain or --json, got both.');
	}

	if (switches.has('json')) {
		return 'json';
	}

	return switches.has('plain') ? 'plain' : 'dashboard';
}

function chooseConfig(flags: Flags): RunConfig {
	const preset = choosePreset(flags.values.preset);
	const options = readRunOptions(flags);
	for (const name of ['nLayer', 'nHead'] as const) {
		if (preset.model.architecture === 'bigram' && options[name] !== undefined) {
			throw new ConfigError(`Expected ${spell(name)} with a GPT, got the preset ${preset.name}, which has none. Add --preset microgpt.`);
		}
	}

	const config = createRunConfig(preset, options);
	const {model, training, engine, precision} = config;
	if (model.architecture === 'gpt' && model.nEmbd % model.nHead !== 0) {
		const nearest = Math.ceil(model.nEmbd / model.nHead) * model.nHead;
		throw new ConfigError(`Expected --n-embd to be a multiple of --n-head, got ${model.nEmbd} and ${model.nHead}. Try --n-embd ${nearest}.`);
	}

	if (training.warmup >= training.steps) {
		throw new ConfigError(`Expected --warmup to be less than the ${training.steps} steps of the run, got ${training.warmup}. Raise --steps or lower --warmup.`);
	}

	if (engine === 'scalar' && precision === 'f32') {
		throw new ConfigError('Expected --precision f64 with the scalar engine, got f32. Add --engine tensor.');
	}

	return config;
}

function readRunOptions(flags: Flags): RunOptions {
	const options: RunOptions = {
		data: flags.values.data,
		documents: readChoice('documents', documentModes, flags),
		isLargeFileConfirmed: flags.switches.has('yes'),
		steps: readNumber('steps', flags),
		batchSize: readNumber('batchSize', flags),
		learningRate: readNumber('learningRate', flags),
		schedule: readChoice('schedule', schedules, flags),
		warmup: readNumber('warmup', flags),
		beta1: readNumber('beta1', flags),
		beta2: readNumber('beta2', flags),
		weightDecay: readNumber('weightDecay', flags),
		gradClip: readNumber('gradClip', flags),
		seed: readNumber('seed', flags),
		nLayer: readNumber('nLayer', flags),
		nHead: readNumber('nHead', flags),
		nEmbd: readNumber('nEmbd', flags),
		blockSize: readNumber('blockSize', flags),
		validationShare: readNumber('valSplit', flags),
		evalEvery: readNumber('evalEvery', flags),
		samples: readNumber('samples', flags),
		temperature: readNumber('temperature', flags),
		engine: readChoice('engine', engineNames, flags),
		precision: readChoice('precision', precisions, flags),
	};
	if (options.evalEvery !== undefined && (options.validationShare ?? 0) === 0) {
		throw new ConfigError('Expected --eval-every together with --val-split, got it alone. Add --val-split 0.1.');
	}

	return options;
}

function readNumber(name: ValueFlagName, {values}: Flags): number | undefined {
	const text = values[name];
	const {range}: ValueFlag = valueFlags[name];
	if (text === undefined || !range) {
		return undefined;
	}

	// Not `Number()` alone, for which '' and '0x10' are numbers too.
	const number = /^[+\-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+\-]?\d+)?$/iv.test(text) ? Number(text) : NaN;
	const isInRange = number <= range.maximum && (range.isAboveMinimum ? number > range.minimum : number >= range.minimum);
	if (!isInRange || (range.isWhole && !Number.isSafeInteger(number))) {
		throw new ConfigError(`Expected ${spell(name)} to be ${describe(range)}, got ${text}.`);
	}

	return number;
}

function describe({isWhole, minimum, maximum, isAboveMinimum}: NumberRange): string {
	const kind = isWhole ? 'a whole number' : 'a number';
	return `${kind} ${isAboveMinimum ? `above ${minimum} and up` : `from ${minimum}`} to ${maximum}`;
}

function readChoice<Choice extends number | string>(name: ValueFlagName, choices: readonly Choice[], {values}: Flags): Choice | undefined {
	const text = values[name];
	const choice = choices.find(candidate => String(candidate) === text);
	if (text !== undefined && choice === undefined) {
		throw new ConfigError(`Expected ${spell(name)} to be one of ${choices.join(', ')}, got ${text}.`);
	}

	return choice;
}
