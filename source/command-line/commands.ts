import {
	switchFlags,
	type SwitchFlagName,
	valueFlags,
	type ValueFlagName,
} from './flags.js';

type FlagName = SwitchFlagName | ValueFlagName;

export type Command = {
	/** Besides `help` and `version`. */
	readonly flags: readonly FlagName[];
	/** The fewest and the most words after the command. */
	readonly operands: readonly [number, number];
	/** What they are, in an error. */
	readonly operandsName: string;
};

const shown = ['ascii', 'noColor'] as const;
const printed = ['plain', 'json', 'logEvery'] as const;
/** Flags of a single command. */
const elsewhere: ReadonlySet<FlagName> = new Set(['count', 'length', 'prefix', 'topK', 'topP', 'best', 'format', 'output']);

/** What can stand first on the command line; without any of these, it is `train`. */
export const commands = {
	train: {
		flags: ([...Object.keys(valueFlags), ...Object.keys(switchFlags)] as FlagName[]).filter(name => !elsewhere.has(name)),
		operands: [0, 0],
		operandsName: 'only flags',
	},
	resume: {
		flags: ['steps', 'speed', 'saveEvery', 'runsDir', ...printed, ...shown],
		operands: [0, 1],
		operandsName: 'one run',
	},
	runs: {flags: ['json', 'yes', 'ascii', 'runsDir'], operands: [0, Infinity], operandsName: 'names'},
	sample: {
		flags: ['count', 'length', 'prefix', 'temperature', 'topK', 'topP', 'best', 'seed', 'json', 'ascii', 'runsDir'],
		operands: [0, 1],
		operandsName: 'one run',
	},
	replay: {flags: ['speed', 'runsDir', ...shown], operands: [0, 1], operandsName: 'one run'},
	export: {flags: ['format', 'output', 'yes', 'runsDir'], operands: [0, 1], operandsName: 'one run'},
	watch: {flags: ['speed', ...printed, ...shown], operands: [1, 1], operandsName: 'one file or -'},
	datasets: {flags: [], operands: [0, 0], operandsName: 'nothing'},
	presets: {flags: [], operands: [0, 0], operandsName: 'nothing'},
} as const satisfies Record<string, Command>;

export type CommandName = keyof typeof commands;
