import {sameRequestMs} from '../session/same-request.js';
import {type Snapshot} from '../session/snapshot.js';
import {type TrainingSession} from '../session/training-session.js';
import {canDiscard, isTraining} from './discarding.js';
import {type ViewState} from './view-state.js';
import {type ViewStore} from './view-store.js';

/** A run that has computed for less than this is quickly repeated. */
const worthAskingMs = 10_000;

export type AskingOptions = {
	readonly store: ViewStore;
	readonly getSession: () => TrainingSession;
	/** All that are left with it. */
	readonly getSessions: () => readonly TrainingSession[];
	/** Leaves the dashboard. */
	readonly quit: () => void;
	/** Leaves it as Ctrl+C does. */
	readonly interrupt: () => void;
	/** Begins the run again. */
	readonly restart: () => void;
	/** Does what was asked about a saved run. */
	readonly confirmWish: () => void;
};

/** Asks before something is done that cannot be taken back, and does it when the answer is yes. */
export class Asking {
	readonly #options: AskingOptions;
	/** When somebody first asked to leave. */
	#askedAt = -Infinity;

	constructor(options: AskingOptions) {
		this.#options = options;
	}

	/** Whether a run that was stopped is being waited for, be it in focus or beside that. */
	get isStopping(): boolean {
		return this.#options.getSessions().some(session => session.getSnapshot().stopping !== undefined);
	}

	/** Leaves the dashboard; a training that has taken its time is not stopped unasked, be it in focus or beside that. */
	leave(way: 'quit' | 'interrupt'): void {
		const snapshots = this.#options.getSessions().map(session => session.getSnapshot());
		if (snapshots.some(snapshot => isTraining(snapshot) && (snapshot.lastStep?.elapsedMs ?? 0) >= worthAskingMs)) {
			this.#options.store.change({question: 'quit'});
		} else {
			this.#leave(way);
		}
	}

	/** Begins the run again; a training that goes on is not given up unasked. */
	restart(): void {
		const snapshot = this.#snapshot;
		if (isTraining(snapshot) && snapshot.lastStep) {
			this.#options.store.change({question: 'restart'});
		} else {
			this.#options.restart();
		}
	}

	/** Takes a key as the answer to the question that waits for one. */
	answer(key: string): void {
		const {store, getSession} = this.#options;
		const {question} = store.getState();
		store.change({question: undefined});
		if (key === 'ctrl+c') {
			this.#leave('interrupt');
		} else if (key === 'd' && question === 'quit' && canDiscard(this.#snapshot)) {
			void getSession().discard();
			this.#leave('quit');
		} else if (key === 'y' || key === 'enter') {
			this.#confirm(question);
		}
	}

	/** While a stopped run is being waited for, the only choice is not to wait. */
	hurry(key: string): void {
		const isSameRequest = performance.now() - this.#askedAt < sameRequestMs;
		if (isSameRequest || !(key === 'q' || key === 'ctrl+c')) {
			return;
		}

		for (const session of this.#options.getSessions()) {
			void session.abandon();
		}

		this.#leave('quit');
	}

	get #snapshot(): Snapshot {
		return this.#options.getSession().getSnapshot();
	}

	#leave(way: 'quit' | 'interrupt') {
		if (!this.isStopping) {
			this.#askedAt = performance.now();
		}

		this.#options[way]();
	}

	#confirm(question: ViewState['question']) {
		switch (question) {
			case 'quit': {
				this.#leave('quit');
				break;
			}

			case 'restart': {
				this.#options.restart();
				break;
			}

			case 'delete':
			case 'leave': {
				this.#options.confirmWish();
				break;
			}

			case undefined: {
				break;
			}
		}
	}
}
