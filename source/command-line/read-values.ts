import {ConfigError} from '../errors.js';
import {
	type NumberRange,
	spell,
	type ValueFlag,
	valueFlags,
	type ValueFlagName,
} from './flags.js';
import {type Flags} from './read-flags.js';

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
	const isHighEnough = range.isAboveMinimum ? number > range.minimum : number >= range.minimum;
	const isLowEnough = range.isBelowMaximum ? number < range.maximum : number <= range.maximum;
	const isZero = number === 0 && range.hasZero;
	if (!isZero && (!isHighEnough || !isLowEnough || (range.isWhole && !Number.isSafeInteger(number)))) {
		throw new ConfigError(`Expected ${spell(name)} to be ${describe(range)}, got ${text}.`);
	}

	return number;
}

type Choices = {[Name in ValueFlagName]: (typeof valueFlags)[Name] extends {readonly choices: ReadonlyArray<infer Choice>} ? Choice : never};

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

function describe({isWhole, minimum, maximum, isAboveMinimum, isBelowMaximum, hasZero}: NumberRange): string {
	const kind = `${hasZero ? '0 or ' : ''}${isWhole ? 'a whole number' : 'a number'}`;
	const from = isAboveMinimum ? `above ${minimum} and up` : `from ${minimum}`;
	return `${kind} ${from} to ${isBelowMaximum ? `below ${maximum}` : maximum}`;
}
