import {ConfigError} from '../errors.js';
import {isWithin, rangeText} from '../settings/ranges.js';
import {spell} from '../settings/setting-values.js';
import {type ValueFlag, valueFlags, type ValueFlagName} from './flags.js';
import {type Flags} from './given-flags.js';

/**
The number that a flag was given; undefined if it was not given.

@param range - Without it, that of the flag.
@throws ConfigError if it is no number, or out of the flag's range.
*/
export function readNumber(name: ValueFlagName, {values}: Flags, range = (valueFlags[name] as ValueFlag).range): number | undefined {
	const text = values[name];
	if (text === undefined || !range) {
		return undefined;
	}

	// Not `Number()` alone, for which '' and '0x10' are numbers too.
	const number = /^[+\-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+\-]?\d+)?$/iv.test(text) ? Number(text) : NaN;
	if (!isWithin(range, number)) {
		throw new ConfigError(`Expected ${spell(name)} to be ${rangeText(range)}, got ${text}.`);
	}

	return number;
}

type Choices = {[Name in ValueFlagName]: (typeof valueFlags)[Name] extends {readonly choices: ReadonlyArray<infer Choice>} ? Choice : string};

/**
The choice that a flag was given; undefined if it was not given.

@throws ConfigError if it is not one of the choices.
*/
export function readChoice<Name extends ValueFlagName>(name: Name, {values}: Flags): Choices[Name] | undefined {
	const text = values[name];
	const {choices = []}: ValueFlag = valueFlags[name];
	const choice = choices.find(candidate => String(candidate) === text);
	if (text !== undefined && choice === undefined) {
		throw new ConfigError(`Expected ${spell(name)} to be one of ${choices.join(', ')}, got ${text}.`);
	}

	return choice as Choices[Name] | undefined;
}
