import {
	switchFlags,
	type SwitchFlagName,
	valueFlags,
	type ValueFlagName,
} from './flags.js';

export type FlagName = SwitchFlagName | ValueFlagName;

export type Command = {
	/** What follows the name of the program, in the help text. */
	readonly usage: string;
	readonly summary: string;
	/** Besides `help` and `version`; the most wanted first. */
	readonly flags: readonly FlagName[];
	/** What a flag means here, where it is not what it means elsewhere. */
	readonly help?: Readonly<Partial<Record<FlagName, string>>>;
	/** The fewest and the most words after the command. */
	readonly operands: readonly [number, number];
	/** What they are, in an error. */
	readonly operandsName: string;
	/** Whether a word after it is a saved run. */
	readonly takesRun?: boolean;
	/** Whether it is a file. */
	readonly takesFile?: boolean;
};

const shown = ['ascii', 'noColor'] as const;
const printed = ['plain', 'json', 'logEvery'] as const;
/** Flags that do not go with `train`. */
const elsewhere: ReadonlySet<FlagName> = new Set(['count', 'length', 'prefix', 'topK', 'topP', 'best', 'format', 'output', 'sort', 'version', 'help']);

/** More curves could not be told apart. */
export const mostWatched = 6;

/** What can stand first on the command line; without any of these, it is `train`. */
export const commands = {
	train: {
		usage: '[train] [options]',
		summary: 'train a model from nothing',
		flags: ([...Object.keys(valueFlags), ...Object.keys(switchFlags)] as FlagName[]).filter(name => !elsewhere.has(name)),
		operands: [0, 0],
		operandsName: 'only flags',
	},
	resume: {
		usage: 'resume [run]',
		summary: 'go on where a saved run stopped',
		flags: ['steps', 'speed', 'saveEvery', 'runsDir', ...printed, ...shown],
		help: {steps: 'number of updates in all (as planned)'},
		operands: [0, 1],
		operandsName: 'one run',
		takesRun: true,
	},
	replay: {
		usage: 'replay [run]',
		summary: 'play a saved run, also backwards',
		flags: ['speed', 'runsDir', ...shown],
		operands: [0, 1],
		operandsName: 'one run',
		takesRun: true,
	},
	sample: {
		usage: 'sample [run]',
		summary: 'make up documents with a trained model',
		flags: ['count', 'length', 'prefix', 'temperature', 'topK', 'topP', 'best', 'seed', 'json', 'ascii', 'runsDir'],
		help: {
			temperature: 'below 1 likelier, above 1 wilder, 0 the likeliest (the run\'s)',
			seed: 'seed of the random draws (the run\'s)',
			json: 'print the documents as JSON',
		},
		operands: [0, 1],
		operandsName: 'one run',
		takesRun: true,
	},
	export: {
		usage: 'export [run]',
		summary: 'write a run as a page, picture or table',
		flags: ['format', 'output', 'yes', 'runsDir'],
		help: {yes: 'replace a file that is there'},
		operands: [0, 1],
		operandsName: 'one run',
		takesRun: true,
	},
	runs: {
		usage: 'runs [rm|tidy|path]',
		summary: 'list, remove or find saved runs',
		flags: ['sort', 'json', 'yes', 'ascii', 'runsDir'],
		help: {json: 'print the list as JSON', yes: 'rm, tidy: remove without asking'},
		operands: [0, Infinity],
		operandsName: 'names',
		takesRun: true,
	},
	watch: {
		usage: 'watch FILE|DIR|-',
		summary: 'what others train: logs, JSON, CSV',
		flags: ['speed', ...printed, ...shown],
		operands: [1, mostWatched],
		operandsName: 'files, a folder or -',
		takesFile: true,
	},
	data: {
		usage: 'data [FILE]',
		summary: 'tell what a text is like and needs',
		flags: ['json', 'yes', 'ascii'],
		help: {json: 'print the report as JSON', yes: 'read files of more than 64 MB'},
		operands: [0, Infinity],
		operandsName: 'files',
		takesFile: true,
	},
	presets: {
		usage: 'presets',
		summary: 'list what there is to train',
		flags: [],
		operands: [0, 0],
		operandsName: 'nothing',
	},
	datasets: {
		usage: 'datasets',
		summary: 'list texts to train on, by name',
		flags: [],
		operands: [0, 0],
		operandsName: 'nothing',
	},
	completion: {
		usage: 'completion SHELL',
		summary: 'print what completes commands in a shell',
		flags: [],
		operands: [1, 1],
		operandsName: 'bash, zsh or fish',
	},
	help: {
		usage: 'help [COMMAND]',
		summary: 'explain a command and its flags',
		flags: [],
		operands: [0, 1],
		operandsName: 'one command',
	},
} as const satisfies Record<string, Command>;

export type CommandName = keyof typeof commands;

/** The same under the names that people try. */
const aliases: Readonly<Record<string, CommandName>> = {ls: 'runs', list: 'runs'};

/** The command of this name, or that it is another name of. */
export function findCommand(name: string): CommandName | undefined {
	const command = Object.hasOwn(aliases, name) ? aliases[name] : name;
	return Object.hasOwn(commands, command) ? command as CommandName : undefined;
}

/** What a flag means with this command. */
export function flagHelp(command: CommandName, flag: FlagName): string {
	const {help}: Command = commands[command];
	return help?.[flag] ?? {...valueFlags, ...switchFlags}[flag].help;
}
