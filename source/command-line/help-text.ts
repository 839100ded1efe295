import type {Setting} from '../settings/setting.js';
import {
	flagOf,
	optionNames,
	settingOf,
	spell,
} from '../settings/setting-values.js';
import type {CommandName} from './arguments.js';
import type {Commands, CommandText, FlagName} from './command.js';
import {
	computingFlags,
	isValueFlag,
	switchFlags,
	valueFlags,
} from './flags.js';

/** The flags of `train` in their places, the most wanted first. */
const trainSections: Readonly<Record<string, readonly FlagName[]>> = {
	Options: ['preset', ...flagsIn('data', 'validation', 'documents', 'weights', 'draws')],
	'The model': flagsIn('model', 'samples'),
	'The training': [...flagsIn('training'), ...computingFlags],
	'What is saved': ['name', 'noSave', 'saveEvery', 'keepStates', 'runsDir'],
	'What is shown': ['speed', 'slow', 'history', 'plain', 'logEvery', 'json', 'ascii', 'noColor', 'background', 'noMouse'],
};

const mostWanted: readonly FlagName[] = ['preset', 'data', 'valSplit', 'steps', 'learningRate', 'speed', 'plain', 'json'];

const aboutRuns = 'The beginning of a run\'s name is enough; without one, the latest is meant.';
const aboutPipes = 'Without a terminal (in a pipe, in CI) it prints the plain lines by itself.';

/** The flags of the settings in these groups. */
function flagsIn(...groups: ReadonlyArray<Setting['group']>): FlagName[] {
	return groups.flatMap(group => optionNames.filter(name => settingOf(name).group === group).map(name => flagOf(name)));
}

/** The help on the program, examples first; on a command, what it does and all its flags. */
export function helpOf(commands: Commands, about: CommandName | undefined): string {
	return (about === undefined ? generalHelp(commands) : commandHelp(about, commands[about])).join('\n');
}

/** What a flag means with a command. */
export function flagHelp({help}: CommandText, flag: FlagName): string {
	return help?.[flag] ?? {...valueFlags, ...switchFlags}[flag].help;
}

function generalHelp(commands: Commands): string[] {
	const all = Object.values<CommandText>(commands);
	const width = Math.max(...all.map(({usage}) => usage.length));
	return [
		'Watch a GPT learn, in your terminal.',
		'Examples',
		'  $ microgpt-tui                       train on 6,000 names',
		'  $ microgpt-tui --speed 10            slowly, to see each step',
		'  $ microgpt-tui --data my-words.txt   a GPT that fits your own text',
		'  $ microgpt-tui --val-split 0.1 --steps 5000',
		'  $ microgpt-tui --json > events.jsonl every step, for other programs',
		'Commands',
		...all.map(({usage, summary}) => `  $ microgpt-tui ${usage.padEnd(width)}  ${summary}`),
		'',
		'Options (microgpt-tui help train lists all)',
		...rowsOf(commands.train, mostWanted),
		'',
		aboutRuns,
		aboutPipes,
		'In the dashboard, ? shows the keys.',
	];
}

function commandHelp(name: CommandName, command: CommandText): string[] {
	const sections = name === 'train' ? trainSections : {Options: command.flags};
	const notes = [
		...(command.operands[1] === 1 && command.takesRun ? [aboutRuns] : []),
		...(command.flags.includes('plain') ? [aboutPipes] : []),
	];
	return [
		`microgpt-tui ${command.usage}`,
		`  ${command.summary}`,
		...Object.entries(sections).flatMap(([title, names]) => names.length === 0 ? [] : ['', title, ...rowsOf(command, names)]),
		...(notes.length === 0 ? [] : ['', ...notes]),
	];
}

function rowsOf(command: CommandText, names: readonly FlagName[]): string[] {
	const width = Math.max(...command.flags.map(name => usageOf(name).length));
	return names.map(name => `  ${usageOf(name).padEnd(width)}  ${flagHelp(command, name)}`);
}

function usageOf(name: FlagName): string {
	return isValueFlag(name) ? `${spell(name)} ${valueFlags[name].value}` : spell(name);
}
