import {type RunRecord} from '../history/run-record.js';
import {type SessionMode} from '../history/recorded-run.js';
import {type Lead} from '../run/burst-queue.js';
import {type LeftOnDisk} from '../run/left-on-disk.js';
import {type Ask, type Listen, type SavingPlace} from '../run/run.js';
import {type TrainingControls} from '../training/progress.js';
import {type ToldEvent} from '../training/told-events.js';
import {type Speed} from './pacer.js';
import {type SourceNews} from './source-state.js';

/** Most of it is what a `Run` offers; where nothing is trained here, some of that is left out. */
export type TrainingSessionOptions = {
	readonly events: AsyncGenerator<ToldEvent, void, undefined>;
	/** Tells what else happens to the run. */
	readonly listen?: Listen | undefined;
	/** The object that `events` reads before each step. */
	readonly controls: TrainingControls;
	/** Present if `events` works ahead of what it is asked for. */
	readonly lead?: Lead | undefined;
	readonly speed: Speed;
	/** Asks the training something between two steps; without it there are no answers. */
	readonly ask?: Ask | undefined;
	/** Whether there is a model that can be asked; without this, there is one if anything can be asked. */
	readonly hasModel?: boolean;
	/** Where the run is saved, if it is. */
	readonly saving?: SavingPlace | undefined;
	/** Ends the training in the middle of whatever it does. */
	readonly abandon?: () => Promise<LeftOnDisk | undefined>;
	/** What the run had come to when it was left; it goes on from there. The session takes it over. */
	readonly past?: RunRecord | undefined;
	/** Whether it trains, or shows what was or is trained elsewhere; without it, it trains. */
	readonly mode?: SessionMode;
	/** Where the events come from, if another program trains. */
	readonly source?: SourceNews | undefined;
	/** How long a replay has been on already. */
	readonly playedMs?: number;
	/** The temperature of samples during training, unless a person changes it. */
	readonly temperature?: number;
	/** What somebody calls the run. */
	readonly title?: string | undefined;
	/** Whether it is a new run and the first that somebody sees, and what there is to see is to be said. */
	readonly isOpening?: boolean;
	/** The model that comes next in the course. */
	readonly nextPreset?: string | undefined;
	/** Gets every one of `events` once, in order; the training waits for a promise that it returns. */
	readonly onEvent?: (event: ToldEvent) => Promise<void> | void;
};

/** What a session goes in step with. */
export type Company = {
	/** Whether its next step may come now, or others have to come as far first. It is asked again after `wake`. */
	readonly mayStep: () => boolean;
	/** Gets every event from now on, once and in order. */
	readonly onEvent: (event: ToldEvent) => void;
};
