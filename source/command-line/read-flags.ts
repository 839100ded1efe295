import meow from 'meow';
import {spell} from '../settings/setting-values.js';
import {ConfigError} from '../errors.js';
import {version} from '../version.js';
import type {FlagName} from './command.js';
import {commands, findCommand, helpText} from './commands.js';
import {
	isSwitchFlag,
	isValueFlag,
	switchFlags,
	type SwitchFlagName,
	valueFlags,
	type ValueFlagName,
} from './flags.js';
import {type Flags} from './given-flags.js';
import {unknownFlag} from './unknown.js';

/** What a flag such as `--no-save` turns off, by its own name. */
const turnedOff: ReadonlyMap<string, SwitchFlagName> = new Map((Object.keys(switchFlags) as SwitchFlagName[]).filter(name => /^no[A-Z]/v.test(name)).map(name => [name.charAt(2).toLowerCase() + name.slice(3), name]));
const switchSpellings = new Set(Object.keys(switchFlags).map(name => spell(name)));
const spellings = new Set([
	...[...Object.keys(valueFlags), ...Object.keys(switchFlags)].flatMap(name => [spell(name), `--${name}`]),
	// What works too: the opposite of a switch, the usual short forms.
	...[...switchSpellings].map(flag => flag.replace('--', '--no-')),
	...[...switchSpellings].filter(flag => flag.startsWith('--no-')).map(flag => flag.replace('--no-', '--')),
	'-h',
	'-v',
]);

/**
Reads flags, without looking at their values; answers --help or --version alone, and leaves.

@throws ConfigError for an unknown flag, one that is given twice, or one with or without a value
that should be without or with.
*/
export function readFlags(typed: readonly string[]): Flags {
	const argv = withFilesNamed(typed);
	checkSpelling(argv);
	const {input, flags} = meow(helpText(), {
		importMeta: import.meta,
		argv: [...argv],
		description: false,
		helpIndent: 0,
		pkg: {name: 'microgpt-tui'},
		version,
		allowUnknownFlags: false,
		flags: {
			// As text: of what is no number, the type `number` leaves only NaN, and the error could not say what came.
			...mapValues(valueFlags, {type: 'string', isMultiple: true} as const),
			...mapValues(switchFlags, {type: 'boolean'} as const),
			help: {type: 'boolean', shortFlag: 'h'},
			version: {type: 'boolean', shortFlag: 'v'},
			...Object.fromEntries([...turnedOff.keys()].map(name => [name, {type: 'boolean', default: true} as const])),
		},
	});
	const values: Partial<Record<ValueFlagName, string>> = {};
	const switches = new Set<SwitchFlagName>();
	for (const [name, given] of Object.entries<unknown>(flags)) {
		if (isValueFlag(name)) {
			Object.assign(values, readValue(name, given, argv));
		} else if (isSwitchFlag(name) && given === true) {
			switches.add(name);
		} else if (turnedOff.has(name) && given === false) {
			switches.add(turnedOff.get(name)!);
		}
	}

	return {
		input: input.map(String), values, switches, files: (flags.data ?? []).map(String),
	};
}

/** The files after the first of `--data a.txt b.txt`, as of `--data *.txt`, each with the flag of its own. */
function withFilesNamed(argv: readonly string[]): string[] {
	const flag = spell('data');
	const end = endOfFlags(argv);
	let isFile = false;
	return argv.map((argument, index) => {
		const isWord = index < end && (argument === '-' || !argument.startsWith('-'));
		const isFirst = argv[index - 1] === flag;
		isFile = isWord && (isFirst || (isFile && findCommand(argument) === undefined));
		return isFile && !isFirst ? `${flag}=${argument}` : argument;
	});
}

/** Looks at the flags as they were typed: the parser names those that it does not know, but not what may have been meant. */
function checkSpelling(argv: readonly string[]) {
	for (const argument of argv.slice(0, endOfFlags(argv))) {
		const [flag, ...rest] = argument.split('=');
		// A dash alone and a negative number are values.
		if (!/^-[^\d.]/v.test(flag)) {
			continue;
		}

		if (!spellings.has(flag)) {
			const command = findCommand(argv[0]);
			const known: readonly FlagName[] = [...commands[command ?? 'train'].flags, 'version', 'help'];
			throw unknownFlag(flag, known, command === undefined ? '--help' : `microgpt-tui help ${command}`);
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
	// The parser says nothing of a flag without a value beside one that has one.
	const count = argv.slice(0, endOfFlags(argv)).filter(argument => argument === flag || argument.startsWith(`${flag}=`)).length;
	if (Math.max(count, texts.length) > 1 && name !== 'data') {
		throw new ConfigError(`Expected ${flag} once, got it ${Math.max(count, texts.length)} times.`);
	}

	const [text] = texts;
	if (texts.length > 0 && texts.every(candidate => typeof candidate === 'string' && candidate !== '' && candidate !== '--')) {
		return {[name]: text};
	}

	if (texts.length === 0 && argv.slice(0, endOfFlags(argv)).every(argument => argument !== flag && argument !== `${flag}=`)) {
		return {};
	}

	throw new ConfigError(`Expected a value after ${flag}, got none. Write ${flag} ${valueFlags[name].value}.`);
}

/** What follows is not read as flags. */
function endOfFlags(argv: readonly string[]): number {
	const end = argv.indexOf('--');
	return end === -1 ? argv.length : end;
}

function mapValues<Key extends string, Value>(keys: Readonly<Record<Key, unknown>>, value: Value): Record<Key, Value> {
	return Object.fromEntries(Object.keys(keys).map(key => [key, value])) as Record<Key, Value>;
}
