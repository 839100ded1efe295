import {type LoadProgress} from '../data/load-progress.js';
import * as errors from '../errors.js';
import {type StartEvent, type TrainingEvent} from '../training/events.js';
import {type TrainingControls} from '../training/progress.js';
import {type Burst} from './burst.js';
import {type Questions, type SavingPlace} from './run.js';

/**
One end of the way between a training and whoever watches it: messages arrive whole, once and in order. What carries them may
be a thread or a process, and may write them as it likes, if what arrives is what was sent: typed arrays, numbers that are
not finite and what is undefined as well.
*/
export type Transport<Sent, Received> = {
	/** @param moved - Buffers that may leave this side. */
	readonly send: (message: Sent, moved?: ArrayBuffer[]) => void;
	/** Hands on every message from now on. */
	readonly receive: (listener: (message: Received) => void) => void;
};

/** The end of whoever watches. */
export type RunTransport = Transport<Request, Reply> & {
	/** It keeps no program from ending, but still carries messages. */
	readonly unref: () => void;
	/** Ends the training in the middle of whatever it does. */
	readonly end: () => Promise<void>;
};

/** What is asked of a training elsewhere: what every run can be asked, and to go on and to end. */
export type DistantQuestions = Questions & {
	/** The events of so many milliseconds, or one event. */
	readonly advance: (burstMs: number, controls: TrainingControls) => {readonly burst: Burst; readonly isLast: boolean};
	/** No more events are wanted. It is over and, if it is saved, saved when this is answered. */
	readonly end: () => void;
};

export type DistantQuestion = {readonly [Name in keyof DistantQuestions]: readonly [Name, ...Parameters<DistantQuestions[Name]>]}[keyof DistantQuestions];

/** What a training is told. Questions are answered one after the other, but for those about the past, and the baselines, which are answered beside the training. */
export type Request =
	| {readonly type: 'ask'; readonly id: number; readonly question: DistantQuestion; readonly step?: number | undefined}
	/** Nobody waits for the answer any more. */
	| {readonly type: 'cancel'; readonly id: number};

/** What has been opened. */
export type Opened = {
	readonly start: StartEvent;
	readonly notes: readonly string[];
	readonly controls: TrainingControls;
	/** Undefined if it is not saved. */
	readonly saving: SavingPlace | undefined;
};

/** What a training tells. */
export type Reply =
	/** Before it is opened. */
	| {readonly type: 'loading'; readonly progress: LoadProgress}
	| (Opened & {readonly type: 'opened'})
	| {readonly type: 'userError'; readonly error: UserErrorMessage}
	/** What happens that is no answer to `advance`. */
	| {readonly type: 'told'; readonly event: TrainingEvent}
	| {readonly type: 'answer'; readonly id: number; readonly answer: unknown};

/** A `UserError` on its way: errors can be sent, but not their classes. */
export type UserErrorMessage = {readonly name: string; readonly message: string};

/** The error of the class that it had on the other side. */
export function unpackUserError({name, message}: UserErrorMessage): Error {
	const {UserError, ...classes} = errors;
	return new classes[name as keyof typeof classes](message);
}
