import {type SavedRun} from '../storage/runs/runs-folder.js';
import {type TrainingSession} from '../session/training-session.js';

/** A saved run that is to be shown, and whether it is played as it was or goes on. */
export type Opening = {readonly kind: 'replay' | 'resume'; readonly run: SavedRun};

/** What sits before the dashboard: one session after the other. */
export type Sitting = {
	/** The session that is on. */
	readonly session: TrainingSession;
	readonly getSession: () => TrainingSession;
	/** Another one for each run. */
	readonly runNumber: number;
	/** Told when another session has taken the place of the last. */
	readonly subscribe: (listener: () => void) => () => void;
	/** The same run from its beginning. */
	readonly restart: () => Promise<void>;
	/** The next run, if there is one and this one is over. */
	readonly goOn: () => Promise<void>;
	/** Moves so many steps on, or back if they are below 0; absent where time only goes on. */
	readonly seek?: ((steps: number) => void) | undefined;
	/**
	Shows a saved run in the place of this one, which is saved; absent where what is left could not be come back to. Says whether
	it is on now: it is not if another was being opened already, or all was closed meanwhile.
	*/
	readonly open?: (opening: Opening) => Promise<boolean>;
	/** Shows the next of several runs; absent where there is one at a time. */
	readonly showNext?: () => void;
	/** Stops the session and lets go of it. */
	readonly close: () => Promise<void>;
};
