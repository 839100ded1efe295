import process from 'node:process';
import {type Tokenizer} from '../data/tokenizer.js';
import {orderDocuments} from '../data/dataset.js';
import {type Documents} from '../data/documents.js';
import {createEngine} from '../model/create-engine.js';
import {canHaveWideVectors} from '../model/tensor/wide-vectors.js';
import {type Engine, ownEngine} from '../model/engine.js';
import {createParameters} from '../model/parameters.js';
import {createInspector} from '../inspection/inspector.js';
import {createRandom} from '../random/create-random.js';
import {type ResumableRandom} from '../random/random-source.js';
import {type Recorder} from '../storage/record/recorder.js';
import {type TrainingEvent} from '../training/events.js';
import {resumeRun, type ResumedRun} from '../storage/runs/open-recorder.js';
import {type TrainingControls, type TrainingProgress} from '../training/progress.js';
import {train} from '../training/train.js';
import {lossAhead} from '../training/trainer.js';
import {type RunConfig} from '../settings/run-config.js';
import {answerQuestions} from './answer-questions.js';
import {Asides} from './asides.js';
import {threadsFor} from './choose-threads.js';
import {type EarlierSteps} from './compare-with-record.js';
import {beginTraining} from './begin-training.js';
import {describeRun} from './describe-run.js';
import {drawParameters} from './draw-parameters.js';
import {type LookedAtRun, type OpenRunOptions} from './open-run-options.js';
import {saveLoneCheckpoint} from './lone-checkpoint.js';
import {Past} from './past.js';
import {prepareRun, type PreparedRun} from './prepare-run.js';
import {sampleDocuments, type SampleOptions} from './sample-documents.js';
import {StoredStates} from './stored-states.js';
import {describeDataset, openRecorder} from './save-run.js';
import {type Run} from './run.js';
import {Teaching} from './teaching.js';

/** A training in this thread. */
export type LocalRun = Omit<Run, 'saving'> & {
	/** Holds the parameters; between two events they belong to the last step. */
	readonly engine: Engine;
	readonly tokenizer: Tokenizer;
	/**
	Makes documents up with the parameters as they are, without touching the training's draws.

	@throws ConfigError for options that are not allowed.
	*/
	readonly sample: (options?: SampleOptions) => string[];
	/**
	Saves the training as it is, between two events, in a file of its own, wherever the run may be saved besides.

	@throws CheckpointError if that cannot be written, or nobody could go on from it.
	*/
	readonly saveCheckpoint: (path: string) => Promise<void>;
	/** What it is saved with; undefined if it is not. */
	readonly saving: Recorder | undefined;
};

/** Enough to see them get better, and few enough to read. */
const previewsPerRun = 40;
const mostStepsBetweenPreviews = 250;

const noWideVectors = canHaveWideVectors()
	? 'Wider vectors are not used: with them, this machine multiplies no faster.'
	: `Wider vectors are not used: they need Node 24 or later on x86, and this is ${process.versions.node} on ${process.arch}.`;

/**
Loads the data and builds model and training from a configuration. The draws come in the order of
the reference: first the shuffle, then the parameters.

@throws DatasetError if the data cannot be used.
@throws ConfigError if the model would be too large for the engine.
@throws CheckpointError if the run cannot be saved, or not be resumed.
*/
export async function openRun(config: RunConfig, version: string, options: OpenRunOptions = {}): Promise<LocalRun> {
	const {saving} = options;
	const resumed = saving?.resumed === undefined ? undefined : await resumeRun(saving.resumed, config);
	try {
		return await buildRun(config, version, options, resumed);
	} catch (error) {
		await resumed?.unlock();
		throw error;
	}
}

async function buildRun(asked: RunConfig, version: string, options: OpenRunOptions, resumed: ResumedRun | undefined): Promise<LocalRun> {
	const {lookedAt, origin: {left} = {}, threads, wideVectors, torch} = options;
	const prepared = await prepareRun(asked, options, resumed ?? lookedAt ?? (left && {info: left}));
	const {dataset, config, model, batchSize} = prepared;
	const random = createRandom(config.random, config.seed);
	const trainingDocuments = orderDocuments(dataset, random, config.seed);
	const parameters = drawParameters(config, model, random, options.onProgress);
	const name = lookedAt ? ownEngine(config.engine) : config.engine;
	if (name === 'torch') {
		options.onProgress?.({
			activity: 'starting', path: 'PyTorch', done: 0, total: 0,
		});
	}

	const engine = await createEngine({
		name, precision: config.precision, batchSize, threads: threadsFor(model, config, threads), wideVectors, torch,
	}, model, parameters);
	try {
		return await runOn(engine, version, {
			...options, ...prepared, random, trainingDocuments, resumed,
		});
	} catch (error) {
		engine.close?.();
		throw error;
	}
}

/** What a run is made of. */
type Parts = OpenRunOptions & PreparedRun & {
	/** After the draws of the order and of the parameters. */
	readonly random: ResumableRandom;
	readonly trainingDocuments: Documents;
	readonly resumed: ResumedRun | undefined;
};

async function runOn(engine: Engine, version: string, {dataset, config, model, evaluation, random, trainingDocuments, resumed, ...options}: Parts): Promise<LocalRun> {
	const {hasPreviews, saving, historyBytes, lookedAt, onLoaded} = options;
	const {tokenizer} = dataset;
	const streams = {samples: random, previews: createRandom(config.random, config.seed)};
	const {origin, initialVowels, kept, notes, progress} = await beginTraining({engine, random: streams}, {
		config, tokenizer, historyBytes, resumed, lookedAt, origin: options.origin,
	});
	const start = {...describeRun(config, dataset, engine, version), ...(origin && {parent: origin})};
	const training = {
		engine, progress, random: streams, vocabulary: tokenizer.vocabulary,
	};
	const controls: TrainingControls = {...progress.controls};
	const input = {
		start,
		config: config.training,
		engine,
		initialVowels,
		tokenizer,
		trainingDocuments,
		validationDocuments: dataset.validation,
		counted: dataset.training,
		taken: origin,
		evaluation,
		progress,
		samples: {...config.samples, random},
		...(hasPreviews && {previews: {every: previewInterval(config.training.steps), random: streams.previews}}),
		keepState: kept && (() => {
			kept.pass(training, config.training);
		}),
	};
	const newRandom = () => createRandom(config.random, config.seed);
	const inspector = createInspector(input, newRandom());
	// The recorder is there before anybody asks.
	const stored = new StoredStates(() => historyBytes === 0 ? undefined : recorder?.folder ?? lookedAt?.folder, model, newRandom);
	const openAnother = async (documentCount: number) => createEngine({...config, name: ownEngine(config.engine), batchSize: documentCount}, model, createParameters(model));
	const past = kept && new Past({
		input,
		kept,
		stored,
		// What another engine has computed comes out otherwise here, in the last bits.
		recorded: config.engine === ownEngine(config.engine) ? recordedBefore(lookedAt, resumed, progress) : undefined,
		reached: () => lookedAt?.steps ?? progress.step,
		createRandom: newRandom,
		hasOtherWeights: config.initFrom !== undefined && origin === undefined,
		openEngine: async () => openAnother(config.training.batchSize),
	});
	const teaching = new Teaching(input, async () => openAnother(1));
	onLoaded?.();
	// The last that can fail: who has the recorder has the folder of the run, and its lock.
	const recorder = saving && await openRecorder({
		...training, lossAhead: () => lossAhead(input, progress),
	}, {config, start, dataset}, saving, resumed);
	const asides = openAsides(recorder);
	const tell = (event: TrainingEvent) => {
		asides.tell(event);
	};

	const events = recorder ? recorder.record(train(input, controls), tell) : train(input, controls);
	return {
		start,
		notes: [...dataset.notes, ...notes, ...engineNotes(engine, options)],
		events,
		listen: asides.listen,
		controls,
		engine,
		tokenizer,
		sample: wanted => sampleDocuments(engine, tokenizer, config, wanted),
		saveCheckpoint: async path => saveLoneCheckpoint(path, training, {config, dataset, start}),
		ask: answerQuestions({
			inspector, past, teaching, recorder, tell, trainedWith: {config, dataset: describeDataset(dataset)}, end: async () => events.return(), measured: {...dataset, validation: evaluation?.validation ?? dataset.validation},
		}),
		saving: recorder,
		async close() {
			await events.return();
			await recorder?.close();
			engine.close?.();
		},
	};
}

/** A run that goes on is saved as far as it has come. */
function openAsides(recorder: Recorder | undefined): Asides {
	const asides = new Asides();
	if (recorder?.last) {
		asides.tell(recorder.last);
	}

	return asides;
}

function engineNotes({description, hasWideVectors}: Engine, {wideVectors}: OpenRunOptions): string[] {
	return [...(description === undefined ? [] : [`Computed by ${description}.`]), ...(wideVectors && !hasWideVectors ? [noWideVectors] : [])];
}

/** The steps of which a record tells how they came out when they were made. */
function recordedBefore(lookedAt: LookedAtRun | undefined, resumed: ResumedRun | undefined, {step}: TrainingProgress): EarlierSteps | undefined {
	return lookedAt ? {folder: lookedAt.folder, until: lookedAt.steps} : resumed && {folder: resumed.folder, until: step};
}

function previewInterval(steps: number): number {
	return Math.min(mostStepsBetweenPreviews, Math.max(1, Math.round(steps / previewsPerRun)));
}
