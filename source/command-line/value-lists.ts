import {ConfigError} from '../errors.js';
import {
	flagOf,
	type OptionName,
	optionNames,
	settingOf,
	spell,
} from '../settings/setting-values.js';
import {formatCount} from '../text/format.js';
import {visibleText} from '../text/visible-text.js';
import {isSwitchFlag} from './flags.js';
import {type Flags} from './given-flags.js';

/** Flags with one value each, out of lists of values. */
export type Combination = {
	readonly flags: Flags;
	/** The values of the settings that differ among all of them, with the settings. */
	readonly varied: ReadonlyArray<readonly [name: OptionName, value: string]>;
	/** The same in words; empty if nothing differs. */
	readonly label: string;
};

/** More would take days, and no table of them could be read. */
const mostCombinations = 1000;

/** What stands for taking nothing out, among lists of what is. */
const nothing = 'none';

/**
All combinations of values of settings that were given as lists: `--seed 1,2,3`, with commas between, or, where a value is a list
itself, with slashes: `--without none/norm/residual,norm`. The last flag varies fastest.

@throws ConfigError for a list with an empty value or with the same one twice, or for too many combinations.
*/
export function combinationsOf(flags: Flags): Combination[] {
	const lists = optionNames.flatMap(name => {
		const values = valuesOf(name, flags);
		return values.length > 1 ? [{name, values}] : [];
	});
	const count = lists.reduce((product, {values}) => product * values.length, 1);
	if (count > mostCombinations) {
		throw new ConfigError(`Expected at most ${formatCount(mostCombinations)} combinations, got ${formatCount(count)}. Give fewer values.`);
	}

	let combinations: Array<Combination['varied']> = [[]];
	for (const {name, values} of lists) {
		combinations = combinations.flatMap(varied => values.map(value => [...varied, [name, value] as const]));
	}

	return combinations.map(varied => ({flags: withValues(flags, varied), varied, label: varied.map(([name, value]) => sayValue(name, value)).join(', ')}));
}

/**
Why what was given comes to one way to train: which flags take no list, and what was taken for one value. Begins with a colon;
empty where nothing was given.
*/
export function whyOneWay({values}: Flags): string {
	const said = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined).flatMap(([flag, value]) => {
		const name = optionNames.find(each => flagOf(each) === flag);
		if (name !== undefined && !settingOf(name).isPath) {
			return [`${spell(flag)} ${visibleText(value)} is one value`];
		}

		return value.includes(',') ? [`${spell(flag)} takes no list`] : [];
	});
	return said.length === 0 ? '' : `: ${said.join(', ')}`;
}

/** What was given for a setting, one by one. */
function valuesOf(name: OptionName, {values}: Flags): string[] {
	const flag = flagOf(name);
	const {isPath, isAblations, choices} = settingOf(name);
	const given = isSwitchFlag(flag) || isPath ? undefined : values[flag];
	if (given === undefined) {
		return [];
	}

	const parts = given.split(isAblations ? '/' : ',').map(part => part.trim());
	if (parts.includes('')) {
		throw new ConfigError(`Expected values after ${spell(flag)} with a ${isAblations ? 'slash' : 'comma'} between two, got ${given}.`);
	}

	const meant = parts.map(part => isAblations ? part.split(',').toSorted().join(',') : (choices ? part : numberMeant(part)));
	const again = meant.findIndex((value, index) => meant.indexOf(value) < index);
	if (again !== -1) {
		const [first, second] = [parts[meant.indexOf(meant[again])], parts[again]];
		throw new ConfigError(`Expected each value once after ${spell(flag)}, got ${first === second ? `${first} twice` : `${first} and ${second}, which are the same`}.`);
	}

	return parts;
}

/** A number in one spelling: `01`, `1.0` and `1e0` are 1. Of what is none, whoever reads it complains. */
function numberMeant(text: string): string {
	const number = Number(text);
	return Number.isNaN(number) ? text : String(number);
}

function withValues(flags: Flags, varied: Combination['varied']): Flags {
	const chosen = new Map<string, string>(varied.map(([name, value]) => [flagOf(name), value]));
	const all = Object.entries({...flags.values, ...Object.fromEntries(chosen)});
	// Given as nothing is the same as not given.
	return {...flags, values: Object.fromEntries(all.filter(([flag, value]) => flag !== flagOf('without') || value !== nothing))};
}

/** Words stand for themselves; of numbers one says what they are of. */
function sayValue(name: OptionName, value: string): string {
	const {choices, isAblations, label = name} = settingOf(name);
	if (isAblations) {
		return value === nothing ? 'whole' : `without ${value}`;
	}

	return choices ? value : `${label} ${value}`;
}
