import {Buffer} from 'node:buffer';
import {readdir, stat} from 'node:fs/promises';
import {basename, join, resolve} from 'node:path';
import {DatasetError, NotTextError} from '../errors.js';
import {hashText} from './hash-text.js';
import {isDescriptor, isStandardInput, standardInput} from './read-once.js';
import {
	type Beginning,
	readBeginning,
	readSmallText,
	readStream,
	readText,
	type ReadOneOptions,
	type ReadTextOptions,
} from './read-text.js';
import {explain, mostMegabytes, tooLarge} from './text-file-errors.js';

/** One of the files that a text is put together from. */
export type TextFile = {readonly path: string; readonly sha256: string};

/** What several files and folders come to. */
export type GatheredText = {
	readonly text: string;
	/** To show: the name of the only file without its folder, or of the first with the number of the others. */
	readonly name: string;
	/** What it is put together from; undefined if it is one file, of which the text says it all, or too many to tell apart. */
	readonly files: readonly TextFile[] | undefined;
	/** What was left out, in sentences. */
	readonly notes: readonly string[];
};

export type GatherOptions = ReadTextOptions & {
	/** What `-` stands for. */
	readonly input?: AsyncIterable<Uint8Array>;
};

type Listed = {
	readonly path: string;
	readonly size: number;
	/** Undefined for a file that was named itself. */
	readonly folder: string | undefined;
};

const mostNamed = 5;
/** A run keeps the names and hashes of so many files; of more, it knows only whether any has changed. */
const mostFilesKept = 1000;
const bytesPerMegabyte = 1024 * 1024;

/** The paths of a dataset, of which one may stand alone. */
export function pathsOf(path: string | readonly string[] | undefined): readonly string[] {
	return typeof path === 'string' ? [path] : path ?? [];
}

/**
Reads files, and the texts among the files of folders, in the order of their names, as one text: each begins on a line of its own.

@throws DatasetError if one cannot be read or is no text, or a folder has none; the signal's reason if it is aborted.
*/
export async function readTexts(paths: readonly string[], options: GatherOptions): Promise<GatheredText> {
	const listed = await listFiles(paths);
	checkTotal(listed, options);
	const read: Array<{readonly path: string; readonly text: string}> = [];
	const leftOut: Listed[] = [];
	// The sizes on the disk say nothing of pipes, and too little of packed files.
	let bytesLeft = mostMegabytes(options.isLargeFileConfirmed) * bytesPerMegabyte;
	for (const file of listed) {
		try {
			const room = listed.length > 1 ? {bytes: bytesLeft, name: allOf(listed)} : undefined;
			const text = await readOne(file.path, {...options, room});
			bytesLeft -= Buffer.byteLength(text);
			read.push({path: file.path, text});
		} catch (error) {
			// In a folder of texts there may be pictures of them too.
			if (!(error instanceof NotTextError) || file.folder === undefined) {
				throw error;
			}

			leftOut.push(file);
		}
	}

	const folders = [...new Set(listed.map(({folder}) => folder).filter(folder => folder !== undefined))];
	for (const folder of folders) {
		if (listed.filter(file => file.folder === folder).every(file => leftOut.includes(file))) {
			throw new DatasetError(`Expected ${folder} to hold text files, got none: ${namesOf(leftOut)}. Give a folder with texts, or one of another format as text.`);
		}
	}

	const isOne = listed.length === 1 && folders.length === 0;
	return {
		text: joined(read.map(({text}) => text)),
		name: nameOf(paths, folders),
		files: isOne || read.length > mostFilesKept ? undefined : await Promise.all(read.map(async ({path, text}) => ({path, sha256: await hashText(text)}))),
		notes: leftOut.length === 0 ? [] : [`Left out, as they are no text: ${namesOf(leftOut)}.`],
	};
}

/**
As above, if all of it is small; of a single large file it sees whether it begins as a text.

@returns undefined for what is not small.
@throws DatasetError as above, as far as can be told.
*/
export async function readSmallTexts(paths: readonly string[], mostBytes: number, options: ReadTextOptions): Promise<string | undefined> {
	const listed = await listFiles(paths);
	checkTotal(listed, options);
	const [{path, folder}] = listed;
	if (listed.length === 1 && folder === undefined) {
		return readSmallText(path, mostBytes, options);
	}

	if (totalOf(listed) > mostBytes) {
		return undefined;
	}

	const {text} = await readTexts(paths, options);
	return text;
}

/**
The beginning of a text that is one file; of several, all of them.

@throws DatasetError as above, as far as can be told.
*/
export async function readBeginnings(paths: readonly string[], mostBytes: number, options: ReadTextOptions): Promise<Beginning & Pick<GatheredText, 'name'>> {
	const listed = await listFiles(paths);
	const [{path, folder}] = listed;
	if (listed.length === 1 && folder === undefined) {
		return {...await readBeginning(path, mostBytes, options), name: nameOf(paths, [])};
	}

	const {text, name} = await readTexts(paths, options);
	return {text, name, share: 1};
}

/** How many bytes the files have that would be read. */
export async function countBytes(paths: readonly string[]): Promise<number> {
	return totalOf(await listFiles(paths));
}

async function listFiles(paths: readonly string[]): Promise<Listed[]> {
	if (paths.filter(path => isStandardInput(path)).length > 1) {
		throw new DatasetError('Expected standard input once, got it more often. Leave out all but one.');
	}

	const lists = await Promise.all(paths.map(async path => isStandardInput(path) ? [{path, size: 0, folder: undefined}] : list(path)));
	return lists.flat();
}

/** A file, or the files right in a folder, but for those that are hidden. */
async function list(path: string): Promise<Listed[]> {
	try {
		const stats = await stat(path);
		if (!stats.isDirectory()) {
			return [{path, size: stats.size, folder: undefined}];
		}

		const names = await readdir(path);
		const entries = await Promise.all(names.filter(name => !name.startsWith('.')).toSorted().map(async name => {
			const file = join(path, name);
			// A link that leads nowhere is no text either.
			const entry = await stat(file).catch(() => undefined);
			return entry?.isFile() ? [{path: file, size: entry.size, folder: path}] : [];
		}));
		const files = entries.flat();
		if (files.length === 0) {
			throw new DatasetError(`Expected ${path} to hold text files, got ${names.length === 0 ? 'an empty folder' : 'no file right in it'}. Give files, or a folder with files in it.`);
		}

		return files;
	} catch (error) {
		throw explain(error, path);
	}
}

async function readOne(path: string, options: GatherOptions & ReadOneOptions): Promise<string> {
	return isStandardInput(path) && options.input ? readStream(options.input, standardInput, options) : readText(path, options);
}

function checkTotal(listed: readonly Listed[], {isLargeFileConfirmed}: ReadTextOptions) {
	const megabytes = totalOf(listed) / bytesPerMegabyte;
	if (listed.length > 1 && megabytes > mostMegabytes(isLargeFileConfirmed)) {
		throw tooLarge(allOf(listed), `${Math.ceil(megabytes)} MB`, isLargeFileConfirmed);
	}
}

function allOf({length}: readonly Listed[]): string {
	return `these ${length} files`;
}

function totalOf(listed: readonly Listed[]): number {
	return listed.reduce((sum, {size}) => sum + size, 0);
}

function joined(texts: readonly string[]): string {
	const last = texts.length - 1;
	return texts.map((text, index) => index === last || text === '' || text.endsWith('\n') ? text : `${text}\n`).join('');
}

function nameOf(paths: readonly string[], folders: readonly string[]): string {
	const [first] = paths;
	const others = paths.length - 1;
	const name = isStandardInput(first) ? standardInput : (isDescriptor(first) ? first : `${basename(resolve(first))}${folders.includes(first) ? '/' : ''}`);
	return others === 0 ? name : `${name} and ${others} more`;
}

function namesOf(files: readonly Listed[]): string {
	const names = files.slice(0, mostNamed).map(({path}) => basename(path));
	const rest = files.length - names.length;
	return rest > 0 ? `${names.join(', ')} and ${rest} more` : names.join(', ');
}
