import {
	CheckpointError,
	ConfigError,
	DatasetError,
	UserError,
} from '../errors.js';
import {type RunOptions} from './run-config.js';

/** What the command line calls each setting of `RunOptions`. */
export const flagsOfOptions: Readonly<Record<keyof RunOptions, string>> = {
	data: '--data',
	documents: '--documents',
	isLargeFileConfirmed: '--yes',
	steps: '--steps',
	batchSize: '--batch-size',
	learningRate: '--learning-rate',
	schedule: '--schedule',
	warmup: '--warmup',
	beta1: '--beta1',
	beta2: '--beta2',
	weightDecay: '--weight-decay',
	gradClip: '--grad-clip',
	seed: '--seed',
	initFrom: '--init-from',
	nEmbd: '--n-embd',
	blockSize: '--block-size',
	nLayer: '--n-layer',
	nHead: '--n-head',
	samples: '--samples',
	temperature: '--temperature',
	validationShare: '--val-split',
	evalEvery: '--eval-every',
	evalDocuments: '--eval-documents',
	engine: '--engine',
	precision: '--precision',
};

const optionsOfFlags = new Map([...Object.entries(flagsOfOptions).map(([option, flag]) => [flag, option] as const), ['--preset', 'preset']]);
const switches: ReadonlySet<string> = new Set<keyof RunOptions>(['isLargeFileConfirmed']);
/** A flag, and the value that follows it where it is to be typed: a number, or one of the words that a setting can be. */
const flagWithValue = /(?<![\w\-])(?<flag>--[a-z][\da-z]*(?:-[\da-z]+)*)(?: (?<value>\d+(?:\.\d+)?|f32|f64|lines|stream|scalar|tensor|microgpt|chapter\d+))?/gv;

/** A sentence for somebody who calls the program from code: each flag in it as the option of that meaning. */
export function withOptionNames(sentence: string): string {
	return sentence.replaceAll(flagWithValue, (typed, flag: string, value: string | undefined) => {
		const option = optionsOfFlags.get(flag);
		if (option === undefined) {
			return typed;
		}

		if (value === undefined) {
			return switches.has(option) ? `${option}: true` : option;
		}

		return `${option}: ${/^\d/v.test(value) ? value : `'${value}'`}`;
	});
}

/** The same error in the words of a caller from code. */
export function inOptionNames(error: unknown): unknown {
	if (!(error instanceof UserError)) {
		return error;
	}

	const message = withOptionNames(error.message);
	const Class = [ConfigError, DatasetError, CheckpointError].find(candidate => error instanceof candidate);
	// Anew, for the stack begins with the message.
	return Class && message !== error.message ? new Class(message) : error;
}
