import {basename} from 'node:path';
import {planChanges, withPlan} from '../settings/training-plan.js';
import {readCheckpoint} from '../storage/record/checkpoint.js';
import {planAtCheckpoint} from '../storage/record/plan-at-checkpoint.js';
import {readRecord} from '../storage/record/read-record.js';
import {readSteps} from '../storage/record/read-steps.js';
import {type SavedRun} from '../storage/runs/runs-folder.js';
import {documentsBefore} from '../training/batches.js';
import {type ControlEvent, type StepEvent} from '../training/events.js';
import {type Origin} from './origin.js';
import {type TrainedWith} from './run.js';

/** Where a run goes on from a saved state of another one, and with what that would have gone on. */
export type SavedOrigin = Origin & {readonly left: TrainedWith};

/**
Where a run of its own goes on from the best state of a saved run, which stays as it is.

@param path - That state: its whole checkpoint.
@throws CheckpointError if it is damaged.
*/
export async function bestOriginOf({folder, info}: Pick<SavedRun, 'folder' | 'info'>, path: string): Promise<SavedOrigin> {
	const {progress: saved, parameters, moments, random, record} = await readCheckpoint(path);
	// It is measured again, as the first thing, also where it was the end of a plan: then the new run knows its best from where it begins.
	const {bestValidation, evaluationsSinceBest, ...progress} = {...saved, isEvaluated: false, isEvaluationOwed: true};
	const {config: {training}, parent: taken} = info;
	const {step, tokens} = progress;
	const lastStep = await stepIn(folder, step);
	const plan = await planAtCheckpoint(folder, record, training);
	return {
		point: {
			run: basename(folder),
			step,
			documents: documentsBefore(step + 1, {batchSize: training.batchSize, taken}),
			...(lastStep && {lastStep}),
			tokens,
			...(record.average && {average: record.average}),
		},
		state: {
			progress, parameters, moments, random,
		},
		left: {config: {...info.config, training: withPlan(training, plan)}, dataset: info.dataset},
	};
}

/**
Up to which step a run that goes on from the best state, with nothing changed, would do again what the other has done: as far as
that has come in the same way. That is the step of the state itself where nobody knows.
*/
export async function repeatedUpTo({folder, info}: Pick<SavedRun, 'folder' | 'info'>, {left, point: {step}, state}: SavedOrigin): Promise<number> {
	const isOther = (event: ControlEvent) =>
		event.learningRateScale !== state?.progress.controls.learningRateScale || planChanges(left.config.training, event) !== undefined;
	try {
		const events = await readRecord(folder);
		const changes = events.filter(event => event.type === 'control');
		const {step: changedFrom = Infinity} = changes.find(event => event.step > step && isOther(event)) ?? {};
		return Math.min(left.config.training.steps, info.step, changedFrom - 1);
	} catch {
		return step;
	}
}

/** The step as it is recorded; undefined where many have one line. */
async function stepIn(folder: string, step: number): Promise<StepEvent | undefined> {
	const [event] = await readSteps(folder, [step, step]).catch(() => []);
	return event?.type === 'step' && event.step === step ? event as StepEvent : undefined;
}
