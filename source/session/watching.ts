import {ConfigError} from '../errors.js';
import {noProgress} from '../training/progress.js';
import {type ToldEvent} from '../training/told-events.js';
import {type Lead} from './burst-queue.js';
import {type Run} from './open-run.js';
import {type SourceNews} from './source-state.js';
import {type Speed} from './pacer.js';
import {type Sitting} from './sitting.js';
import {TrainingSession} from './training-session.js';
import {watchEvents, type WatchSource} from './watch-events.js';

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

/** A run that another program trains, as far as its events tell. */
export class Watching implements Sitting {
	readonly runNumber = 1;
	readonly session: TrainingSession;

	constructor(watched: Watched, speed: Speed) {
		this.session = new TrainingSession({...watched, speed, mode: 'watch'});
	}

	readonly getSession = (): TrainingSession => this.session;

	/** There is no other session. */
	readonly subscribe = (): (() => void) => () => undefined;

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
		await this.session.stop();
	}
}
