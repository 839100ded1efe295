import {basename} from 'node:path';
import {type LoadProgress} from '../data/load-progress.js';
import {formatBytes} from '../text/format-bytes.js';
import {formatPercent} from '../text/percent.js';

/** What is done with a text before there can be a run, in words. */
export function loadingText({activity, path = '', total}: Pick<LoadProgress, 'activity' | 'path' | 'total'>): string {
	return {
		reading: `Reading ${basename(path)}, ${formatBytes(total)}`,
		scanning: 'Looking for the characters of the text',
		encoding: 'Encoding the text as tokens',
	}[activity];
}

/** The same, with how much of it is done. */
export function loadingLine(progress: LoadProgress): string {
	return `${loadingText(progress)}: ${formatPercent(Math.floor(100 * progress.done / progress.total) / 100)}`;
}
