import {ConfigError} from '../../errors.js';
import {noProgress} from '../../training/progress.js';
import {type ToldEvent} from '../../training/told-events.js';
import {type Lead} from '../../run/burst-queue.js';
import {Listeners} from '../../session/listeners.js';
import {type Run} from '../../run/open-run.js';
import {type SourceNews} from '../../session/source-state.js';
import {type Speed} from '../../session/pacer.js';
import {type Sitting} from '../sitting.js';
import {type Neighbour} from '../../session/snapshot.js';
import {TrainingSession} from '../../session/training-session.js';
import {watchEvents, type WatchSource} from './watch-events.js';

const marks = ['a', 'b', 'c', 'd', 'e', 'f'] as const satisfies ReadonlyArray<Neighbour['mark']>;

/** The events of a run that another program trains, ready for a session. */
export type Watched = Pick<Run, 'controls'> & {
	readonly events: AsyncGenerator<ToldEvent, void, undefined>;
	readonly lead: Lead;
	readonly source: SourceNews;
};

/** Opens a source; it is read when the first event is asked for. */
export function openWatched(source: WatchSource): Watched {
	const end = new AbortController();
	return {
		...watchEvents(source, {signal: end.signal}),
		controls: {...noProgress().controls},
		// The next line may never come: to stop is not to wait for it.
		lead: {
			burstMs: 0,
			isAhead: false,
			wrapUp() {
				end.abort();
			},
		},
	};
}

/** Runs that other programs train, as far as their events tell: one is shown, the others stand beside it. */
export class Watching implements Sitting {
	readonly sessions: readonly TrainingSession[];
	readonly #sources: readonly SourceNews[];
	readonly #listeners = new Listeners();
	#shown = 0;

	constructor(watched: readonly Watched[], speed: Speed) {
		this.#sources = watched.map(({source}) => source);
		this.sessions = watched.map((each, index) => new TrainingSession({
			...each,
			speed,
			mode: 'watch',
			...(watched.length > 1 && {neighbours: () => this.#neighbours}),
			onEvent: () => {
				if (index !== this.#shown) {
					this.session.refresh();
				}
			},
		}));
		for (const session of this.sessions.slice(1)) {
			session.start();
		}
	}

	get session(): TrainingSession {
		return this.sessions[this.#shown];
	}

	get runNumber(): number {
		return this.#shown + 1;
	}

	readonly getSession = (): TrainingSession => this.session;

	readonly subscribe = (listener: () => void): (() => void) => this.#listeners.subscribe(listener);

	/** Shows the figures of the next run; after the last, of the first. */
	showNext(): void {
		this.#shown = (this.#shown + 1) % this.sessions.length;
		this.session.refresh();
		this.#listeners.tell();
	}

	/**
	Only who trains can begin anew.

	@throws ConfigError which says so.
	*/
	async restart(): Promise<void> {
		throw new ConfigError('Expected a training of one\'s own to restart, got one that another program runs.');
	}

	async goOn(): Promise<void> {
		// What comes after this run is up to the other program.
	}

	async close(): Promise<void> {
		await Promise.all(this.sessions.map(async session => session.stop()));
	}

	get #neighbours(): Neighbour[] {
		// While the sessions are made, there are none beside the first.
		const {sessions} = this;
		return (sessions ?? []).map((session, index) => ({
			mark: marks[index], name: this.#sources[index].state.name, curve: session.curve(), isShown: index === this.#shown,
		}));
	}
}
