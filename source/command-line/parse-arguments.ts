import {extname} from 'node:path';
import {type EngineName} from '../model/engine.js';
import {ConfigError} from '../errors.js';
import {type PlanChanges, planOf, type ResumeChanges} from '../settings/training-plan.js';
import {
	type Arguments,
	type CommandName,
	type ExportArguments,
	type LearnArguments,
	type RaceArguments,
	type ResumeArguments,
	type RunsArguments,
	type SampleArguments,
	type Shell,
	shells,
	type SweepArguments,
	type TorchArguments,
	type WatchArguments,
} from './arguments.js';
import {chooseConfig} from './choose-config.js';
import {findCommand, mostSideBySide} from './commands.js';
import {exportFormats, temperaturesFromZero} from './flags.js';
import {checkFlags, checkOperands, commandNamed} from './check-usage.js';
import {type Flags} from './given-flags.js';
import {readFlags} from './read-flags.js';
import {readOutput, readTitle} from './read-output.js';
import {readChoice, readNumber} from './read-values.js';
import {unknown} from './unknown.js';
import {combinationsOf, whyOneWay} from './value-lists.js';

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
	return readers[command](operands, flags, argv);
}

/** What each command makes of the words after it and the flags. */
const readers: Readonly<Record<CommandName, (operands: readonly string[], flags: Flags, argv: readonly string[]) => Arguments>> = {
	train: (_, flags) => ({
		command: 'train', ...chooseConfig(flags), hasChosenDocuments: flags.values.documents !== undefined, title: readTitle(flags), ...readOutput(flags),
	}),
	race: readRaceArguments,
	sweep: readSweepArguments,
	resume: readResumeArguments,
	replay: ([run], flags) => ({command: 'replay', run, ...readOutput(flags)}),
	learn: readLearnArguments,
	sample: readSampleArguments,
	export: readExportArguments,
	runs: readRunsArguments,
	watch: readWatchArguments,
	torch: readTorchArguments,
	data: (paths, {switches}) => ({
		command: 'data', paths, isJson: switches.has('json'), isAscii: switches.has('ascii'), isLargeFileConfirmed: switches.has('yes'),
	}),
	glossary: (words, {switches}) => ({command: 'glossary', term: words.length === 0 ? undefined : words.join(' '), isAscii: switches.has('ascii')}),
	presets: () => ({command: 'presets'}),
	datasets: () => ({command: 'datasets'}),
	completion: ([shell]) => ({command: 'completion', shell: readShell(shell)}),
	help: ([about], _, argv) => ({command: 'help', about: about === undefined ? undefined : commandNamed(about, argv)}),
};

function readRaceArguments(_: readonly string[], flags: Flags): RaceArguments {
	const combinations = combinationsOf(flags);
	const {length} = combinations;
	if (length < 2 || length > mostSideBySide) {
		throw new ConfigError(`Expected 2 to ${mostSideBySide} ways to train, got ${length}${length === 1 ? whyOneWay(flags) : ''}. Give a setting as many values, with commas between: --optimizer sgd,momentum,rmsprop,adam.`);
	}

	return {
		command: 'race',
		lanes: combinations.map(({flags: own, label}) => ({...chooseConfig(own), label})),
		hasChosenDocuments: flags.values.documents !== undefined,
		...readOutput(flags),
	};
}

function readSweepArguments(_: readonly string[], flags: Flags): SweepArguments {
	const combinations = combinationsOf(flags);
	if (combinations.length < 2) {
		throw new ConfigError(`Expected a setting with several values, got one of each${whyOneWay(flags)}. Give one some, with commas between: --learning-rate 0.003,0.01,0.03.`);
	}

	return {
		command: 'sweep',
		combinations: combinations.map(({flags: own, varied, label}) => ({...chooseConfig(own), varied, label})),
		jobs: readNumber('jobs', flags),
		title: readTitle(flags) ?? 'sweep',
		hasChosenDocuments: flags.values.documents !== undefined,
		...readOutput(flags),
	};
}

/** What is to be other from where a run is resumed. */
function readChanges(flags: Flags): ResumeChanges {
	return planOf({
		steps: readNumber('steps', flags),
		learningRate: readNumber('learningRate', flags),
		schedule: readChoice('schedule', flags),
		warmup: readNumber('warmup', flags),
		weightDecay: readNumber('weightDecay', flags),
		gradClip: readNumber('gradClip', flags),
		patience: readNumber('patience', flags),
	} as PlanChanges);
}

function readResumeArguments([run]: readonly string[], flags: Flags): ResumeArguments {
	const isBest = flags.switches.has('best');
	const title = readTitle(flags);
	if (title !== undefined && !isBest) {
		throw new ConfigError('Expected --name with --best, which makes a run of its own, got it without. Leave it out: the run goes on as it is called.');
	}

	return {
		command: 'resume', run, isBest, title, changes: readChanges(flags), engine: readChoice('engine', flags) as EngineName | undefined, ...readOutput(flags),
	};
}

function readLearnArguments([deck, card]: readonly string[], flags: Flags): LearnArguments {
	const isNumber = (word = '') => /^[1-9]\d*$/v.test(word);
	if (card !== undefined && !isNumber(card)) {
		throw new ConfigError(`Expected the number of a card after learn ${deck}, got ${card}.`);
	}

	return {
		command: 'learn', deck, card: card === undefined ? undefined : Number(card), isListed: flags.switches.has('list'), ...readOutput(flags),
	};
}

function readSampleArguments([run]: readonly string[], flags: Flags): SampleArguments {
	const {values, switches} = flags;
	return {
		command: 'sample',
		run,
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

function readExportArguments([run]: readonly string[], flags: Flags): ExportArguments {
	const {values, switches} = flags;
	const isBest = switches.has('best');
	const format = readChoice('format', flags) ?? formatOf(values.output) ?? (isBest ? 'safetensors' : 'html');
	if (isBest && format !== 'safetensors') {
		throw new ConfigError(`Expected --best with the weights, as safetensors, got the format ${format}, which tells of the whole run. Leave out one of them.`);
	}

	return {
		command: 'export',
		run,
		format,
		isBest,
		output: values.output,
		isReplaced: switches.has('yes'),
		runsFolder: values.runsDir,
	};
}

/** `--output curve.svg` says the format too. */
function formatOf(path = ''): ExportArguments['format'] | undefined {
	const ending = extname(path).slice(1).toLowerCase();
	const format = exportFormats.find(choice => choice === ending);
	if (format === undefined && ending !== '') {
		throw new ConfigError(`Expected the name of a file of one of the formats ${exportFormats.join(', ')} after --output, got ${path}. Name another one, or say which it is with --format.`);
	}

	return format;
}

function readRunsArguments([action = 'list', ...names]: readonly string[], flags: Flags): RunsArguments {
	const {switches, values} = flags;
	if (action !== 'list' && action !== 'rm' && action !== 'tidy' && action !== 'path') {
		throw unknown('action', action, ['list', 'rm', 'tidy', 'path']);
	}

	if (names.length > (action === 'rm' ? Infinity : (action === 'path' ? 1 : 0))) {
		throw new ConfigError(`Expected ${action === 'path' ? 'one run' : 'nothing'} after runs ${action}, got ${names.join(' ')}.`);
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

function readTorchArguments([action, folder]: readonly string[], flags: Flags): TorchArguments {
	if (action !== 'prepare') {
		throw unknown('action', action, ['prepare']);
	}

	const engine = readChoice('engine', flags) ?? 'torch';
	if (engine !== 'torch') {
		throw new ConfigError(`Expected --engine torch after torch prepare, got ${engine}: train.py trains with PyTorch. Leave it out.`);
	}

	return {
		command: 'torch',
		folder,
		...chooseConfig({...flags, values: {...flags.values, engine}}),
		hasChosenDocuments: flags.values.documents !== undefined,
		title: readTitle(flags),
		...readOutput(flags),
	};
}

function readShell(name: string): Shell {
	const shell = shells.find(candidate => candidate === name);
	if (shell === undefined) {
		throw unknown('shell', name, shells);
	}

	return shell;
}
