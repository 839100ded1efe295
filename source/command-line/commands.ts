import process from 'node:process';
import {resumeNames} from '../settings/training-plan.js';
import type {Arguments, CommandName} from './arguments.js';
import type {Command, Commands, FlagName} from './command.js';
import {computingFlags, switchFlags, valueFlags} from './flags.js';
import {helpOf} from './help-text.js';
import {outputWidth} from './output-width.js';
import type {Program} from './program.js';

const shown = ['ascii', 'noColor', 'background', 'noMouse'] as const;
const printed = ['plain', 'json', 'logEvery'] as const;
/** Flags that do not go with `train`. */
const elsewhere: ReadonlySet<FlagName> = new Set(['count', 'length', 'prefix', 'topK', 'topP', 'best', 'format', 'output', 'sort', 'jobs', 'list', 'version', 'help']);

const trainFlags = ([...Object.keys(valueFlags), ...Object.keys(switchFlags)] as FlagName[]).filter(name => !elsewhere.has(name));

/** What is for one run that is looked at. */
const notInSweeps: ReadonlySet<FlagName> = new Set(['speed', 'slow', 'history', ...computingFlags, 'noSave', 'plain', 'logEvery', 'noColor', 'background', 'noMouse']);

/** What a run that is prepared for others to train has no use for. */
const notPrepared: ReadonlySet<FlagName> = new Set(['wideVectors', 'noSave', 'keepStates', 'runsDir', 'speed', 'slow', 'history', ...printed, ...shown]);

/** More curves could not be told apart. */
export const mostSideBySide = 6;

/** What can stand first on the command line; without any of these, it is `train`. */
export const commands: Commands = {
	train: {
		usage: '[train] [options]',
		summary: 'train a model from nothing',
		flags: trainFlags,
		operands: [0, 0],
		operandsName: 'only flags',
		async run(given, {train}) {
			const {trainCommand} = await import('./train-command.js');
			await train(async options => trainCommand(given, options));
		},
	},
	race: {
		usage: 'race [options]',
		summary: 'ways to train, side by side: --seed 1,2',
		flags: trainFlags.filter(name => name !== 'name' && name !== 'slow' && name !== 'plain' && name !== 'json' && name !== 'logEvery'),
		operands: [0, 0],
		operandsName: 'only flags',
		async run(given, {train}) {
			const {raceCommand} = await import('./race-command.js');
			await train(async options => raceCommand(given, options));
		},
	},
	sweep: {
		usage: 'sweep [options]',
		summary: 'all combinations of values: --seed 1,2',
		flags: ['jobs', ...trainFlags.filter(name => !notInSweeps.has(name))],
		help: {name: 'what the names of its runs begin with (sweep)', json: 'print each run and each group of seeds as a line of JSON'},
		operands: [0, 0],
		operandsName: 'only flags',
		async run(given, {train}) {
			const {sweepCommand} = await import('./sweep/sweep-command.js');
			await train(async options => sweepCommand(given, options));
		},
	},
	resume: {
		usage: 'resume [run]',
		summary: 'go on where a saved run stopped',
		flags: ['best', 'name', ...resumeNames, 'speed', 'slow', 'saveEvery', 'keepStates', 'history', ...computingFlags, 'engine', 'runsDir', ...printed, ...shown],
		help: {
			best: 'from the best validation loss on, as a run of its own',
			name: 'what that one is called',
			steps: 'number of updates in all (as planned)',
			learningRate: 'the highest from here on (as it was)',
			schedule: 'its fall over the steps that are left (as it was)',
			warmup: 'of the steps that are left, those in which it rises (0)',
			weightDecay: 'decoupled weight decay from here on (as it was)',
			gradClip: 'largest norm of the gradient from here on (as it was)',
			patience: 'stop after N validations without a better one (as it was)',
			engine: 'tensor, scalar or torch from here on (as it was)',
		},
		operands: [0, 1],
		operandsName: 'one run',
		takesRun: true,
		async run(given, {train}) {
			const {resumeCommand} = await import('./resume-command.js');
			await train(async options => resumeCommand(given, options));
		},
	},
	replay: {
		usage: 'replay [run]',
		summary: 'play a saved run, also backwards',
		flags: ['speed', 'slow', 'runsDir', ...shown],
		operands: [0, 1],
		operandsName: 'one run',
		takesRun: true,
		async run(given, {train}) {
			const {replayCommand} = await import('./replay-command.js');
			// Another run may be resumed from there.
			await train(async options => replayCommand(given, options));
		},
	},
	learn: {
		usage: 'learn [DECK] [CARD]',
		summary: 'lessons: chapter7, gpt, or your own',
		flags: ['list', ...shown],
		operands: [0, 2],
		operandsName: 'a deck and the number of a card',
		takesFile: true,
		async run(given, {print, show}) {
			const {hasScreen} = await import('./screen.js');
			const {learnCommand, printedLessons} = await import('./lessons/learn-command.js');
			if (given.isListed || !hasScreen()) {
				print(...await printedLessons(given));
			} else {
				await show(async options => learnCommand(given, options));
			}
		},
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
		async run(given, {printAsItComes}) {
			const {sampleCommand} = await import('./sample-command.js');
			await printAsItComes(sampleCommand(given, process.stdout.isTTY));
		},
	},
	export: {
		usage: 'export [run]',
		summary: 'write a run as a page, picture or table',
		flags: ['format', 'best', 'output', 'yes', 'runsDir'],
		help: {best: 'write the weights of the best validation loss', yes: 'replace a file that is there'},
		operands: [0, 1],
		operandsName: 'one run',
		takesRun: true,
		async run(given, {heedOutput}) {
			const {exportCommand} = await import('./export-command.js');
			heedOutput();
			await exportCommand(given);
		},
	},
	runs: {
		usage: 'runs [rm|tidy|path]',
		summary: 'list, remove or find saved runs',
		flags: ['sort', 'json', 'yes', 'ascii', 'runsDir'],
		help: {json: 'print the list as JSON', yes: 'rm, tidy: remove without asking'},
		operands: [0, Infinity],
		operandsName: 'names',
		takesRun: true,
		async run(given, {print}) {
			const {runsCommand} = await import('./runs-command.js');
			print(...await runsCommand(given));
		},
	},
	watch: {
		usage: 'watch FILE|DIR|-',
		summary: 'what others train: logs, JSON, CSV',
		flags: ['speed', ...printed, ...shown],
		operands: [1, mostSideBySide],
		operandsName: `up to ${mostSideBySide} files, a folder or -`,
		takesFile: true,
		async run(given, {show}) {
			const {watchCommand} = await import('./watch-command.js');
			await show(async options => watchCommand(given, options));
		},
	},
	data: {
		usage: 'data [FILE]',
		summary: 'tell what a text is like and needs',
		flags: ['json', 'yes', 'ascii'],
		help: {json: 'print the report as JSON', yes: 'read files of more than 64 MB'},
		operands: [0, Infinity],
		operandsName: 'files',
		takesFile: true,
		async run(given, {print, signal}) {
			const {dataCommand} = await import('./data-command.js');
			print(...await dataCommand(given, signal));
		},
	},
	glossary: {
		usage: 'glossary [TERM]',
		summary: 'explain the words on the screen',
		flags: ['ascii'],
		operands: [0, Infinity],
		operandsName: 'a term',
		async run({term, isAscii}, {print}) {
			const {glossaryText} = await import('./glossary-text.js');
			print(glossaryText(term, {room: outputWidth(), isAscii}));
		},
	},
	presets: {
		usage: 'presets',
		summary: 'list what there is to train',
		flags: [],
		operands: [0, 0],
		operandsName: 'nothing',
		async run(_, {print}) {
			const {presetsText} = await import('./presets-text.js');
			print(presetsText(outputWidth()));
		},
	},
	datasets: {
		usage: 'datasets',
		summary: 'list texts to train on, by name',
		flags: [],
		operands: [0, 0],
		operandsName: 'nothing',
		async run(_, {print}) {
			const {datasetsText} = await import('./datasets-text.js');
			print(await datasetsText(outputWidth()));
		},
	},
	completion: {
		usage: 'completion SHELL',
		summary: 'print what completes commands in a shell',
		flags: [],
		operands: [1, 1],
		operandsName: 'bash, zsh or fish',
		async run({shell}, {print}) {
			const {completionScript} = await import('./completion.js');
			print(completionScript(shell, commands));
		},
	},
	help: {
		usage: 'help [COMMAND]',
		summary: 'explain a command and its flags',
		flags: [],
		operands: [0, 1],
		operandsName: 'one command',
		async run({about}, {print}) {
			print(helpText(about));
		},
	},
	torch: {
		usage: 'torch prepare DIR',
		summary: 'a run that torchrun trains on clusters',
		flags: trainFlags.filter(name => !notPrepared.has(name)),
		help: {
			engine: 'torch, as always here',
			threads: 'threads of each process (as many as PyTorch takes)',
			nproc: 'processes of a start without torchrun (1)',
			device: 'what to compute on: cpu, cuda, mps (cuda where there is)',
		},
		operands: [2, 2],
		operandsName: 'prepare and a folder',
		takesFile: true,
		async run(given, {print, signal}) {
			const {torchCommand} = await import('./torch-command.js');
			print(...await torchCommand(given, signal) ?? []);
		},
	},
};

/** The same under the names that people try. */
const aliases: Readonly<Record<string, CommandName>> = {ls: 'runs', list: 'runs'};

/** The command of this name, or that it is another name of. */
export function findCommand(name: string): CommandName | undefined {
	const command = Object.hasOwn(aliases, name) ? aliases[name] : name;
	return Object.hasOwn(commands, command) ? command as CommandName : undefined;
}

/** What `--help` prints, examples first; of a command, what it does and all its flags. */
export function helpText(about?: CommandName): string {
	return helpOf(commands, about);
}

/** Does what somebody asked for. */
export async function runCommand(given: Exclude<Arguments, {readonly command: 'version'}>, program: Program): Promise<void> {
	// Each takes what is read for its name.
	const {run} = commands[given.command] as Command;
	await run(given, program);
}
