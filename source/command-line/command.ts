import type {Arguments, CommandName} from './arguments.js';
import type {SwitchFlagName, ValueFlagName} from './flags.js';
import type {Program} from './program.js';

export type FlagName = SwitchFlagName | ValueFlagName;

/** What there is to say of a command. */
export type CommandText = {
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

/** What can stand first on the command line. */
export type Command<Name extends CommandName = CommandName> = CommandText & {
	/** Does it. What that takes is loaded only here, so that help and errors come at once. */
	readonly run: (given: Extract<Arguments, {readonly command: Name}>, program: Program) => Promise<void>;
};

export type Commands = {readonly [Name in CommandName]: Command<Name>};
