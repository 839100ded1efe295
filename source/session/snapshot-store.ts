import {Listeners} from './listeners.js';
import {type Snapshot} from './snapshot.js';

/** About 15 snapshots a second: more than the screen shows would be work for nothing. */
const snapshotIntervalMs = 66;

/**
Offers the latest snapshot to listeners, at most at frame rate. The shape of `subscribe` and
`getSnapshot` is that of React's `useSyncExternalStore`: bound, and the same snapshot until the
next one is published.
*/
export class SnapshotStore {
	readonly #takeSnapshot: () => Snapshot;
	readonly #listeners = new Listeners();
	#snapshot: Snapshot;
	#isStale = false;
	#lastPublishedAt = -Infinity;
	#timer: NodeJS.Timeout | undefined;

	constructor(takeSnapshot: () => Snapshot) {
		this.#takeSnapshot = takeSnapshot;
		this.#snapshot = takeSnapshot();
	}

	readonly subscribe = (listener: () => void): (() => void) => this.#listeners.subscribe(listener);

	readonly getSnapshot = (): Snapshot => {
		// With nobody listening nothing is published, so make up for it now.
		if (this.#isStale && this.#listeners.size === 0) {
			this.publish();
		}

		return this.#snapshot;
	};

	/** Shows what is now, at once. */
	publish(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#lastPublishedAt = performance.now();
		this.#isStale = false;
		this.#snapshot = this.#takeSnapshot();
		this.#listeners.tell();
	}

	/** Shows what is now when the next frame is due. */
	publishSoon(): void {
		this.#isStale = true;
		if (this.#listeners.size === 0 || this.#timer) {
			return;
		}

		const sinceLastMs = performance.now() - this.#lastPublishedAt;
		this.#timer = setTimeout(() => {
			this.publish();
		}, Math.max(0, snapshotIntervalMs - sinceLastMs));
	}
}
