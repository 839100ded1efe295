import {resolve} from 'node:path';
import process from 'node:process';
import envPaths from 'env-paths';
import {type Corpus, corpora} from '../data/corpora.js';
import {downloadCorpus, isCached} from '../data/download.js';
import {isThere} from '../data/is-there.js';
import {isReadOnce} from '../data/read-once.js';
import {formatBytes} from '../session/format-bytes.js';
import {type RunConfig} from '../training/run-config.js';
import {printNote} from './print-note.js';
import {type GivenData, readGiven} from './read-given.js';

/** Where downloads are kept. */
export function cacheFolder(): string {
	const {MICROGPT_CACHE_DIR: chosen} = process.env;
	return chosen === undefined || chosen === '' ? envPaths('microgpt-tui', {suffix: ''}).cache : resolve(chosen);
}

/** The data of a run; without a text, it is read from a file. */
export type ChosenData = Omit<GivenData, 'text'> & Partial<GivenData>;

export type ChooseDataOptions = {
	/** Whether somebody has said how the text becomes documents. */
	readonly hasChosenDocuments: boolean;
	/** Gives it up. */
	readonly signal: AbortSignal;
};

/**
Finds the data that somebody means: what can be read only once is read, and the name of a corpus, where no file of that name is
there, stands for its file.

@returns undefined if it was given up.
@throws DatasetError for a text that cannot be read, or a corpus that cannot be downloaded.
*/
export async function chooseData(config: RunConfig, options: ChooseDataOptions): Promise<ChosenData | undefined> {
	const {path} = config.dataset;
	try {
		return path !== undefined && await isReadOnce(path) ? await readGiven(config, path, options.signal) : {config: await withCorpus(config, options)};
	} catch (error) {
		if (options.signal.aborted) {
			printNote('Stopped before the first step.');
			return undefined;
		}

		throw error;
	}
}

/** The configuration with the file of the corpus, if its data is the name of one; it is cut into documents as suits it unless somebody has said how. */
async function withCorpus(config: RunConfig, {hasChosenDocuments, signal}: ChooseDataOptions): Promise<RunConfig> {
	const {path: name} = config.dataset;
	const corpus = corpora.find(candidate => candidate.name === name);
	if (!corpus || await isThere(corpus.name)) {
		return config;
	}

	const folder = cacheFolder();
	const isQuiet = await isCached(corpus, folder);
	const path = await downloadCorpus(corpus, {folder, signal, onProgress: isQuiet ? undefined : showProgress(corpus)});
	return {...config, dataset: {...config.dataset, path, ...(!hasChosenDocuments && {documents: corpus.documents})}};
}

/** One line on standard error that is written over and over; where it is no terminal, once at the end. */
function showProgress({name}: Corpus): (received: number, total: number) => void {
	return (received, total) => {
		const {isTTY} = process.stderr;
		const isDone = received === total;
		if (!isTTY && !isDone) {
			return;
		}

		const percent = String(Math.floor(received * 100 / total)).padStart(3);
		process.stderr.write(`${isTTY ? '\r' : ''}microgpt-tui: Downloading ${name}: ${formatBytes(received).padStart(8)} of ${formatBytes(total)} (${percent}%)${isDone ? '\n' : ''}`);
	};
}
