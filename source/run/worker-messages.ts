import {type Inspector} from '../inspection/inspector.js';
import {type Baselines} from '../data/baselines.js';
import * as errors from '../errors.js';
import {type SavingOptions} from '../storage/runs/open-recorder.js';
import {type StartEvent} from '../training/events.js';
import {type TrainingControls} from '../training/progress.js';
import {type RunConfig} from '../training/run-config.js';
import {type Burst} from './burst.js';
import {type Saving} from './open-run.js';

/** What the worker is started with. */
export type WorkerInput = {
	readonly config: RunConfig;
	readonly version: string;
	readonly hasPreviews: boolean;
	readonly saving: SavingOptions | undefined;
	/** What is trained on, if it has been read already. */
	readonly text: string | undefined;
	/** How far the opening is: one of `openings`, shared by both threads. */
	readonly opening: Int32Array<SharedArrayBuffer>;
};

/** Until it is loaded, a run has nothing on the disk, and can be given up by ending the thread; after that, it is to be closed. */
export const openings = {loading: 0, loaded: 1, givenUp: 2} as const;

/** What the worker is asked for. */
export type Request =
	| {readonly type: 'burst'; readonly burstMs: number; readonly controls: TrainingControls}
	| {readonly type: 'baselines'}
	| {readonly type: 'inspect'; readonly id: number; readonly name: keyof Inspector; readonly details: Parameters<Inspector[keyof Inspector]>}
	| {readonly type: 'save'; readonly id: number}
	/** What is asked need not be answered any more. */
	| {readonly type: 'callOff'}
	/** No more events are wanted. */
	| {readonly type: 'end'; readonly isDiscarded: boolean};

/** What the worker has opened. */
export type Opened = {
	readonly start: StartEvent;
	readonly notes: readonly string[];
	readonly controls: TrainingControls;
	/** Where it is saved, and how that stands; undefined if it is not. */
	readonly saving: Pick<Saving, 'folder' | 'resumedStep' | 'last'> | undefined;
};

/** What the worker tells. */
export type Reply =
	| {readonly type: 'largeFile'; readonly path: string; readonly megabytes: number}
	| (Opened & {readonly type: 'opened'})
	| {readonly type: 'userError'; readonly error: UserErrorMessage}
	| {readonly type: 'burst'; readonly burst: Burst; readonly isLast: boolean}
	| {readonly type: 'baselines'; readonly baselines: Baselines}
	| {readonly type: 'answer'; readonly id: number; readonly answer: unknown}
	/** The run is over and, if it is saved, saved. */
	| {readonly type: 'ended'; readonly last: Saving['last']};

/** A `UserError` on its way: threads can send each other errors, but not their classes. */
export type UserErrorMessage = {readonly name: string; readonly message: string};

/** The error of the class that it had in the other thread. */
export function unpackUserError({name, message}: UserErrorMessage): Error {
	const {UserError, ...classes} = errors;
	return new classes[name as keyof typeof classes](message);
}
