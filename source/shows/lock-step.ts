import {type TrainingSession} from '../session/training-session.js';
import {type ToldEvent} from '../training/told-events.js';

/** Makes trainings go in step: none takes its next step before those that are behind it have come as far. */
export class LockStep {
	/** How far each has come that still goes on. */
	readonly #steps = new Map<TrainingSession, number>();

	/**
	Takes one in.

	@param onEvent - Gets every event of it from now on.
	*/
	join(session: TrainingSession, onEvent: (event: ToldEvent) => void): void {
		const {finish, lastStep} = session.record;
		if (!finish) {
			this.#steps.set(session, lastStep?.step ?? 0);
		}

		session.join({
			mayStep: () => (this.#steps.get(session) ?? 0) <= this.#slowest,
			onEvent: event => {
				onEvent(event);
				this.#follow(session, event);
			},
		});
	}

	/** How far the last of them has come; infinite when all are over. */
	get #slowest(): number {
		return Math.min(...this.#steps.values());
	}

	#follow(session: TrainingSession, event: ToldEvent) {
		const before = this.#slowest;
		if (event.type === 'finish') {
			this.#steps.delete(session);
		} else if (event.type === 'step' || event.type === 'interval') {
			this.#steps.set(session, event.step);
		}

		if (this.#slowest === before) {
			return;
		}

		for (const other of this.#steps.keys()) {
			other.wake();
		}
	}
}
