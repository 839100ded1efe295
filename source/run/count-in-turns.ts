import {setImmediate} from 'node:timers/promises';
import {type Baselines, countBaselines} from '../data/baselines.js';
import {type Dataset} from '../data/dataset.js';

const shortestTurnMs = 2;

/** Counts the baselines of a dataset a little at a time. It leaves at least four fifths of the time to the training, which takes turns of 8 ms or of a step. Undefined if the signal ends it. */
export async function countInTurns(dataset: Dataset, signal?: AbortSignal): Promise<Baselines | undefined> {
	const counting = countBaselines(dataset);
	let turnStart = performance.now();
	let turnMs = shortestTurnMs;
	while (!signal?.aborted) {
		const {value, done} = counting.next();
		if (done) {
			return value;
		}

		const now = performance.now();
		if (!(now - turnStart >= turnMs)) {
			continue;
		}

		await setImmediate();
		turnStart = performance.now();
		turnMs = Math.max(shortestTurnMs, (turnStart - now) / 10);
	}

	return undefined;
}
