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

const flagsWithDash: ReadonlySet<string | undefined> = new Set([spell('data'), spell('output')]);
const valueSpellings = new Set(Object.keys(valueFlags).map(name => spell(name)));
const switchSpellings = new Set(Object.keys(switchFlags).map(name => spell(name)));
/** What works too: the opposite of a switch, the usual short form of help, names as they are in code. */
const otherSpellings = new Set([
	'-h',
	'--color',
	'--save',
	...[...switchSpellings].map(flag => flag.replace('--', '--no-')),
	...[...Object.keys(valueFlags), ...Object.keys(switchFlags)].map(name => `--${name}`),
]);

/**
Reads flags, without looking at their values.

@throws ConfigError for an unknown flag, one that is given twice, or one with or without a value
that should be without or with.
*/
export function readFlags(typed: readonly string[]): Flags {
	const argv = joinDash(typed);
	checkSpelling(argv);
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
			help: {type: 'boolean', shortFlag: 'h'},
			// `--no-color` and `--no-save` turn these off.
			color: {type: 'boolean', default: true},
			save: {type: 'boolean', default: true},
		},
	});
	const values: Partial<Record<ValueFlagName, string>> = {};
	const switches = new Set<SwitchFlagName>([...(flags.color ? [] : ['noColor'] as const), ...(flags.save ? [] : ['noSave'] as const)]);
	for (const [name, given] of Object.entries<unknown>(flags)) {
		if (isValueFlag(name)) {
			Object.assign(values, readValue(name, given, argv));
		} else if (isSwitchFlag(name) && given === true) {
			switches.add(name);
		}
	}

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

/** The parser takes a dash alone for no value; where it stands for standard input or output, it is one. */
function joinDash(argv: readonly string[]): string[] {
	const end = argv.indexOf('--');
	const isDash = (index: number) => argv[index] === '-' && flagsWithDash.has(argv[index - 1]) && (end === -1 || index < end);
	return argv.flatMap((argument, index) => {
		const joined = isDash(index + 1) ? `${argument}=-` : argument;
		return isDash(index) ? [] : [joined];
	});
}

/** Looks at the flags as they were typed; the parser would only tell what it made of them. */
function checkSpelling(argv: readonly string[]) {
	const end = argv.indexOf('--');
	for (const argument of argv.slice(0, end === -1 ? undefined : end)) {
		const [flag, ...rest] = argument.split('=');
		// A dash alone and a negative number are values.
		if (!/^-[^\d.]/v.test(flag)) {
			continue;
		}

		if (!valueSpellings.has(flag) && !switchSpellings.has(flag) && !otherSpellings.has(flag)) {
			throw unknown('flag', flag, [...valueSpellings, ...switchSpellings]);
		}

		// `--plain=yes` would silently count as off.
		if (rest.length > 0 && switchSpellings.has(flag) && !['true', 'false'].includes(rest.join('='))) {
			throw new ConfigError(`Expected ${flag} without a value, got ${argument}.`);
		}
	}
}

function readValue(name: ValueFlagName, given: unknown, argv: readonly string[]): Partial<Record<ValueFlagName, string>> {
	const flag = spell(name);
	const texts: unknown[] = Array.isArray(given) ? given : [given];
	if (texts.length > 1) {
		throw new ConfigError(`Expected ${flag} once, got it ${texts.length} times.`);
	}

	const [text] = texts;
	if (typeof text === 'string' && text !== '') {
		return {[name]: text};
	}

	const place = argv.findIndex(argument => argument === flag || argument === `${flag}=`);
	if (texts.length === 0 && place === -1) {
		return {};
	}

	const came = argv[place + 1] === '-' ? '-' : 'none';
	throw new ConfigError(`Expected a value after ${flag}, got ${came}. Write ${flag} ${valueFlags[name].value}.`);
}

function mapValues<Key extends string, Value>(keys: Readonly<Record<Key, unknown>>, value: Value): Record<Key, Value> {
	return Object.fromEntries(Object.keys(keys).map(key => [key, value])) as Record<Key, Value>;
}
