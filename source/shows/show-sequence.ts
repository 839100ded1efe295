import {CheckpointError} from '../errors.js';
import {Listeners} from '../session/listeners.js';
import {type TrainingSession} from '../session/training-session.js';
import {type Opening, type Show, type ShownRuns} from './show.js';

/** @param closing - Gives up opening when all is closed. */
export type OpenShow = (opening: Opening, closing: AbortSignal) => Promise<Show>;

/**
One show after the other before the same dashboard: from a run that is trained to the replay of another, and from
there to one that is resumed. What is left is saved first and can be resumed; if it cannot be saved, it stays.
*/
export class ShowSequence implements Show {
	readonly #open: OpenShow;
	readonly #listeners = new Listeners();
	readonly #closing = new AbortController();
	#current: Show;
	/** The runs of the shows before this one. */
	#earlierRuns = 0;
	#unsubscribe: () => void;
	#changing: Promise<boolean> | undefined;

	constructor(first: Show, open: OpenShow) {
		this.#open = open;
		this.#current = first;
		this.#unsubscribe = first.subscribe(this.#tell);
	}

	/** Another one for each run, whichever show it belongs to. */
	get runNumber(): number {
		return this.#earlierRuns + this.#current.runNumber;
	}

	get session(): TrainingSession {
		return this.#current.session;
	}

	get shown(): ShownRuns {
		return this.#current.shown;
	}

	get restart(): Show['restart'] {
		return this.#current.restart?.bind(this.#current);
	}

	get next(): Show['next'] {
		return this.#current.next?.bind(this.#current);
	}

	get seek(): Show['seek'] {
		return this.#current.seek?.bind(this.#current);
	}

	get whyNoAnswers(): Show['whyNoAnswers'] {
		return this.#current.whyNoAnswers;
	}

	get config(): Show['config'] {
		return this.#current.config;
	}

	get sessions(): Show['sessions'] {
		return this.#current.sessions;
	}

	get forking(): Show['forking'] {
		return this.#current.forking;
	}

	get focusNext(): Show['focusNext'] {
		return this.#current.focusNext?.bind(this.#current);
	}

	readonly getSession = (): TrainingSession => this.session;

	readonly subscribe = (listener: () => void): (() => void) => this.#listeners.subscribe(listener);

	/**
	Shows a saved run in the place of the one that is on.

	@returns whether it is on now. If another is being opened already, that is waited for, and this one is not opened.
	@throws UserError if it cannot be opened, or the other one not be saved, which then stays.
	*/
	async open(opening: Opening): Promise<boolean> {
		if (this.#changing) {
			// Whoever has asked for it hears of what went wrong with it.
			await this.#changing.catch(() => undefined);
			return false;
		}

		this.#changing = this.#moveTo(opening);
		try {
			return await this.#changing;
		} finally {
			this.#changing = undefined;
		}
	}

	/** Stops the session and lets go of it, and of the one that is being opened. */
	async close(): Promise<void> {
		this.#closing.abort();
		// Whoever has asked for the change hears of what went wrong with it.
		await this.#changing?.catch(() => undefined);
		await this.#current.close();
	}

	async #moveTo(opening: Opening): Promise<boolean> {
		const isClosed = () => this.#closing.signal.aborted;
		const {session} = this.#current;
		const wasRunning = session.getSnapshot().status === 'running';
		let next: Show;
		try {
			// First, for it may be the very run that is to be replayed.
			await save(session);
			next = await this.#open(opening, this.#closing.signal);
		} catch (error) {
			if (wasRunning) {
				session.resume();
			}

			throw error;
		}

		if (!isClosed()) {
			await this.#current.close();
		}

		// To save the last steps may have taken long.
		if (isClosed()) {
			await next.close();
			return false;
		}

		this.#unsubscribe();
		this.#earlierRuns = this.runNumber;
		this.#current = next;
		this.#unsubscribe = next.subscribe(this.#tell);
		next.session.start();
		this.#tell();
		return true;
	}

	readonly #tell = (): void => {
		this.#listeners.tell();
	};
}

/**
Saves a run that is on, and pauses it meanwhile.

@throws CheckpointError if that cannot be done.
*/
async function save(session: TrainingSession): Promise<void> {
	const {mode, status, saving, lastStep} = session.getSnapshot();
	const isOn = mode === 'training' && (status === 'running' || status === 'paused');
	if (!isOn || saving.folder === undefined || !lastStep) {
		return;
	}

	session.pause();
	await session.save();
	const {step = -1, requestedStep = 0} = session.getSnapshot().saving;
	if (step < requestedStep) {
		throw new CheckpointError('Expected to save the run that is on first, got an error: it stays open. See its message in the overview.');
	}
}
