import {availableParallelism} from 'node:os';
import {type ThreadChoice} from '../run/choose-threads.js';

/** More have less and less to share. */
const mostUsual = 8;

/** How many threads share the work of a run that is shown; with the dashboard, one core is left to it, so that a key is answered at once. */
export function threadChoice(chosen: number | undefined, shown: 'dashboard' | 'lines'): ThreadChoice {
	if (chosen !== undefined) {
		return {exactly: chosen};
	}

	const cores = availableParallelism() - (shown === 'dashboard' ? 1 : 0);
	return {atMost: Math.min(mostUsual, cores)};
}
