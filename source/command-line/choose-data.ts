import {resolve} from 'node:path';
import process from 'node:process';
import envPaths from 'env-paths';
import {type Corpus, corpora} from '../data/corpora.js';
import {downloadCorpus, isCached} from '../data/download.js';
import {isThere} from '../files/is-there.js';
import {isReadOnce} from '../data/read-once.js';
import {pathsOf} from '../data/read-texts.js';
import {formatBytes} from '../text/format-bytes.js';
import {fitNote} from '../report/fit-note.js';
import {
	type AskedConfig,
	fitted,
	type LookAtText,
	openText,
} from '../run/fit-to-data.js';
import {type RunConfig} from '../settings/run-config.js';
import {withLoadingNote} from './loading-note.js';
import {overwrittenLine} from './overwritten-line.js';
import {printNote} from './print-note.js';
import {type GivenData, readGiven} from './read-given.js';

/** Where downloads are kept. */
export function cacheFolder(): string {
	const {MICROGPT_CACHE_DIR: chosen} = process.env;
	return chosen === undefined || chosen === '' ? envPaths('microgpt-tui', {suffix: ''}).cache : resolve(chosen);
}

/** The data of a run; without a text, it is read from a file. */
export type ChosenData = Omit<GivenData, 'text'> & Partial<GivenData> & {
	/** Looks at it, where a run is fitted to it. */
	readonly look?: LookAtText;
	/** What was chosen to fit it, in sentences. */
	readonly notes?: readonly string[];
};

export type ChooseDataOptions = {
	/** Whether somebody has said how the text becomes documents. */
	readonly hasChosenDocuments: boolean;
	/** Gives it up. */
	readonly signal: AbortSignal;
};

/**
Finds the data that somebody means: what can be read only once is read, and the name of a corpus, where no file of that name is
there, stands for its file. What a preset leaves to the text is decided.

@returns undefined if it was given up.
@throws DatasetError for a text that cannot be read, or a corpus that cannot be downloaded.
*/
export async function chooseData(asked: AskedConfig, options: ChooseDataOptions): Promise<ChosenData | undefined> {
	try {
		const withFiles = await withCorpora(asked.config, options);
		const paths = pathsOf(withFiles.dataset.path);
		const once = await Promise.all(paths.map(async path => isReadOnce(path)));
		const data: ChosenData = once.includes(true) ? await readGiven(withFiles, paths, options.signal) : {config: withFiles};
		if (!asked.open) {
			return data;
		}

		const look = await withLoadingNote(async onProgress => openText(data.config, data.text, {signal: options.signal, onProgress}));
		const config = fitted({...asked, config: data.config}, look);
		return {
			...data, config, look, notes: [fitNote(config)],
		};
	} catch (error) {
		if (options.signal.aborted) {
			printNote('Stopped before the first step.');
			return undefined;
		}

		throw error;
	}
}

/** A configuration with data that were chosen for another one: where they are is the same, how they are taken is its own. */
export function withChosenData({config, open}: AskedConfig, {config: {dataset: chosen}, look}: ChosenData, hasChosenDocuments: boolean): RunConfig {
	const {path, pipe} = chosen;
	const {documents, windows} = hasChosenDocuments ? config.dataset : chosen;
	const {windows: _, ...others} = config.dataset;
	const withData = {
		...config, dataset: {
			...others, ...(path !== undefined && {path}), ...(pipe !== undefined && {pipe}), documents, ...(windows !== undefined && {windows}),
		},
	};
	return open && look ? fitted({config: withData, open}, look) : withData;
}

/** What a run needs of them: whoever looks at a text keeps it in memory. */
export function withoutLook({look: _, ...data}: ChosenData): Omit<ChosenData, 'look'> {
	return data;
}

/** The configuration with the file of each corpus that its data names; one alone is cut into documents as suits it unless somebody has said how. */
async function withCorpora(config: RunConfig, {hasChosenDocuments, signal}: ChooseDataOptions): Promise<RunConfig> {
	const {path: given} = config.dataset;
	const paths = pathsOf(given);
	const corpus = paths.length === 1 ? await corpusNamed(paths[0]) : undefined;
	const files = await filesOf(paths, signal);
	return files.every((file, index) => file === paths[index])
		? config
		: {...config, dataset: {...config.dataset, path: typeof given === 'string' ? files[0] : files, ...(corpus && !hasChosenDocuments && {documents: corpus.documents})}};
}

/**
The files that somebody means: the name of a corpus, where no file of that name is there, stands for its file.

@throws DatasetError for a corpus that cannot be downloaded.
*/
export async function filesOf(paths: readonly string[], signal: AbortSignal): Promise<string[]> {
	const files: string[] = [];
	for (const path of paths) {
		const corpus = await corpusNamed(path);
		files.push(corpus ? await fileOf(corpus, signal) : path);
	}

	return files;
}

/** The corpus of this name, unless there is a file of that name. */
async function corpusNamed(name: string): Promise<Corpus | undefined> {
	const corpus = corpora.find(candidate => candidate.name === name);
	return corpus && !await isThere(name) ? corpus : undefined;
}

/** Its file, downloaded if it is not there yet. */
async function fileOf(corpus: Corpus, signal: AbortSignal): Promise<string> {
	const folder = cacheFolder();
	const isQuiet = await isCached(corpus, folder);
	return downloadCorpus(corpus, {folder, signal, onProgress: isQuiet ? undefined : progressLine(corpus)});
}

/** In a terminal, one line that is written over and over; elsewhere, what has come in the end. */
function progressLine({name}: Corpus): (received: number, total: number) => void {
	const line = overwrittenLine();
	return (received, total) => {
		const isDone = received === total;
		if (process.stderr.isTTY || isDone) {
			line.write(`Downloading ${name}: ${formatBytes(received).padStart(8)} of ${formatBytes(total)} (${String(Math.floor(received * 100 / total)).padStart(3)}%)`);
		}

		if (isDone) {
			line.end();
		}
	};
}
