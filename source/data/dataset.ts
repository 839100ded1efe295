import {hash} from 'node:crypto';
import {basename} from 'node:path';
import {fileURLToPath} from 'node:url';
import {DatasetError} from '../errors.js';
import {type RandomSource} from '../random/random-source.js';
import {
	adviseOnLines,
	countCharacters,
	type DataAdvice,
	isOneLine,
} from './advice.js';
import {CharTokenizer} from './char-tokenizer.js';
import {type DocumentMode, parseDocuments} from './documents.js';
import {isDescriptor} from './read-once.js';
import {type ReadTextOptions} from './read-text.js';
import {
	type GatheredText,
	pathsOf,
	readTexts,
	type TextFile,
} from './read-texts.js';
import {splitDocuments} from './split-documents.js';
import {type Tokenizer} from './tokenizer.js';

/** Where the documents come from and how they are cut and split. */
export type DatasetSource = {
	/** The path of a text file or of a folder with some, or several; without it, the built-in names. */
	readonly path?: string | readonly string[];
	/** What the text came from, where that cannot be read again: a run keeps a copy of it, which `path` names then. */
	readonly pipe?: string;
	/** `auto`: lines, unless the text is one line. */
	readonly documents: DocumentMode | 'auto';
	/** The share of documents held out for validation, from 0 to 1. */
	readonly validationShare: number;
	/** Decides which are held out; runs of earlier versions do not have it, and drew each document by itself with their seed. */
	readonly splitSeed?: number;
	/** The longest stretch of tokens that the model sees at once. */
	readonly blockSize: number;
};

/** Documents ready for training: split, and with the tokenizer made from all of them. */
export type Dataset = {
	/** A short name to show: the file's, without its folder. */
	readonly name: string;
	readonly mode: DocumentMode;
	readonly tokenizer: Tokenizer;
	/** The longest stretch of tokens that the model sees at once. */
	readonly blockSize: number;
	/** In the order of the file. */
	readonly training: readonly string[];
	readonly validation: readonly string[];
	/** All of it, if it came from what cannot be read again. */
	readonly text?: string | undefined;
	/** What it was put together from, if it was more than one file. */
	readonly files?: readonly TextFile[] | undefined;
	/** What a person should know about it, in sentences. */
	readonly notes: readonly string[];
	/** Of the text, as UTF-8: whether the data of a resumed run is that with which it began. */
	readonly sha256: string;
	/** How it might better be taken; of the built-in names, nothing is to be said. */
	readonly advice?: DataAdvice | undefined;
	/** How many documents lose their end because they do not fit the block. */
	readonly truncatedCount: number;
};

const builtInPath = fileURLToPath(new URL('../../data/names.txt', import.meta.url));

export type LoadOptions = ReadTextOptions & {
	/** The text, if it has been read already. */
	readonly text?: string | undefined;
};

/**
Loads the built-in names or the user's own files.

@param random - Draws the validation split.
@throws DatasetError if the data cannot be used.
*/
export async function loadDataset(source: DatasetSource, random: RandomSource, {text: given, ...options}: LoadOptions): Promise<Dataset> {
	const {pipe, path = builtInPath} = source;
	if (pipe !== undefined && source.path === undefined && given === undefined) {
		throw new DatasetError(`Expected the text that came from ${pipe}, which cannot be read again, got none. Give it anew.`);
	}

	const isBuiltIn = source.path === undefined && given === undefined;
	const paths = pathsOf(path);
	const {text, name, files, notes} = given === undefined ? await readTexts(paths, options) : await givenText(given, pipe, paths);
	const called = pipe ?? (paths.length === 1 ? paths[0] : name);
	const {mode, documents} = cutDocuments(text, source, called);
	const truncatedCount = mode === 'lines' ? countTruncated(documents, source.blockSize) : 0;
	return {
		name: pipe === undefined ? name : (isDescriptor(pipe) ? pipe : basename(pipe)),
		files,
		notes,
		mode,
		blockSize: source.blockSize,
		text: pipe === undefined ? undefined : text,
		sha256: hash('sha256', text),
		tokenizer: new CharTokenizer(documents),
		...splitDocuments(documents, {share: source.validationShare, mode, isOneByOne: source.splitSeed === undefined}, random),
		advice: isBuiltIn ? undefined : adviceOn(documents, truncatedCount, mode, source),
		truncatedCount,
	};
}

/** The documents, taken as they are wanted, or as suits the text. */
function cutDocuments(text: string, {documents, blockSize}: DatasetSource, called: string): {readonly mode: DocumentMode; readonly documents: string[]} {
	if (documents !== 'auto') {
		return {mode: documents, documents: parseDocuments(text, documents, blockSize, called)};
	}

	const lines = parseDocuments(text, 'lines', blockSize, called);
	// Else a model would learn nothing but the beginning of it.
	return isOneLine(lines, blockSize)
		? {mode: 'stream', documents: parseDocuments(text, 'stream', blockSize, called)}
		: {mode: 'lines', documents: lines};
}

function adviceOn(documents: readonly string[], truncatedCount: number, mode: DocumentMode, {documents: wanted}: DatasetSource): DataAdvice | undefined {
	if (mode === 'lines') {
		return adviseOnLines(documents, truncatedCount, wanted === 'lines');
	}

	return wanted === 'auto' ? {kind: 'streamed', characterCount: documents.reduce((sum, window) => sum + countCharacters(window), 0)} : undefined;
}

/** A text that has been read already, as if it were read here. */
async function givenText(text: string, pipe: string | undefined, paths: readonly string[]): Promise<GatheredText> {
	return {
		text, name: pipe ?? basename(paths[0]), files: undefined, notes: [],
	};
}

/** A document of n characters needs n + 1 positions: the last predicts its end. */
function countTruncated(documents: readonly string[], blockSize: number): number {
	let count = 0;
	for (const document of documents) {
		// The length in UTF-16 units is an upper bound that spares counting most code points.
		if (document.length >= blockSize && [...document].length >= blockSize) {
			count++;
		}
	}

	return count;
}
