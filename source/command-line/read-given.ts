import process from 'node:process';
import {isStandardInput, standardInput} from '../data/read-once.js';
import {readTexts} from '../data/read-texts.js';
import {DatasetError} from '../errors.js';
import {type RunConfig} from '../settings/run-config.js';
import {printNote} from './print-note.js';

/** Data that could be read only once. */
export type GivenData = {
	readonly config: RunConfig;
	readonly text: string;
};

/** After this time one wonders what is going on. */
const patienceMs = 1000;

/**
Reads what can be read only once, standard input or a pipe, and what is given with it.

@throws DatasetError for what is no text, the signal's reason if it is aborted.
*/
export async function readGiven(config: RunConfig, paths: readonly string[], signal: AbortSignal): Promise<GivenData> {
	const isInput = paths.some(path => isStandardInput(path));
	const once = isInput ? standardInput : paths[0];
	const others = paths.length - 1;
	const pipe = others === 0 ? once : `${isInput ? once : 'a pipe'} and ${others} more`;
	const notice = announce(pipe, isInput && process.stdin.isTTY);
	try {
		const {isLargeFileConfirmed} = config;
		const {text, notes} = await readTexts(paths, {isLargeFileConfirmed, signal, ...(isInput && {input: stdinChunks(signal)})});
		if (text === '') {
			throw new DatasetError(`Expected ${pipe} to hold text, got nothing. Give it one, as in: cat words.txt | microgpt-tui --data -`);
		}

		for (const note of notes) {
			printNote(note);
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
		printNote(`Reading ${pipe} to its end...`);
	}, patienceMs);
}

/**
What comes from standard input.

@yields It, as it comes.
*/
export async function * stdinChunks(signal: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
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
