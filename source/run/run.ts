import {type Baselines} from '../data/baselines.js';
import {type CurvePoint} from '../history/curve-point.js';
import {type FollowedStep} from '../inspection/followed-step.js';
import {type Inspector} from '../inspection/inspector.js';
import {type TaughtWord, type TeachingRequest} from '../inspection/teaching.js';
import {
	type CheckpointEvent,
	type StartEvent,
	type TrainingEvent,
	type WarningEvent,
} from '../training/events.js';
import {type RunInfo} from '../storage/record/run-info.js';
import {type TrainingControls} from '../training/progress.js';
import {type Lead} from './burst-queue.js';
import {type KeptState} from './kept-states.js';
import {type LeftOnDisk} from './left-on-disk.js';

/** A training that is ready to go, wherever it takes place. */
export type Run = {
	readonly start: StartEvent;
	/** What a person should know about what it begins with, in sentences. */
	readonly notes: readonly string[];
	/** What the training does, each event when it is asked for: to pause is not to ask. */
	readonly events: AsyncGenerator<TrainingEvent, void, undefined>;
	/** What else happens to the run, when it happens. */
	readonly listen: Listen;
	readonly controls: TrainingControls;
	/** For a training that works ahead of what it is asked for. */
	readonly lead?: Lead;
	readonly ask: Ask;
	/** Where it is saved; undefined if it is not. */
	readonly saving: SavingPlace | undefined;
	/** Ends it in the middle of whatever it does, and tells what is left: what was saved last, if it is saved. Where that cannot be, there is none. */
	readonly abandon?: () => Promise<LeftOnDisk | undefined>;
	/** Lets go of all that is held; to be called also if no event was ever asked for. */
	readonly close: () => Promise<void>;
};

export type SavingPlace = {
	readonly folder: string;
	/** The step at which the run was taken up again; undefined if it is new. */
	readonly resumedStep: number | undefined;
};

/**
Tells one listener what was answered and belongs to the run (baselines, a document made up, a save), and how it was saved last:
that of a run that goes on as soon as somebody listens, that of one that ends before `events` does.
*/
export type Listen = (listener: (event: TrainingEvent) => void) => void;

/** Why it is not known how a run was: its states are not kept (that long), it began with weights from elsewhere, it had left another run only later, it has not come so far, there is no memory to do its steps again, or they end before that when they are done again. */
export type WhyUnknown = 'notKept' | 'otherWeights' | 'beforeFork' | 'notReached' | 'noMemory' | 'endsEarlier';

/** How far it is to the step that is asked about, while the steps to it are done again. */
export type WayBack = {
	/** How many of them are done again already. */
	readonly done: number;
	readonly total: number;
};

/** A step that comes out otherwise when it is done again than it is recorded: by another version of the program, or on another machine. */
export type StepDifference = {
	readonly step: number;
	/** Its losses. */
	readonly recorded: number;
	readonly again: number;
};

/** What a run is trained with, and on which data: of a saved one, as it is written down. */
export type TrainedWith = Pick<RunInfo, 'config' | 'dataset'>;

/** What a run was after one of its steps, for another one that goes on from there. */
export type TakenState = {readonly state: KeptState; readonly trainedWith: TrainedWith};

/** What a run can be asked, by name, and what it answers. */
export type Questions = Inspector & {
	/** Counted a little at a time, beside the training. */
	readonly countBaselines: () => Baselines;
	/** What its record has of a step, be it that step or a stretch of steps; undefined where it is not recorded. */
	readonly recallStep: (step: number) => CurvePoint | undefined;
	/** Measures the last update, and answers what all that were measured come to: `mean` and the others are the norm of an update over that of the parameters. */
	readonly updateRatios: () => CurvePoint[];
	/** What was done to a parameter in each of some steps; undefined where that is not known. */
	readonly followParameter: (index: number, from: number, to: number) => FollowedStep[] | undefined;
	/** Teaches a copy of it a word, some steps at a time: it is to be asked until there are as many as are wanted. Undefined where that state is not known. */
	readonly teachWord: (request: TeachingRequest) => TaughtWord | 'noMemory' | undefined;
	/** Whether it is known how the run was after the step that is asked about, or why not. */
	readonly whyUnknown: () => WhyUnknown | 'known';
	/** How far it is to the step that is asked about; undefined while nothing is on its way there. Answered at once, while other questions about that step wait. */
	readonly wayBack: () => WayBack | undefined;
	/** The first step up to the one that is asked about that came out otherwise when it was done again; undefined if there is none. */
	readonly differenceBefore: () => StepDifference | undefined;
	/** The state right after the step that is asked about, for a run that is to go on from there another way; undefined where that is not known. */
	readonly takeState: () => TakenState | undefined;
	/** Saves it now, between two events; undefined if it is over, or not saved. */
	readonly save: () => CheckpointEvent | WarningEvent | undefined;
	/** Ends it and leaves nothing of what has come of it since it was begun or taken up. Answers what is left of it then, or why that could not be. */
	readonly discard: () => {readonly left: CheckpointEvent | WarningEvent | undefined};
};

/** A question is a name and its details: `['traceDocument', 'kate']`. */
export type Question<Name extends keyof Questions> = readonly [Name, ...Parameters<Questions[Name]>];

export type AskOptions = {
	/** Nobody waits for the answer any more. What is being saved, is saved all the same. */
	readonly signal?: AbortSignal | undefined;
	/** The step after which the run is asked how it was then; without it, how it is now. What makes or saves something is always asked now. */
	readonly step?: number | undefined;
};

/**
Asks a run something between two steps, also when it is over.

@returns undefined if the question was cancelled, or nobody knows any more how the run was at that step, or the run was closed before it was answered, or its thread died. Where a
run works ahead, what only looks is called off when the run is told to stop.
*/
export type Ask = <Name extends keyof Questions>(question: Question<Name>, options?: AskOptions) => Promise<ReturnType<Questions[Name]> | undefined>;
