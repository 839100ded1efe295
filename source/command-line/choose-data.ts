import {access} from 'node:fs/promises';
import {resolve} from 'node:path';
import process from 'node:process';
import envPaths from 'env-paths';
import {type Corpus, corpora} from '../data/corpora.js';
import {downloadCorpus, isCached} from '../data/download.js';
import {formatBytes} from '../report/format-bytes.js';
import {type RunConfig} from '../training/run-config.js';
import {printNote} from './print-note.js';

/** Where downloads are kept. */
export function cacheFolder(): string {
	const {MICROGPT_CACHE_DIR: chosen} = process.env;
	return chosen === undefined || chosen === '' ? envPaths('microgpt-tui', {suffix: ''}).cache : resolve(chosen);
}

/**
The configuration with the file of the corpus, if its data is the name of one and no file of that name is
there. It is downloaded if it has to be, and cut into documents as suits it unless somebody has said how.

@returns undefined if the download was given up.
@throws DatasetError if it cannot be downloaded.
*/
export async function withCorpus(config: RunConfig, {hasChosenDocuments, signal}: {hasChosenDocuments: boolean; signal: AbortSignal}): Promise<RunConfig | undefined> {
	const {path: name} = config.dataset;
	const corpus = corpora.find(candidate => candidate.name === name);
	if (!corpus || await isThere(corpus.name)) {
		return config;
	}

	const folder = cacheFolder();
	const isQuiet = await isCached(corpus, folder);
	try {
		const path = await downloadCorpus(corpus, {folder, signal, onProgress: isQuiet ? undefined : showProgress(corpus)});
		return {...config, dataset: {...config.dataset, path, ...(!hasChosenDocuments && {documents: corpus.documents})}};
	} catch (error) {
		if (signal.aborted) {
			printNote('Stopped before the first step.');
			return undefined;
		}

		throw error;
	}
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

async function isThere(path: string): Promise<boolean> {
	try {
		await access(path);
		return true;
	} catch {
		return false;
	}
}
