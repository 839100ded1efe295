import {type TrainingEvent} from '../training/events.js';
import {type Listen} from './run.js';

/** Events that come when they happen, and not when the next one is asked for. They wait for the one who listens. */
export class Asides {
	readonly #waiting: TrainingEvent[] = [];
	#listener: ((event: TrainingEvent) => void) | undefined;

	tell(event: TrainingEvent): void {
		if (this.#listener) {
			this.#listener(event);
		} else {
			this.#waiting.push(event);
		}
	}

	readonly listen: Listen = listener => {
		if (this.#listener) {
			throw new Error('Expected one listener to what happens to a run, got a second.');
		}

		this.#listener = listener;
		for (const event of this.#waiting.splice(0)) {
			listener(event);
		}
	};
}
