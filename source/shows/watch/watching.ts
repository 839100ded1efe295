import {noProgress} from '../../training/progress.js';
import {type ToldEvent} from '../../training/told-events.js';
import {type Lead} from '../../run/burst-queue.js';
import {Listeners} from '../../session/listeners.js';
import {type Run} from '../../run/run.js';
import {type SourceNews} from '../../session/source-state.js';
import {type Speed} from '../../session/pacer.js';
import {
	marks,
	runAfter,
	type Show,
	type ShownRuns,
} from '../show.js';
import {TrainingSession} from '../../session/training-session.js';
import {watchEvents, type WatchOptions, type WatchSource} from './watch-events.js';

/** The events of a run that another program trains, ready for a session. */
export type Watched = Pick<Run, 'controls'> & {
	readonly events: AsyncGenerator<ToldEvent, void, undefined>;
	readonly lead: Lead;
	readonly source: SourceNews;
};

/** Opens a source; it is read when the first event is asked for. */
export function openWatched(source: WatchSource, {isPatient}: Pick<WatchOptions, 'isPatient'> = {}): Watched {
	const end = new AbortController();
	return {
		...watchEvents(source, {signal: end.signal, isPatient}),
		controls: {...noProgress().controls},
		// The next line may never come: to stop is not to wait for it.
		lead: {
			burstMs: 0,
			isAhead: false,
			failure: undefined,
			wrapUp() {
				end.abort();
			},
		},
	};
}

/** Runs that other programs train, as far as their events tell: one is shown, the others stand beside it. */
export class Watching implements Show {
	readonly sessions: readonly TrainingSession[];
	readonly #sources: readonly SourceNews[];
	readonly #listeners = new Listeners();
	#watched = 0;

	constructor(watched: readonly Watched[], speed: Speed) {
		this.#sources = watched.map(({source}) => source);
		this.sessions = watched.map((each, index) => new TrainingSession({
			...each,
			speed,
			mode: 'watch',
			onEvent: () => {
				if (index !== this.#watched) {
					this.session.refresh();
				}
			},
		}));
		for (const session of this.sessions.slice(1)) {
			session.start();
		}
	}

	get session(): TrainingSession {
		return this.sessions[this.#watched];
	}

	get runNumber(): number {
		return this.#watched + 1;
	}

	readonly getSession = (): TrainingSession => this.session;

	readonly subscribe = (listener: () => void): (() => void) => this.#listeners.subscribe(listener);

	/** Shows the figures of the next run; after the last, of the first. */
	focusNext(): void {
		this.#watched = (this.#watched + 1) % this.sessions.length;
		this.session.refresh();
		this.#listeners.tell();
	}

	async close(): Promise<void> {
		await Promise.all(this.sessions.map(async session => session.stop()));
	}

	get shown(): ShownRuns {
		const {session, sessions} = this;
		const alone = runAfter(session.earlier, this.#sources[this.#watched].state.name, session);
		if (sessions.length === 1) {
			return alone;
		}

		const marked = sessions.map((each, index) => ({
			name: this.#sources[index].state.name, mark: marks[index], curve: each === session ? session.getSnapshot().curve : each.record.history.curve(), session: each,
		}));
		return {runs: [...alone.runs.slice(0, -1), ...marked], focus: alone.focus + this.#watched};
	}
}
