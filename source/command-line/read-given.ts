import process from 'node:process';
import {isStandardInput} from '../data/read-once.js';
import {readStream, readText} from '../data/read-text.js';
import {DatasetError} from '../errors.js';
import {type RunConfig} from '../training/run-config.js';
import {printNote} from './print-note.js';

/** Data that could be read only once. */
export type GivenData = {
	readonly config: RunConfig;
	readonly text: string;
};

/** What standard input is called. */
export const standardInput = 'standard input';
/** After this time one wonders what is going on. */
const patienceMs = 1000;

/**
Reads what can be read only once: standard input, or a pipe.

@throws DatasetError for what is no text, the signal's reason if it is aborted.
*/
export async function readGiven(config: RunConfig, path: string, signal: AbortSignal): Promise<GivenData> {
	const isInput = isStandardInput(path);
	const pipe = isInput ? standardInput : path;
	const notice = announce(pipe, isInput && process.stdin.isTTY);
	try {
		const {isLargeFileConfirmed} = config;
		const text = isInput ? await readStream(stdinChunks(signal), pipe, {isLargeFileConfirmed, signal}) : await readText(path, {isLargeFileConfirmed, signal});
		if (text === '') {
			throw new DatasetError(`Expected ${pipe} to hold text, got nothing. Give it one, as in: cat words.txt | microgpt-tui --data -`);
		}

		const {path: _, ...dataset} = config.dataset;
		return {text, config: {...config, dataset: {...dataset, pipe}}};
	} finally {
		clearTimeout(notice);
	}
}

/** Says what is waited for: at once if somebody has to type it, else when it takes long. */
function announce(pipe: string, isTyped: boolean): NodeJS.Timeout | undefined {
	if (isTyped) {
		printNote(`Type the text to train on; ${process.platform === 'win32' ? 'Ctrl+Z and Enter end' : 'Ctrl+D ends'} it.`);
		return undefined;
	}

	return setTimeout(() => {
		printNote(`Reading ${pipe} to its end…`);
	}, patienceMs);
}

async function * stdinChunks(signal: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
	const giveUp = () => {
		process.stdin.destroy();
	};

	signal.addEventListener('abort', giveUp);
	try {
		yield * process.stdin;
	} finally {
		signal.removeEventListener('abort', giveUp);
	}
}
