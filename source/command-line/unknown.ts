import leven from 'leven';
import {corpora} from '../data/corpora.js';
import {ConfigError} from '../errors.js';
import {presets} from '../settings/presets.js';
import {spell} from '../settings/setting-values.js';
import type {CommandName} from './arguments.js';
import type {FlagName} from './command.js';

/** What takes something away is never offered: a mistyped word may have been meant quite differently. */
const neverOffered: ReadonlySet<string> = new Set([spell('yes'), spell('noSave'), 'rm', 'tidy']);

/** What other programs call it, without dashes and underscores. */
const usualNames: Readonly<Record<string, FlagName>> = {
	adameps: 'epsilon',
	batch: 'batchSize',
	bs: 'batchSize',
	checkpoint: 'initFrom',
	clip: 'gradClip',
	context: 'blockSize',
	contextlength: 'blockSize',
	ctx: 'blockSize',
	dataset: 'data',
	dim: 'nEmbd',
	dmodel: 'nEmbd',
	dtype: 'precision',
	embd: 'nEmbd',
	eps: 'epsilon',
	epochs: 'steps',
	evalinterval: 'evalEvery',
	file: 'data',
	heads: 'nHead',
	hiddensize: 'nEmbd',
	input: 'data',
	interval: 'logEvery',
	iterations: 'steps',
	iters: 'steps',
	layers: 'nLayer',
	loginterval: 'logEvery',
	lr: 'learningRate',
	lrscheduler: 'schedule',
	maxgradnorm: 'gradClip',
	maxiters: 'steps',
	maxlength: 'length',
	maxnewtokens: 'length',
	maxseqlen: 'blockSize',
	maxsteps: 'steps',
	model: 'preset',
	momentum: 'optimizer',
	monochrome: 'noColor',
	num: 'count',
	numheads: 'nHead',
	numlayers: 'nLayer',
	numsamples: 'count',
	numsteps: 'steps',
	o: 'output',
	opt: 'optimizer',
	optim: 'optimizer',
	optimiser: 'optimizer',
	out: 'output',
	prompt: 'prefix',
	randomseed: 'seed',
	seqlen: 'blockSize',
	start: 'prefix',
	temp: 'temperature',
	text: 'data',
	trainsteps: 'steps',
	valfraction: 'valSplit',
	validationsplit: 'valSplit',
	warmupiters: 'warmup',
	warmupsteps: 'warmup',
	wd: 'weightDecay',
	weights: 'initFrom',
};

/** The error for a name that does not exist, with the nearest one that does. */
export function unknown(kind: string, given: string, known: readonly string[]): ConfigError {
	const offer = nearest(given, known.filter(name => !neverOffered.has(name)));
	return new ConfigError(`Expected a known ${kind}, got ${given}. ${offer === undefined ? `Known: ${known.join(', ')}.` : `Did you mean ${offer}?`}`);
}

/** What other programs call a command. */
const usualCommands: Readonly<Record<string, CommandName>> = {
	continue: 'resume', generate: 'sample', play: 'replay', start: 'train', view: 'replay',
};

/**
The error for a command that does not exist; a text, a preset or a dataset may be meant.

@param known - All commands that there are.
*/
export function unknownCommand(given: string, known: readonly string[]): ConfigError {
	const expected = `Expected a command, got ${given}.`;
	if (presets.some(({name}) => name === given)) {
		return new ConfigError(`${expected} To train this preset: --preset ${given}.`);
	}

	if (corpora.some(({name}) => name === given)) {
		return new ConfigError(`${expected} To train on this dataset: --data ${given}.`);
	}

	if (/[.\/\\]/v.test(given)) {
		return new ConfigError(`${expected} To train on a text: --data ${given}; to watch a log: microgpt-tui watch ${given}.`);
	}

	return Object.hasOwn(usualCommands, given) ? new ConfigError(`Expected a known command, got ${given}. Did you mean ${usualCommands[given]}?`) : unknown('command', given, known);
}

/**
The error for a flag that does not exist, with the one that was probably meant.

@param known - The flags of the command.
@param help - Where all of these are explained.
*/
export function unknownFlag(given: string, known: readonly FlagName[], help: string): ConfigError {
	const usual = usualNames[given.replaceAll(/[\-_]/gv, '').toLowerCase()];
	const offer = known.includes(usual) ? spell(usual) : nearest(given, known.map(name => spell(name)).filter(name => !neverOffered.has(name)));
	return new ConfigError(`Expected a known flag, got ${given}. ${offer === undefined ? `See ${help}.` : `Did you mean ${offer}?`}`);
}

function nearest(given: string, known: readonly string[]): string | undefined {
	const [best] = known.toSorted((a, b) => leven(given, a) - leven(given, b));
	return best !== undefined && leven(given, best) <= Math.max(2, Math.floor(best.length / 3)) ? best : undefined;
}
