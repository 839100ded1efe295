import {basename} from 'node:path';

/** What a shell takes for one word that names a saved run: blanks and signs of its own would be something else. */
export function nameInShell(folder: string, title: string | undefined): string {
	const name = title ?? basename(folder);
	return /^[\w\-.]+$/v.test(name) ? name : `'${name.replaceAll('\'', String.raw`'\''`)}'`;
}
