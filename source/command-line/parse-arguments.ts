import {ConfigError} from '../errors.js';
import {type Speed, speeds} from '../session/pacer.js';
import {defaultSaveEverySeconds} from '../session/save-run.js';
import {type RunConfig} from '../training/run-config.js';
import {chooseConfig} from './choose-config.js';
import {type CommandName, commands} from './commands.js';
import {spell, temperaturesFromZero} from './flags.js';
import {type Flags, readFlags, unknown} from './read-flags.js';
import {readChoice, readNumber} from './read-values.js';

export type OutputFormat = 'dashboard' | 'plain' | 'json';

/** How a training is shown, and saved. */
export type OutputArguments = {
	/** Undefined: a pace that suits the run. */
	readonly speed: Speed | undefined;
	readonly format: OutputFormat;
	/** The steps between two plain lines; undefined: as many as in the reference. */
	readonly logEvery: number | undefined;
	readonly isAscii: boolean;
	readonly hasColor: boolean;
	readonly isSaved: boolean;
	readonly saveEveryMs: number;
	/** Undefined: where runs usually are. */
	readonly runsFolder: string | undefined;
};

export type TrainArguments = OutputArguments & {
	readonly command: 'train';
	readonly config: RunConfig;
	/** Whether somebody has said how the text becomes documents. */
	readonly hasChosenDocuments: boolean;
};

export type ResumeArguments = OutputArguments & {
	readonly command: 'resume';
	/** Undefined: the latest. */
	readonly run: string | undefined;
	/** Undefined: as many as it was to have. */
	readonly steps: number | undefined;
};

export type RunsArguments = {
	readonly command: 'runs';
	readonly action: 'list' | 'rm' | 'path';
	readonly names: readonly string[];
	readonly isJson: boolean;
	readonly isConfirmed: boolean;
	readonly isAscii: boolean;
	readonly runsFolder: string | undefined;
};

export type SampleArguments = {
	readonly command: 'sample';
	/** Undefined: the latest. */
	readonly run: string | undefined;
	/** Undefined: as many as suit what is made up. */
	readonly count: number | undefined;
	/** In characters, the prefix not counted; undefined: as many as suit what is made up. */
	readonly length: number | undefined;
	readonly prefix: string;
	/** Undefined: that of the run; 0: the likeliest character always. */
	readonly temperature: number | undefined;
	readonly topK: number | undefined;
	readonly topP: number | undefined;
	/** With the weights of the best validation loss, not those of the last step. */
	readonly isBest: boolean;
	/** Undefined: that of the run. */
	readonly seed: number | undefined;
	readonly isJson: boolean;
	readonly isAscii: boolean;
	readonly runsFolder: string | undefined;
};

export type ReplayArguments = Pick<OutputArguments, 'speed' | 'isAscii' | 'hasColor' | 'runsFolder'> & {
	readonly command: 'replay';
	/** Undefined: the latest. */
	readonly run: string | undefined;
};

export type WatchArguments = OutputArguments & {
	readonly command: 'watch';
	/** A path; `-` is standard input. */
	readonly source: string;
};

export const exportFormats = ['html', 'svg', 'csv', 'json', 'safetensors'] as const;

export type ExportArguments = {
	readonly command: 'export';
	/** Undefined: the latest. */
	readonly run: string | undefined;
	readonly format: (typeof exportFormats)[number];
	/** `-` is standard output; undefined: a file named after the run. */
	readonly output: string | undefined;
	/** Whether a file that is there may be replaced. */
	readonly isReplaced: boolean;
	readonly runsFolder: string | undefined;
};

/** What the user asked for. */
export type Arguments = ReplayArguments | ExportArguments | TrainArguments | ResumeArguments | RunsArguments | SampleArguments | WatchArguments | {readonly command: 'help' | 'version' | 'presets' | 'datasets'};

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

	const [name = 'train', ...operands] = flags.input;
	const command = commandNamed(name);
	checkOperands(command, operands);
	checkFlags(command, flags);
	switch (command) {
		case 'presets':
		case 'datasets': {
			return {command};
		}

		case 'watch': {
			return {command, source: operands[0], ...readOutput(flags)};
		}

		case 'resume': {
			return {
				command, run: operands[0], steps: readNumber('steps', flags), ...readOutput(flags),
			};
		}

		case 'runs': {
			return readRunsArguments(operands, flags);
		}

		case 'sample': {
			const {values} = flags;
			return {
				command,
				run: operands[0],
				count: readNumber('count', flags),
				length: readNumber('length', flags),
				prefix: values.prefix ?? '',
				temperature: readNumber('temperature', flags, temperaturesFromZero),
				topK: readNumber('topK', flags),
				topP: readNumber('topP', flags),
				isBest: switches.has('best'),
				seed: readNumber('seed', flags),
				isJson: switches.has('json'),
				isAscii: switches.has('ascii'),
				runsFolder: values.runsDir,
			};
		}

		case 'replay': {
			return {command, run: operands[0], ...readOutput(flags)};
		}

		case 'export': {
			const {values} = flags;
			return {
				command,
				run: operands[0],
				format: readChoice('format', exportFormats, flags) ?? 'html',
				output: values.output,
				isReplaced: switches.has('yes'),
				runsFolder: values.runsDir,
			};
		}

		case 'train': {
			return {
				command, config: chooseConfig(flags), hasChosenDocuments: flags.values.documents !== undefined, ...readOutput(flags),
			};
		}
	}
}

function readRunsArguments([action = 'list', ...names]: readonly string[], {switches, values}: Flags): RunsArguments {
	if (action !== 'list' && action !== 'rm' && action !== 'path') {
		throw unknown('action', action, ['list', 'rm', 'path']);
	}

	if (names.length > (action === 'rm' ? Infinity : (action === 'path' ? 1 : 0))) {
		throw new ConfigError(`Expected ${action === 'path' ? 'one run' : 'nothing'} after runs ${action}, got ${names.at(-1)}.`);
	}

	return {
		command: 'runs',
		action,
		names,
		isJson: switches.has('json'),
		isConfirmed: switches.has('yes'),
		isAscii: switches.has('ascii'),
		runsFolder: values.runsDir,
	};
}

function readOutput(flags: Flags): OutputArguments {
	const {switches, values} = flags;
	const saveEverySeconds = readNumber('saveEvery', flags) ?? defaultSaveEverySeconds;
	return {
		speed: readChoice('speed', speeds, flags),
		format: chooseFormat(flags),
		logEvery: readNumber('logEvery', flags),
		isAscii: switches.has('ascii'),
		hasColor: !switches.has('noColor'),
		isSaved: !switches.has('noSave'),
		saveEveryMs: saveEverySeconds * 1000,
		runsFolder: values.runsDir,
	};
}

function commandNamed(name: string): CommandName {
	if (Object.hasOwn(commands, name)) {
		return name as CommandName;
	}

	throw unknown('command', name, Object.keys(commands));
}

function checkOperands(command: CommandName, operands: readonly string[]) {
	const {operands: allowed, operandsName} = commands[command];
	const [fewest, most] = allowed;
	if (operands.length < fewest) {
		throw new ConfigError(`Expected ${operandsName} after ${command}, got nothing.`);
	}

	if (operands.length > most) {
		throw new ConfigError(`Expected ${operandsName} after ${command}, got ${operands[most]}.`);
	}
}

function checkFlags(command: CommandName, {values, switches}: Flags) {
	const known: readonly string[] = commands[command].flags;
	const given = [...Object.keys(values), ...switches];
	const flag = given.find(name => !known.includes(name));
	if (flag === undefined) {
		return;
	}

	const others = Object.entries<{readonly flags: readonly string[]}>(commands).filter(([, {flags}]) => flags.includes(flag)).map(([name]) => name);
	if (command === 'train') {
		throw new ConfigError(`Expected flags that go with train, got ${spell(flag)}, which goes with ${others.join(', ')}.`);
	}

	throw new ConfigError(known.length === 0
		? `Expected ${command} without flags, got ${spell(flag)}. Leave it out, or leave out ${command} to train.`
		: `Expected flags that go with ${command}, got ${spell(flag)}. Known: ${known.map(name => spell(name)).join(', ')}.`);
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
