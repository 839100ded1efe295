import {setTimeout} from 'node:timers/promises';
import {Listeners} from '../../session/listeners.js';
import {watchableSpeed} from '../../session/pacer.js';
import {type TrainingSession} from '../../session/training-session.js';
import {type OpenLane} from '../lane-group.js';
import {Lanes} from '../lanes.js';
import {runAfter, type Show, type ShownRuns} from '../show.js';
import {type Card, type CardPlace, type Deck} from './card.js';

export type LessonOptions = {
	/** Opens the run of a card, and those that leave it. */
	readonly openLane: OpenLane;
	/** Told which card is shown, and whether it is done now. */
	readonly onPlace: (place: CardPlace, isDone: boolean) => void;
};

/** How long a run that gets as far as its card says is waited for; after that, one sees it get there. */
const patienceMs = 500;

/** Cards, one after the other, each with a run of its own that is as far as it says. Nothing of these runs is saved. */
export class LessonShow implements Show {
	readonly #options: LessonOptions;
	/** Those of all decks. */
	readonly #places: readonly CardPlace[];
	readonly #listeners = new Listeners();
	readonly #closing = new AbortController();
	#index: number;
	#run!: Lanes;
	#isDone = false;
	#earlierRuns = 0;
	#unsubscribe = (): void => undefined;
	#changing: Promise<void> | undefined;
	/** Lets go of the run of the card before; the next change need not wait for that. */
	#leaving: Promise<void> | undefined;

	private constructor(places: readonly CardPlace[], index: number, options: LessonOptions) {
		this.#places = places;
		this.#index = index;
		this.#options = options;
	}

	/**
	Opens the run of the first card that is shown.

	@param first - The card to begin with; without it, the first of all.
	@throws UserError if the run cannot be opened.
	*/
	static async begin(decks: readonly Deck[], first: Card | undefined, options: LessonOptions): Promise<LessonShow> {
		const places = decks.flatMap(deck => deck.cards.map(card => ({deck, card})));
		const index = Math.max(0, places.findIndex(({card}) => card === first));
		const show = new LessonShow(places, index, options);
		await show.#show(index);
		return show;
	}

	get session(): TrainingSession {
		return this.#run.session;
	}

	get sessions(): Show['sessions'] {
		return this.#run.sessions;
	}

	get config(): Show['config'] {
		return this.#run.config;
	}

	get forking(): Show['forking'] {
		return this.#run.forking;
	}

	get focusNext(): Show['focusNext'] {
		return this.#run.focusNext;
	}

	get runNumber(): number {
		return this.#earlierRuns + this.#run.runNumber;
	}

	get shown(): ShownRuns {
		return {
			...this.#run.shown,
			card: {
				...this.#places[this.#index], isDone: this.#isDone, isFirst: this.#index === 0, isLast: this.#index === this.#places.length - 1,
			},
		};
	}

	readonly cards: Show['cards'] = {
		move: async by => {
			await this.#change(this.#index + by);
		},
		complete: () => {
			this.#isDone = true;
			this.#tellPlace();
			this.session.refresh();
		},
	};

	readonly getSession = (): TrainingSession => this.session;

	readonly subscribe = (listener: () => void): (() => void) => this.#listeners.subscribe(listener);

	/** The run of the card once more, as it was when the card was shown. */
	async restart(): Promise<void> {
		await this.#change(this.#index);
	}

	async close(): Promise<void> {
		this.#closing.abort();
		// Whoever has asked for the change hears of what went wrong with it.
		await this.#changing?.catch(() => undefined);
		this.#unsubscribe();
		await Promise.all([this.#run.close(), this.#leaving]);
	}

	async #change(index: number) {
		if (this.#changing !== undefined || index < 0 || index >= this.#places.length) {
			return;
		}

		this.#changing = this.#show(index);
		try {
			await this.#changing;
		} finally {
			this.#changing = undefined;
		}
	}

	async #show(index: number) {
		const {card: {config, step}} = this.#places[index];
		const {openLane} = this.#options;
		const {session, close} = await openLane({
			config, origin: undefined, name: config.preset, isSaved: false,
		}, watchableSpeed(config.training.steps), this.#closing.signal);
		const run = new Lanes({
			session,
			config,
			runNumber: 1,
			shown: runAfter([], config.preset, session),
			getSession: () => session,
			subscribe: () => () => undefined,
			async close() {
				await session.stop();
				await close();
			},
		}, openLane);
		await Promise.race([comeTo(session, step), setTimeout(patienceMs, undefined, {ref: false})]);
		if (this.#closing.signal.aborted) {
			await run.close();
			this.#closing.signal.throwIfAborted();
		}

		const last = this.#run as Lanes | undefined;
		this.#unsubscribe();
		this.#earlierRuns = last ? this.runNumber : 0;
		this.#run = run;
		this.#index = index;
		this.#isDone = false;
		this.#unsubscribe = run.subscribe(this.#tell);
		this.#tellPlace();
		this.#tell();
		this.#leaving = last?.close();
	}

	#tellPlace() {
		this.#options.onPlace(this.#places[this.#index], this.#isDone);
	}

	readonly #tell = (): void => {
		this.#listeners.tell();
	};
}

/** Takes the steps of a run that has not begun; settles when it has come so far, or cannot get there. */
async function comeTo(session: TrainingSession, step: number): Promise<void> {
	session.takeSteps(step);
	const isThere = () => session.record.finish !== undefined || (session.record.lastStep?.step ?? 0) >= step;
	while (!isThere()) {
		await new Promise<void>(resolve => {
			const unsubscribe = session.subscribe(() => {
				unsubscribe();
				resolve();
			});
		});
	}
}
