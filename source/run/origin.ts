import {join} from 'node:path';
import {isDeepStrictEqual} from 'node:util';
import {CheckpointError} from '../errors.js';
import {readCheckpoint, restoreEngine} from '../storage/record/checkpoint.js';
import {runFiles} from '../storage/record/run-files.js';
import {type ResumedRun} from '../storage/runs/open-recorder.js';
import {documentsBefore} from '../training/batches.js';
import {type RunConfig} from '../settings/run-config.js';
import {type ForkPoint, type StartEvent} from '../training/events.js';
import {noProgress, type TrainingProgress} from '../training/progress.js';
import {type KeptState, type KeptTraining} from './kept-states.js';
import {type Run, type TrainedWith} from './run.js';

/** Where a run begins that goes on from a step of another one. */
export type Origin = {
	readonly point: ForkPoint;
	/** Undefined where it cannot be read any more: then only a run with a checkpoint of its own can go on. */
	readonly state: KeptState | undefined;
	/** How the other run is trained; undefined of a fork that was saved, which says on which data it goes on. */
	readonly left?: TrainedWith;
};

/**
Where a saved run began.

@returns undefined if that was step 0.
*/
export async function readOrigin({folder, info: {parent: point}}: Pick<ResumedRun, 'folder' | 'info'>): Promise<Origin | undefined> {
	if (!point) {
		return undefined;
	}

	try {
		return {point, state: await readCheckpoint(join(folder, runFiles.origin))};
	} catch (error) {
		if (error instanceof CheckpointError) {
			return {point, state: undefined};
		}

		throw error;
	}
}

/**
Brings a training to where it begins, be that step 0 or a step of another run.

@returns how far it has come there: nothing of what the other run told after that step is told yet, and the step itself was the other's. Undefined where that state cannot be read any more.
*/
export function takeUpOrigin(origin: Origin | undefined, {engine, random: {samples, previews}}: Omit<KeptTraining, 'progress'>, config: RunConfig): TrainingProgress | undefined {
	if (!origin) {
		return noProgress();
	}

	const {state, left} = origin;
	if (!state) {
		return undefined;
	}

	restoreEngine(engine, state);
	if (state.progress.sampleCount === 0) {
		// What was made up at the end of a shorter run drew what is not this one's.
		samples.restore(state.random.samples);
	}

	previews.restore(state.random.previews);
	const {lastStep, bestValidation, evaluationsSinceBest, ...progress} = state.progress;
	// Whoever goes on another way wants to see where it leads, whatever the other run measured: its patience begins anew.
	const isOther = left !== undefined && !isDeepStrictEqual(whatIsTrained(left.config), whatIsTrained(config));
	return {
		...progress,
		...(!isOther && bestValidation !== undefined && {bestValidation}),
		...(!isOther && evaluationsSinceBest !== undefined && {evaluationsSinceBest}),
		sampleCount: 0,
	};
}

const whatIsTrained = ({model, training}: RunConfig) => ({model, training});

/** Why a run cannot be begun that has lost its origin. */
export function lostOrigin(step: number): CheckpointError {
	return new CheckpointError(`Expected the state after step ${step}, with which the run began, got none that can be read. Fork it again from the run that it has left.`);
}

/** A run that can be left at its steps. */
export type LeftRun = Pick<Run, 'ask'> & {
	readonly start: {readonly training: Pick<StartEvent['training'], 'batchSize'>; readonly parent?: ForkPoint};
	/** The name of its folder; undefined if it is not saved. */
	readonly name: string | undefined;
	/** Its running mean after a step, where it is known. */
	readonly meanAfter: (step: number) => number | undefined;
};

/**
Where another run goes on from a step of this one.

@returns undefined if nobody knows how it was then.
*/
export async function originAt(step: number, {ask, start, name, meanAfter}: LeftRun): Promise<Origin | undefined> {
	const taken = await ask(['takeState'], {step});
	if (!taken) {
		return undefined;
	}

	const {state, trainedWith} = taken;
	const {lastStep = start.parent?.step === step ? start.parent.lastStep : undefined} = state.progress;
	const mean = meanAfter(step);
	return {
		state,
		left: trainedWith,
		point: {
			...(name !== undefined && {run: name}),
			step,
			documents: documentsBefore(step + 1, {batchSize: start.training.batchSize, taken: start.parent}),
			...(lastStep && {lastStep}),
			tokens: state.progress.tokens,
			...(mean !== undefined && {average: {mean, lossCount: step}}),
		},
	};
}
