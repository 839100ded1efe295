import {ConfigError} from '../errors.js';
import {type Speed, speeds} from '../session/pacer.js';
import {type RunConfig} from '../training/run-config.js';
import {chooseConfig} from './choose-config.js';
import {spell} from './flags.js';
import {type Flags, readFlags, unknown} from './read-flags.js';
import {readChoice, readNumber} from './read-values.js';

export type OutputFormat = 'dashboard' | 'plain' | 'json';

/** What the user asked for. */
export type Arguments = TrainArguments | {readonly command: 'help' | 'version' | 'presets'};

export type TrainArguments = {
	readonly command: 'train';
	readonly config: RunConfig;
	/** Undefined: a pace that suits the run. */
	readonly speed: Speed | undefined;
	readonly format: OutputFormat;
	/** The steps between two plain lines; undefined: as many as in the reference. */
	readonly logEvery: number | undefined;
	readonly isAscii: boolean;
	readonly hasColor: boolean;
};

const commands = ['train', 'presets'];

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

	checkInput(flags.input);
	if (flags.input[0] === 'presets') {
		checkNoFlags(flags);
		return {command: 'presets'};
	}

	return {
		command: 'train',
		config: chooseConfig(flags),
		speed: readChoice('speed', speeds, flags),
		format: chooseFormat(flags),
		logEvery: readNumber('logEvery', flags),
		isAscii: switches.has('ascii'),
		hasColor: !switches.has('noColor'),
	};
}

function checkInput([command, ...rest]: readonly string[]) {
	if (command !== undefined && !commands.includes(command)) {
		throw unknown('command', command, commands);
	}

	if (rest.length > 0) {
		throw new ConfigError(`Expected ${command === 'presets' ? 'nothing' : 'only flags'} after ${command}, got ${rest[0]}.`);
	}
}

/** The list of the presets is always the same. */
function checkNoFlags({values, switches}: Flags) {
	const [flag] = [...Object.keys(values), ...switches];
	if (flag !== undefined) {
		throw new ConfigError(`Expected presets without flags, got ${spell(flag)}. Leave it out, or leave out presets to train.`);
	}
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
