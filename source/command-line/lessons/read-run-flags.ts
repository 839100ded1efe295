import {existsSync} from 'node:fs';
import {resolve} from 'node:path';
import {pathsOf} from '../../data/read-texts.js';
import {ConfigError} from '../../errors.js';
import {type RunConfig} from '../../settings/run-config.js';
import {flagOf, optionNames, spell} from '../../settings/setting-values.js';
import {chooseConfig} from '../choose-config.js';
import {
	isSwitchFlag,
	type SwitchFlagName,
	type ValueFlagName,
} from '../flags.js';

/** The flags of a model, its training and its data, by how they are typed. */
const known = new Map([...optionNames.map(name => flagOf(name)), 'preset' as const].map(name => [spell(name), name]));

/**
What says in a card how its run is trained, with the same flags as on the command line; files are looked for beside the card.

@throws ConfigError for flags that are not allowed here, or their values.
*/
export function readRunFlags(words: readonly string[], folder: string): RunConfig {
	const {config} = chooseConfig({input: [], files: [], ...valuesIn(words)});
	const {path} = config.dataset;
	if (path === undefined) {
		return config;
	}

	const files = pathsOf(path).map(file => resolve(folder, file));
	const missing = files.find(file => !existsSync(file));
	if (missing !== undefined) {
		throw new ConfigError(`Expected a file after --data, beside the card, got ${missing}, which is not there.`);
	}

	return {...config, dataset: {...config.dataset, path: files.length === 1 ? files[0] : files}};
}

function valuesIn(words: readonly string[]) {
	const values: Partial<Record<ValueFlagName, string>> = {};
	const switches = new Set<SwitchFlagName>();
	const rest = words.flatMap(word => word.startsWith('--') && word.includes('=') ? [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] : [word]);
	while (rest.length > 0) {
		const word = rest.shift()!;
		const name = known.get(word);
		if (name === undefined) {
			throw new ConfigError(`Expected flags of the model, its training or its data, got ${word}.`);
		}

		if (isSwitchFlag(name)) {
			switches.add(name);
			continue;
		}

		const value = rest.shift();
		if (value === undefined || value === '' || known.has(value)) {
			throw new ConfigError(`Expected a value after ${word}, got none.`);
		}

		if (values[name] !== undefined) {
			throw new ConfigError(`Expected ${word} once, got it twice.`);
		}

		values[name] = value;
	}

	return {values, switches};
}
