import {countWords, wordsOf} from './name-words.js';

const neutralInTime = new Set(['time', 'dt', 'took', 'duration', 'elapsed', 'per', 'step', 'iter', 'batch', 'train', 'mean', 'ms', 's', 'us', 'in', 'cur', 'update', 'perf', 'a', 'one', 'each']);
const timeUnits = new Set(['ms', 's', 'us', 'µs', 'μs', 'msec', 'msecs']);

/** Whether it is how long a step takes. In seconds, a mere `time` may as well be that since the start. */
export function isStepTime(words: readonly string[], unit: string | undefined): boolean {
	const timeUnit = timeUnitOf(words.join(' '), unit);
	// Steps a second are the other way round.
	const isSpeed = words.at(-1) === 's' && (words.at(-2) === 'per' || countWords.has(words.at(-2) ?? ''));
	if (timeUnit === undefined || isSpeed || words.some(word => !neutralInTime.has(word))) {
		return false;
	}

	if (words.length === 0) {
		return timeUnit === 'ms' || (unit ?? '').includes('/');
	}

	const isOfStep = words.some(word => ['step', 'iter', 'batch', 'update', 'dt'].includes(word)) || (unit ?? '').includes('/');
	return isOfStep || (timeUnit === 'ms' && !words.includes('elapsed'));
}

/** In what a time is measured, by its unit or by its name: `iter_time_ms`, `iter time (s)`. */
export function timeUnitOf(name: string, unit: string | undefined): 'ms' | 's' | 'us' | undefined {
	const [first = ''] = (unit ?? '').split('/', 1);
	if (unit !== undefined && unit.includes('/') && wordsOf(unit).at(-1) === 's') {
		return undefined;
	}

	const word = timeUnits.has(first) || wordsOf(first).at(-1) === 's' ? first : wordsOf(name).findLast(candidate => ['ms', 's', 'us'].includes(candidate));
	switch (word?.replace(/[µμ]/v, 'u')) {
		case undefined: {
			return undefined;
		}

		case 'us': {
			return 'us';
		}

		case 'ms':
		case 'msec':
		case 'msecs': {
			return 'ms';
		}

		default: {
			return 's';
		}
	}
}
