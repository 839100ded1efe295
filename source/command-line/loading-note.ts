import process from 'node:process';
import {type LoadProgress, type OnLoadProgress} from '../data/load-progress.js';
import {loadingLine, loadingText} from '../report/loading-text.js';
import {overwrittenLine} from './overwritten-line.js';
import {printNote} from './print-note.js';

/**
Does something that loads a text, and says how far that has come: in a line on standard error that is written over and goes in the end;
where it is no terminal, once for each file.
*/
export async function withLoadingNote<Result>(load: (onProgress: OnLoadProgress) => Promise<Result>): Promise<Result> {
	if (!process.stderr.isTTY) {
		return load(noteFiles());
	}

	const line = overwrittenLine();
	try {
		return await load(progress => {
			line.write(loadingLine(progress));
		});
	} finally {
		line.clear();
	}
}

function noteFiles(): OnLoadProgress {
	const noted = new Set<string>();
	return (progress: LoadProgress) => {
		const {path} = progress;
		if (path === undefined || noted.has(path)) {
			return;
		}

		noted.add(path);
		printNote(`${loadingText(progress)}...`);
	};
}
