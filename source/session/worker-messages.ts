import {type Inspector} from '../inspection/inspector.js';
import {type Baselines} from '../data/baselines.js';
import * as errors from '../errors.js';
import {type StartEvent} from '../training/events.js';
import {type TrainingControls} from '../training/train.js';
import {type RunConfig} from '../training/run-config.js';
import {type Burst} from './burst.js';

/** What the worker is started with. */
export type WorkerInput = {
	readonly config: RunConfig;
	readonly version: string;
	readonly hasPreviews: boolean;
};

/** What the worker is asked for. */
export type Request =
	| {readonly type: 'burst'; readonly burstMs: number; readonly controls: TrainingControls}
	| {readonly type: 'baselines'}
	| {readonly type: 'inspect'; readonly id: number; readonly name: keyof Inspector; readonly details: Parameters<Inspector[keyof Inspector]>};

/** What the worker tells. */
export type Reply =
	| {readonly type: 'largeFile'; readonly path: string; readonly megabytes: number}
	| {readonly type: 'opened'; readonly start: StartEvent}
	| {readonly type: 'userError'; readonly error: UserErrorMessage}
	| {readonly type: 'burst'; readonly burst: Burst; readonly isLast: boolean}
	| {readonly type: 'baselines'; readonly baselines: Baselines}
	| {readonly type: 'inspection'; readonly id: number; readonly answer: unknown};

/** A `UserError` on its way: threads can send each other errors, but not their classes. */
export type UserErrorMessage = {readonly name: string; readonly message: string};

/** The error of the class that it had in the other thread. */
export function unpackUserError({name, message}: UserErrorMessage): Error {
	const {UserError, ...classes} = errors;
	return new classes[name as keyof typeof classes](message);
}
