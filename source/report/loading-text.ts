import {basename} from 'node:path';
import {type LoadProgress} from '../data/load-progress.js';
import {formatBytes} from '../text/format-bytes.js';

/** What is done before there can be a run, in words. */
export function loadingText({activity, path = '', total}: Pick<LoadProgress, 'activity' | 'path' | 'total'>): string {
	return {
		reading: `Reading ${basename(path)}, ${formatBytes(total)}`,
		scanning: 'Looking for the characters of the text',
		encoding: 'Encoding the text as tokens',
		drawing: 'Drawing the parameters',
		starting: `Starting ${path}`,
	}[activity];
}

/** How much of it is done, rounded down: 100% only when all is; undefined where nobody knows. */
export function loadedPercent({done, total}: Pick<LoadProgress, 'done' | 'total'>): string | undefined {
	return total === 0 ? undefined : `${Math.floor(100 * done / total)}%`;
}

/** Both. */
export function loadingLine(progress: LoadProgress): string {
	const percent = loadedPercent(progress);
	return percent === undefined ? `${loadingText(progress)}...` : `${loadingText(progress)}: ${percent}`;
}
