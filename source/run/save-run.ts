import {basename, resolve} from 'node:path';
import {type Dataset} from '../data/dataset.js';
import {type TextFile} from '../data/read-texts.js';
import {CheckpointError, DatasetError} from '../errors.js';
import {type Engine} from '../model/engine.js';
import {type ResumableRandom} from '../random/random-source.js';
import {type Checkpoint, encodeCheckpoint, restoreEngine} from '../storage/record/checkpoint.js';
import {type LoneRun} from '../storage/record/checkpoint-notes.js';
import {
	recordNewRun,
	recordResumedRun,
	type ResumedRun,
	type SavingOptions,
} from '../storage/runs/open-recorder.js';
import {type Recorder} from '../storage/record/recorder.js';
import {type RunInfo} from '../storage/record/run-info.js';
import {type RecordedTraining} from '../storage/record/run-states.js';
import {type StartEvent} from '../training/events.js';
import {isStalled, type TrainingProgress} from '../training/progress.js';
import {
	isGoneOnWith,
	isScheduledAnew,
	type PlanChanges,
	planChanges,
} from '../settings/training-plan.js';
import {type RunConfig} from '../settings/run-config.js';
import {describeModel} from './describe-model.js';
import {type TrainedWith} from './run.js';

type Streams = {readonly samples: ResumableRandom; readonly previews: ResumableRandom};

type TrainedRun = {readonly config: RunConfig; readonly start: StartEvent; readonly dataset: Dataset};

/**
Refuses to go on with other data: the numbers would not be those of the run.

@throws DatasetError which says so.
*/
export function checkSameData({sha256, name, files}: Dataset, {info}: {readonly info: TrainedWith}): void {
	const {pipe, path} = info.config.dataset;
	if (sha256 === info.dataset.sha256) {
		return;
	}

	const changes = files && info.dataset.files ? changesOf(files, info.dataset.files) : [];
	// What came from a pipe is in a file now.
	const expected = pipe === undefined || typeof path !== 'string' ? name : path;
	throw new DatasetError(`Expected ${expected} to be as it was when the run began, got ${changes.length === 0 ? 'another text' : changes.join(', ')}. Give it back its content to go on, or train anew.`);
}

/** Which data a run is trained on. */
export function describeDataset({name, sha256, files}: Dataset): TrainedWith['dataset'] {
	return {
		name, sha256, ...(files && {files: files.map(({path, sha256: seal}) => ({path: resolve(path), sha256: seal}))}),
	};
}

/** What has become of the files that a run was begun with. */
function changesOf(now: readonly TextFile[], before: readonly TextFile[]): string[] {
	const hashes = new Map(now.map(({path, sha256}) => [resolve(path), sha256]));
	const known = new Set(before.map(({path}) => path));
	return [
		...before.filter(({path, sha256}) => hashes.has(path) && hashes.get(path) !== sha256).map(({path}) => `another ${basename(path)}`),
		...before.filter(({path}) => !hashes.has(path)).map(({path}) => `no ${basename(path)} any more`),
		...[...hashes.keys()].filter(path => !known.has(path)).map(path => `${basename(path)} besides`),
	];
}

/**
Brings a training to where it was: its engine and its streams.

@returns how far it had come.
@throws CheckpointError if the checkpoint is of another training.
*/
export function restoreTraining({checkpoint, plan}: {readonly checkpoint: Checkpoint} & Pick<ResumedRun, 'plan'>, engine: Engine, streams: Streams, config: RunConfig): TrainingProgress {
	const {model, random} = checkpoint;
	if (describeModel(model) !== describeModel(engine.model)) {
		throw new CheckpointError(`Expected the checkpoint of a model ${describeModel(engine.model)}, got ${describeModel(model)}. It belongs to another run.`);
	}

	const progress = goneOnWith(checkpoint.progress, planChanges(plan, config.training), plan);
	restoreEngine(engine, checkpoint);
	streams.previews.restore(random.previews);
	if (progress.step < config.training.steps && !isStalled(progress, config.training)) {
		// What was made up at the end of a shorter run is not the end of this one, nor were its draws this one's.
		return {...progress, sampleCount: 0};
	}

	streams.samples.restore(random.samples);
	return {...progress};
}

/** Whoever asks for more steps, or for others, wants them, whatever the last evaluations said. */
function goneOnWith(progress: Checkpoint['progress'], changes: PlanChanges | undefined, before: PlanChanges): Checkpoint['progress'] {
	if (!changes) {
		return progress;
	}

	return {
		...progress,
		...(isGoneOnWith(before, changes) && {evaluationsSinceBest: 0}),
		...(isScheduledAnew(changes) && {controls: {...progress.controls, learningRateScale: 1}}),
	};
}

/**
Opens what a run is saved with.

@throws CheckpointError if there is no place for it.
*/
export async function openRecorder(training: RecordedTraining, {config, start, dataset}: TrainedRun, saving: SavingOptions, resumed: ResumedRun | undefined): Promise<Recorder> {
	const changes = resumed?.checkpoint && planChanges(resumed.plan, config.training);
	const info: RunInfo = {
		createdAt: new Date().toISOString(),
		...(start.parent && {parent: start.parent}),
		step: training.progress.step,
		elapsedMs: 0,
		...resumed?.info,
		...describeTrained({config, start, dataset}),
		...(changes && withEarlier(resumed, changes, training.progress.step)),
	};
	const options = {...saving, training, info};
	if (!resumed) {
		return recordNewRun(options, saving.runsFolder, {text: dataset.text, origin: start.parent && encodeAlone(training)});
	}

	const recorder = await recordResumedRun(options, resumed);
	if (changes) {
		const {step, controls} = training.progress;
		recorder.note({
			type: 'control', step: step + 1, ...controls, ...changes,
		});
	}

	return recorder;
}

/** What a run that is trained says of itself, as it is now. */
export function describeTrained({config, start, dataset}: TrainedRun): Pick<RunInfo, 'status' | 'config' | 'dataset' | 'parameterCount' | 'versions'> {
	const {initFrom, dataset: {path}} = config;
	return {
		status: 'running',
		// It may be resumed from anywhere.
		config: {
			...config,
			dataset: {...config.dataset, ...(path !== undefined && {path: typeof path === 'string' ? resolve(path) : path.map(one => resolve(one))})},
			...(initFrom !== undefined && {initFrom: resolve(initFrom)}),
		},
		dataset: describeDataset(dataset),
		parameterCount: start.parameterCount,
		versions: start.versions,
	};
}

/** What a run had up to a step, but for the number of its steps. */
function withEarlier({info, plan}: ResumedRun, {steps, ...changes}: PlanChanges, until: number): Pick<RunInfo, 'earlierPlans'> {
	const had = Object.fromEntries(Object.keys(changes).map(name => [name, plan[name as keyof PlanChanges]]).filter(([, value]) => value !== undefined)) as PlanChanges;
	const before = info.earlierPlans?.filter(earlier => earlier.until < until) ?? [];
	return Object.keys(had).length > 0 ? {earlierPlans: [...before, {until, ...had}]} : {};
}

/** The state of a training that is in no record, as it is, still to be sealed. */
export function encodeAlone({engine, progress, random, vocabulary}: Omit<RecordedTraining, 'lossAhead'>, run?: LoneRun): Uint8Array<ArrayBuffer> {
	return encodeCheckpoint(engine, {
		progress, random: {samples: random.samples.state, previews: random.previews.state}, vocabulary, model: engine.model, record: {bytes: 0}, run,
	});
}
