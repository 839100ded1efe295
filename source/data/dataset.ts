import {basename} from 'node:path';
import {fileURLToPath} from 'node:url';
import {DatasetError} from '../errors.js';
import {type RandomSource} from '../random/random-source.js';
import {
	adviseOnLines,
	type DataAdvice,
	isNextToOneLine,
	notesOnBlanks,
} from './advice.js';
import {CharTokenizer} from './char-tokenizer.js';
import {
	type DocumentMode,
	type Documents,
	checkNotBlank,
	pickDocuments,
	textOfLines,
} from './documents.js';
import {hashText} from './hash-text.js';
import {cutTokens, encodeLines} from './document-list.js';
import {type LinesScan, scanLines, scanText} from './scan-text.js';
import {isDescriptor} from './read-once.js';
import {type ReadTextOptions} from './read-text.js';
import {
	type GatheredText,
	pathsOf,
	readTexts,
	type TextFile,
} from './read-texts.js';
import {splitDocuments} from './split-documents.js';
import {
	adjacentWindows,
	encodeText,
	randomWindows,
	splitStretch,
	type Stretch,
} from './text-windows.js';
import {type Tokenizer} from './tokenizer.js';

/** Where the documents come from and how they are cut and split. */
export type DatasetSource = {
	/** The path of a text file or of a folder with some, or several; without it, the built-in names. */
	readonly path?: string | readonly string[];
	/** What the text came from, where that cannot be read again: a run keeps a copy of it, which `path` names then. */
	readonly pipe?: string;
	/** `auto`: lines, unless the text is one line. */
	readonly documents: DocumentMode | 'auto';
	/** Of a stream, that each window of the training begins at a random place; runs of earlier versions do not have it, and cut the text into windows that they shuffled. */
	readonly windows?: 'random';
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
	/** In the order of the file; of a text with windows at random places, those that stand side by side. */
	readonly training: Documents;
	readonly validation: Documents;
	/** The text of the training, where windows begin at random places of it. */
	readonly stretch?: Stretch | undefined;
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

/** As they come with the program: to work it out would take longer than to read them. */
const builtIn = {length: 41_570, sha256: '9cc49eb97a9acb05f17d42b9196bb8d6d94780036aa17049d7b7aedc866b1ec0'};
/** The built-in names. */
export const builtInPath = fileURLToPath(new URL('../../data/names.txt', import.meta.url));

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
	const taken = {...takeText(text, {source, called, onProgress: options.onProgress}, random), ...(isBuiltIn && {advice: undefined})};
	return {
		name: pipe === undefined ? name : (isDescriptor(pipe) ? pipe : basename(pipe)),
		files,
		blockSize: source.blockSize,
		text: pipe === undefined ? undefined : text,
		sha256: isBuiltIn && text.length === builtIn.length ? builtIn.sha256 : await hashText(text),
		...taken,
		notes: [...notes, ...taken.notes],
	};
}

/** The training documents in the order in which they are taken: drawn from the stream of the run, as the references do, or where the seed says. */
export function orderDocuments({training, stretch}: Dataset, random: RandomSource, seed: number): Documents {
	return stretch ? randomWindows(stretch, seed) : pickDocuments(training, random.permutation(training.length));
}

type TakenText = Pick<Dataset, 'mode' | 'tokenizer' | 'training' | 'validation' | 'stretch' | 'advice' | 'truncatedCount' | 'notes'>;

/** How a text is taken, what to call it in an error, and who is told how far that has come. */
type Taking = Pick<LoadOptions, 'onProgress'> & {readonly source: DatasetSource; readonly called: string};

/** The documents of a text, taken as they are wanted, or as suits it. */
function takeText(given: string, taking: Taking, random: RandomSource): TakenText {
	const {source, called, onProgress} = taking;
	const text = textOfLines(given, called);
	if (source.documents === 'stream') {
		return takeStream(text, taking, random);
	}

	const scan = scanLines(text, onProgress);
	checkNotBlank({length: scan.lineCount}, called);
	// Else a model would learn nothing but the beginning of it.
	return source.documents === 'auto' && isNextToOneLine(scan, source.blockSize) ? takeStream(text, taking, random) : takeLines(text, scan, taking, random);
}

function takeLines(text: string, scan: LinesScan, {source, onProgress}: Taking, random: RandomSource): TakenText {
	const {documents: wanted, blockSize, validationShare, splitSeed} = source;
	const {documents, tokenizer} = encodeLines(text, scan, onProgress);
	// A document of n characters needs n + 1 positions: the last predicts its end.
	const truncatedCount = documents.countFrom(blockSize);
	return {
		mode: 'lines',
		tokenizer,
		...splitDocuments(documents, {share: validationShare, mode: 'lines', isOneByOne: splitSeed === undefined}, random),
		advice: adviseOnLines(documents, truncatedCount, wanted === 'lines'),
		truncatedCount,
		notes: notesOnBlanks(scan),
	};
}

function takeStream(text: string, {source, called, onProgress}: Taking, random: RandomSource): TakenText {
	const {documents, windows, blockSize, validationShare, splitSeed} = source;
	const stream = text.trim();
	checkNotBlank(stream, called);
	const hasEnds = windows === undefined;
	const tokenizer = new CharTokenizer(scanText(stream, onProgress).characters, hasEnds);
	const ids = encodeText(stream, tokenizer, onProgress);
	const advice: DataAdvice | undefined = documents === 'auto' ? {kind: 'streamed', characterCount: ids.length} : undefined;
	const taken = {
		mode: 'stream', tokenizer, advice, truncatedCount: 0, notes: [],
	} as const;
	if (hasEnds) {
		return {...taken, ...splitDocuments(cutTokens(ids, tokenizer, blockSize), {share: validationShare, mode: 'stream', isOneByOne: splitSeed === undefined}, random)};
	}

	const {training, validation} = splitStretch({ids, tokenizer, blockSize}, validationShare);
	return {
		...taken, training: adjacentWindows(training), validation: adjacentWindows(validation), stretch: training,
	};
}

/** A text that has been read already, as if it were read here. */
async function givenText(text: string, pipe: string | undefined, paths: readonly string[]): Promise<GatheredText> {
	return {
		text, name: pipe ?? basename(paths[0]), files: undefined, notes: [],
	};
}
