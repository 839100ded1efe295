import {type Ask, type WayBack} from '../run/run.js';

/** Who waits no longer than this need not be told for what. */
const patienceMs = 1000;
const intervalMs = 250;

/**
Asks how far it is to a step while one waits for an answer about it.

@param onWay - Told from a second on, as often as one can follow.
@returns what ends it.
*/
export function watchWayBack(ask: Ask, step: number, onWay: (way: WayBack) => void): () => void {
	const watching = new AbortController();
	const {signal} = watching;
	let timer: NodeJS.Timeout;
	const look = async () => {
		const way = await ask(['wayBack'], {step, signal});
		if (signal.aborted) {
			return;
		}

		if (way) {
			onWay(way);
		}

		wait(intervalMs);
	};

	const wait = (ms: number) => {
		timer = setTimeout(() => {
			void look();
		}, ms);
	};

	wait(patienceMs);
	return () => {
		watching.abort();
		clearTimeout(timer);
	};
}
