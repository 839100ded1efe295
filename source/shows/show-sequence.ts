import {Listeners} from '../session/listeners.js';
import {type TrainingSession} from '../session/training-session.js';
import {saveRunOn} from './save-run-on.js';
import {type Opening, type Show, type ShownRuns} from './show.js';

/** @param closing - Gives up opening when all is closed. */
export type OpenShow = (opening: Opening, closing: AbortSignal) => Promise<Show>;

/** The same for the lessons, at the card that was shown last. */
export type OpenLessons = (closing: AbortSignal) => Promise<Show>;

/**
One show after the other before the same dashboard: from a run that is trained to the replay of another, and from
there to one that is resumed. What is left is saved first and can be resumed; if it cannot be saved, it stays.
*/
export class ShowSequence implements Show {
	readonly #open: OpenShow;
	readonly #openLessons: OpenLessons | undefined;
	readonly #listeners = new Listeners();
	readonly #closing = new AbortController();
	#current: Show;
	/** The one that the lessons stand before. */
	#waiting: Show | undefined;
	/** The runs of the shows before this one. */
	#earlierRuns = 0;
	#unsubscribe: () => void;
	#changing: Promise<unknown> | undefined;

	constructor(first: Show, open: OpenShow, openLessons?: OpenLessons) {
		this.#open = open;
		this.#openLessons = openLessons;
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

	get cards(): Show['cards'] {
		return this.#current.cards;
	}

	get learn(): Show['learn'] {
		const open = this.#openLessons;
		return open && !this.#waiting
			? async () => {
				await this.#alone(async () => this.#learn(open));
			}
			: undefined;
	}

	get leave(): Show['leave'] {
		return this.#waiting && (async () => {
			await this.#alone(async () => this.#leaveLessons());
		});
	}

	readonly getSession = (): TrainingSession => this.session;

	readonly subscribe = (listener: () => void): (() => void) => this.#listeners.subscribe(listener);

	/**
	Shows a saved run in the place of the one that is on.

	@returns whether it is on now. If another is being opened already, that is waited for, and this one is not opened.
	@throws UserError if it cannot be opened, or the other one not be saved, which then stays.
	*/
	async open(opening: Opening): Promise<boolean> {
		return await this.#alone(async () => this.#moveTo(opening)) ?? false;
	}

	/** Stops the session and lets go of it, and of the one that is being opened. */
	async close(): Promise<void> {
		this.#closing.abort();
		// Whoever has asked for the change hears of what went wrong with it.
		await this.#changing?.catch(() => undefined);
		await Promise.all([this.#current.close(), this.#waiting?.close()]);
	}

	/** One change at a time: another one that is wanted meanwhile is not made. */
	async #alone<Result>(change: () => Promise<Result>): Promise<Result | undefined> {
		if (this.#changing) {
			// Whoever has asked for it hears of what went wrong with it.
			await this.#changing.catch(() => undefined);
			return undefined;
		}

		const changing = change();
		this.#changing = changing;
		try {
			return await changing;
		} finally {
			this.#changing = undefined;
		}
	}

	async #learn(openLessons: OpenLessons) {
		const left = this.#current;
		const running = (left.sessions ?? [left.session]).filter(session => session.getSnapshot().status === 'running');
		for (const session of running) {
			session.pause();
		}

		let lessons: Show;
		try {
			lessons = await openLessons(this.#closing.signal);
		} catch (error) {
			for (const session of running) {
				session.resume();
			}

			throw error;
		}

		if (this.#closing.signal.aborted) {
			await lessons.close();
			return;
		}

		this.#waiting = left;
		this.#putOn(lessons);
	}

	async #leaveLessons() {
		const lessons = this.#current;
		this.#putOn(this.#waiting!);
		this.#waiting = undefined;
		await lessons.close();
	}

	/** Shows it in the place of the one that is on. */
	#putOn(next: Show) {
		this.#unsubscribe();
		this.#earlierRuns = this.runNumber;
		this.#current = next;
		this.#unsubscribe = next.subscribe(this.#tell);
		this.#tell();
	}

	async #moveTo(opening: Opening): Promise<boolean> {
		const isClosed = () => this.#closing.signal.aborted;
		const {session} = this.#current;
		const wasRunning = session.getSnapshot().status === 'running';
		let next: Show;
		try {
			// First, for it may be the very run that is to be replayed.
			await saveRunOn(session);
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

		next.session.start();
		this.#putOn(next);
		return true;
	}

	readonly #tell = (): void => {
		this.#listeners.tell();
	};
}
