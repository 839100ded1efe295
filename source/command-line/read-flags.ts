import leven from 'leven';
import meow from 'meow';
import {ConfigError} from '../errors.js';
import {
	isSwitchFlag,
	isValueFlag,
	spell,
	switchFlags,
	type SwitchFlagName,
	valueFlags,
	type ValueFlagName,
} from './flags.js';

/** The command line in its parts: what stands without a flag, values as text, switches. */
export type Flags = {
	readonly input: readonly string[];
	readonly values: Readonly<Partial<Record<ValueFlagName, string>>>;
	readonly switches: ReadonlySet<SwitchFlagName>;
};

const names = [...Object.keys(valueFlags), ...Object.keys(switchFlags)];

/**
Reads flags, without looking at their values.

@throws ConfigError for an unknown flag, one that is given twice, or one with or without a value
that should be without or with.
*/
export function readFlags(argv: readonly string[]): Flags {
	const {input, flags} = meow({
		importMeta: import.meta,
		argv: [...argv],
		// Meow exits and words its errors in its own way; ours say what was expected and what came.
		allowUnknownFlags: true,
		autoHelp: false,
		autoVersion: false,
		pkg: {name: 'microgpt-tui'},
		flags: {
			...mapValues(valueFlags, {type: 'string', isMultiple: true} as const),
			...mapValues(switchFlags, {type: 'boolean'} as const),
			// `--no-color` turns this one off.
			color: {type: 'boolean', default: true},
		},
	});
	const values: Partial<Record<ValueFlagName, string>> = {};
	const switches = new Set<SwitchFlagName>();
	for (const [name, given] of Object.entries<unknown>(flags)) {
		if (isValueFlag(name)) {
			Object.assign(values, readValue(name, given, argv));
		} else if (isSwitchFlag(name)) {
			if (given === true) {
				switches.add(name);
			}
		} else if (name !== 'color') {
			throw unknown('flag', name.length === 1 ? `-${name}` : spell(name), names.map(known => spell(known)));
		} else if (given === false) {
			switches.add('noColor');
		}
	}

	checkSwitches(argv);
	return {input: input.map(String), values, switches};
}

/** The error for a name that does not exist, with the nearest one that does. */
export function unknown(kind: string, given: string, known: readonly string[]): ConfigError {
	const [nearest] = known.toSorted((a, b) => leven(given, a) - leven(given, b));
	if (leven(given, nearest) <= Math.max(2, Math.floor(nearest.length / 3))) {
		return new ConfigError(`Expected a known ${kind}, got ${given}. Did you mean ${nearest}?`);
	}

	const advice = kind === 'flag' ? 'See --help.' : `Known: ${known.join(', ')}.`;
	return new ConfigError(`Expected a known ${kind}, got ${given}. ${advice}`);
}

function readValue(name: ValueFlagName, given: unknown, argv: readonly string[]): Partial<Record<ValueFlagName, string>> {
	const texts: unknown[] = Array.isArray(given) ? given : [given];
	if (texts.length > 1) {
		throw new ConfigError(`Expected ${spell(name)} once, got it ${texts.length} times.`);
	}

	const [text] = texts;
	const isGiven = texts.length > 0 || argv.some(argument => argument === spell(name) || argument === `${spell(name)}=`);
	if (isGiven && (typeof text !== 'string' || text === '')) {
		throw new ConfigError(`Expected a value after ${spell(name)}, got none. Write ${spell(name)} ${valueFlags[name].value}.`);
	}

	return isGiven ? {[name]: text} : {};
}

/** `--plain=yes` would silently count as off. */
function checkSwitches(argv: readonly string[]) {
	const spelt = new Set(Object.keys(switchFlags).map(name => spell(name)));
	for (const argument of argv) {
		const [flag, value] = argument.split('=', 2);
		if (spelt.has(flag) && value !== undefined && value !== 'true' && value !== 'false') {
			throw new ConfigError(`Expected ${flag} without a value, got ${argument}.`);
		}
	}
}

function mapValues<Key extends string, Value>(keys: Readonly<Record<Key, unknown>>, value: Value): Record<Key, Value> {
	return Object.fromEntries(Object.keys(keys).map(key => [key, value])) as Record<Key, Value>;
}
