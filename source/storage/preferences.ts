import {readFile} from 'node:fs/promises';
import {dirname, join, resolve} from 'node:path';
import process from 'node:process';
import envPaths from 'env-paths';
import {makeFolder} from '../files/make-folder.js';
import {writeAtomically} from '../files/write-atomically.js';

/** What somebody has chosen to see, which is kept from one start to the next; undefined where nothing was chosen. */
export type Preferences = {
	/** Curves are drawn with dots. */
	readonly isFine: boolean | undefined;
};

/** Where it is kept what somebody has chosen, and how far they have come in the lessons. */
export function configFolder(): string {
	const {MICROGPT_CONFIG_DIR: chosen} = process.env;
	return chosen === undefined || chosen === '' ? envPaths('microgpt-tui', {suffix: ''}).config : resolve(chosen);
}

/** Where preferences are kept. */
export function preferencesFile(): string {
	return join(configFolder(), 'preferences.json');
}

/** Reads them as far as there is something to read: a file that is missing, damaged or not to be read says nothing. */
export async function readPreferences(file: string): Promise<Preferences> {
	const {isFine} = await readAll(file);
	return {isFine: typeof isFine === 'boolean' ? isFine : undefined};
}

/** Keeps some, besides what else is in the file. Where it cannot be written, nothing is kept. */
export async function keepPreferences(file: string, preferences: Partial<Preferences>): Promise<void> {
	try {
		const all = {...await readAll(file), ...preferences};
		await makeFolder(dirname(file));
		await writeAtomically(file, `${JSON.stringify(all, undefined, '\t')}\n`);
	} catch {
		// What is only kept for comfort is not to be in the way.
	}
}

/** Also what other versions have kept. */
async function readAll(file: string): Promise<Readonly<Record<string, unknown>>> {
	try {
		const content: unknown = JSON.parse(await readFile(file, 'utf8'));
		return typeof content === 'object' && content !== null && !Array.isArray(content) ? content as Record<string, unknown> : {};
	} catch {
		return {};
	}
}
