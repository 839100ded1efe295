import {
	CheckpointError,
	ConfigError,
	DatasetError,
	UserError,
} from '../errors.js';
import {presets} from './presets.js';
import {
	flagOf,
	type OptionName,
	optionNames,
	settingOf,
	spell,
} from './setting-values.js';

/** What the command line calls each setting of `RunOptions`. */
export const flagsOfOptions = Object.fromEntries(optionNames.map(name => [name, spell(flagOf(name))])) as Readonly<Record<OptionName, string>>;

const optionsOfFlags = new Map<string, OptionName>(optionNames.map(name => [flagsOfOptions[name], name]));
/** What else is called otherwise there. */
const otherNames = new Map([['--preset', 'preset'], ['--runs-dir', 'runsFolder'], ['--threads', 'threads'], ['--wide-vectors', 'wideVectors']]);
/** The words that a setting can be. */
const words = [...optionNames.flatMap(name => settingOf(name).choices ?? []), ...presets.map(({name}) => name)];
/** A flag, and the value that follows it where it is to be typed: a number, or a word. */
const flagWithValue = new RegExp(String.raw`(?<![\w\-])(?<flag>--[a-z][\da-z]*(?:-[\da-z]+)*)(?: (?<value>\d+(?:\.\d+)?|${words.join('|')}))?`, 'gv');

/** A sentence for somebody who calls the program from code: each flag in it as the option of that meaning. */
export function withOptionNames(sentence: string): string {
	return sentence.replaceAll('add --no-save', 'leave it out').replaceAll(flagWithValue, (typed, flag: string, value: string | undefined) => {
		const option = optionsOfFlags.get(flag);
		const name = option ?? otherNames.get(flag);
		if (name === undefined) {
			return typed;
		}

		if (value === undefined) {
			return option !== undefined && settingOf(option).isSwitch ? `${name}: ${settingOf(option).default !== true}` : name;
		}

		return `${name}: ${/^\d/v.test(value) ? value : `'${value}'`}`;
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
