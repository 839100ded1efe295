import {extname} from 'node:path';
import {ConfigError} from '../errors.js';
import {defaultSaveEverySeconds} from '../run/save-every.js';
import {checkTitle} from '../storage/runs/run-title.js';
import {
	type Arguments,
	type CommandName,
	type ExportArguments,
	type OutputArguments,
	type OutputFormat,
	type RunsArguments,
	type Shell,
	shells,
	type WatchArguments,
} from './arguments.js';
import {chooseConfig} from './choose-config.js';
import {commands, findCommand} from './commands.js';
import {spell} from '../settings/setting-values.js';
import {temperaturesFromZero, valueFlags} from './flags.js';
import {type Flags, readFlags} from './read-flags.js';
import {readChoice, readNumber} from './read-values.js';
import {unknown, unknownCommand} from './unknown.js';

/**
Reads the command line. --help or --version alone are answered at once, and the program left.

@throws ConfigError for an unknown flag or command, or a value that is not allowed.
*/
export function parseArguments(argv: readonly string[]): Arguments {
	const flags = readFlags(argv);
	const {switches} = flags;
	const [name = 'train', ...operands] = flags.input;
	if (switches.has('help')) {
		return {command: 'help', about: findCommand(name)};
	}

	if (switches.has('version')) {
		return {command: 'version'};
	}

	const command = commandNamed(name, argv);
	checkOperands(command, operands);
	checkFlags(command, flags);
	switch (command) {
		case 'presets':
		case 'datasets': {
			return {command};
		}

		case 'help': {
			return {command, about: operands.length === 0 ? undefined : commandNamed(operands[0], argv)};
		}

		case 'data': {
			return {
				command, paths: operands, isJson: switches.has('json'), isAscii: switches.has('ascii'), isLargeFileConfirmed: switches.has('yes'),
			};
		}

		case 'completion': {
			return {command, shell: readShell(operands[0])};
		}

		case 'watch': {
			return readWatchArguments(operands, flags);
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
				format: readChoice('format', flags) ?? formatOf(values.output) ?? 'html',
				output: values.output,
				isReplaced: switches.has('yes'),
				runsFolder: values.runsDir,
			};
		}

		case 'train': {
			return {
				command, config: chooseConfig(flags), hasChosenDocuments: flags.values.documents !== undefined, title: readTitle(flags), ...readOutput(flags),
			};
		}
	}
}

function readRunsArguments([action = 'list', ...names]: readonly string[], flags: Flags): RunsArguments {
	const {switches, values} = flags;
	if (action !== 'list' && action !== 'rm' && action !== 'tidy' && action !== 'path') {
		throw unknown('action', action, ['list', 'rm', 'tidy', 'path']);
	}

	if (names.length > (action === 'rm' ? Infinity : (action === 'path' ? 1 : 0))) {
		throw new ConfigError(`Expected ${action === 'path' ? 'one run' : 'nothing'} after runs ${action}, got ${names.at(-1)}.`);
	}

	return {
		command: 'runs',
		action,
		names,
		order: readChoice('sort', flags) ?? 'begun',
		isJson: switches.has('json'),
		isConfirmed: switches.has('yes'),
		isAscii: switches.has('ascii'),
		runsFolder: values.runsDir,
	};
}

function readWatchArguments(sources: readonly string[], flags: Flags): WatchArguments {
	const output = readOutput(flags);
	if (sources.length > 1 && output.format !== 'dashboard') {
		throw new ConfigError(`Expected one file with --${output.format}, got ${sources.length}. Leave the flag out to see them on one chart.`);
	}

	if (new Set(sources).size < sources.length) {
		throw new ConfigError(`Expected different files after watch, got ${sources.find((source, index) => sources.indexOf(source) < index)} twice.`);
	}

	return {command: 'watch', sources, ...output};
}

function readOutput(flags: Flags): OutputArguments {
	const {switches, values} = flags;
	const saveEverySeconds = readNumber('saveEvery', flags) ?? defaultSaveEverySeconds;
	return {
		speed: readChoice('speed', flags),
		format: chooseFormat(flags),
		logEvery: readNumber('logEvery', flags),
		isAscii: switches.has('ascii'),
		hasColor: !switches.has('noColor'),
		isSaved: !switches.has('noSave'),
		saveEveryMs: saveEverySeconds * 1000,
		runsFolder: values.runsDir,
	};
}

function readTitle({values: {name}, switches}: Flags): string | undefined {
	if (name !== undefined && switches.has('noSave')) {
		throw new ConfigError('Expected --name with a run that is saved, got --no-save. Leave one of them out.');
	}

	return name === undefined ? undefined : checkTitle(name);
}

/** `--output curve.svg` says the format too. */
function formatOf(path = ''): ExportArguments['format'] | undefined {
	const ending = extname(path).slice(1).toLowerCase();
	const {choices} = valueFlags.format;
	const format = choices.find(choice => choice === ending);
	if (format === undefined && ending !== '') {
		throw new ConfigError(`Expected the name of a file of one of the formats ${choices.join(', ')} after --output, got ${path}. Name another one, or say which it is with --format.`);
	}

	return format;
}

function readShell(name: string): Shell {
	const shell = shells.find(candidate => candidate === name);
	if (shell === undefined) {
		throw unknown('shell', name, shells);
	}

	return shell;
}

function commandNamed(name: string, argv: readonly string[]): CommandName {
	const command = findCommand(name);
	if (command !== undefined) {
		return command;
	}

	if (name.startsWith('-') && argv.includes('--')) {
		throw new ConfigError(`Expected a command after --, got ${name}: what follows -- is not read as flags. Leave out the --. (After npm start, one is needed: npm start -- ${name}.)`);
	}

	throw unknownCommand(name);
}

function checkOperands(command: CommandName, operands: readonly string[]) {
	const {operands: allowed, operandsName} = commands[command];
	const [fewest, most] = allowed;
	if (operands.length < fewest) {
		throw new ConfigError(`Expected ${operandsName} after ${command}, got nothing.`);
	}

	if (operands.length <= most) {
		return;
	}

	const advice = command === 'train' ? ` To train on a text: --data ${operands[most]}.` : '';
	throw new ConfigError(`Expected ${operandsName} after ${command}, got ${operands[most]}.${advice}`);
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
