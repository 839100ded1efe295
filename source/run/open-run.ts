import {type Baselines} from '../data/baselines.js';
import {type Dataset, loadDataset, type LoadOptions} from '../data/dataset.js';
import {drawDocuments} from '../data/documents.js';
import {createEngine} from '../model/create-engine.js';
import {type Engine} from '../model/engine.js';
import {type ModelConfig} from '../model/model-config.js';
import {initialiseParameters} from '../model/parameters.js';
import {createInspector, type Inspector} from '../inspection/inspector.js';
import {compareVowels} from '../inspection/vowels.js';
import {createRandom} from '../random/create-random.js';
import {
	type CheckpointEvent,
	type SampleEvent,
	type StartEvent,
	type TrainingEvent,
	type WarningEvent,
} from '../training/events.js';
import {resumeRun, type ResumedRun, type SavingOptions} from '../storage/runs/open-recorder.js';
import {type EvaluationDocuments} from '../training/evaluate.js';
import {inTurns, type QuietPieces} from '../training/pieces.js';
import {noProgress, type TrainingControls} from '../training/progress.js';
import {train} from '../training/train.js';
import {lossAhead} from '../training/trainer.js';
import {type RunConfig} from '../training/run-config.js';
import {readInitialWeights} from '../storage/safetensors/initial-weights.js';
import {checkMemory} from './check-memory.js';
import {countInTurns} from './count-in-turns.js';
import {describeRun} from './describe-run.js';
import {sampleDocuments, type SampleOptions} from './sample-documents.js';
import {checkSameData, openRecorder, restoreTraining} from './save-run.js';
import {type Lead} from './burst-queue.js';

/** A training that is ready to go, wherever it takes place. */
export type Run = {
	readonly start: StartEvent;
	/** What a person should know about what it begins with, in sentences. */
	readonly notes: readonly string[];
	readonly events: AsyncGenerator<TrainingEvent, void, undefined>;
	readonly controls: TrainingControls;
	/** For a training that works ahead of what it is asked for. */
	readonly lead?: Lead;
	/** Counts the baselines a little at a time, beside the training; undefined if it was closed before. */
	readonly countBaselines: () => Promise<Baselines | undefined>;
	/** Asks the training something between two steps, also when it is over; undefined if it was closed or called off before. */
	readonly inspect: Inspect;
	/** Where it is saved; undefined if it is not. */
	readonly saving: Saving | undefined;
	/** Ends it in the middle of whatever it does: what was saved last is what is left. Where that cannot be, there is none. */
	readonly abandon?: () => Promise<void>;
	/** Lets go of all that is held; to be called also if no event was ever asked for. */
	readonly close: () => Promise<void>;
};

/** A run that is saved as it goes. */
export type Saving = {
	readonly folder: string;
	/** The step at which it was taken up again; undefined if it is new. */
	readonly resumedStep: number | undefined;
	/** Saves it now, between two events; undefined if it is over. */
	readonly save: () => Promise<CheckpointEvent | WarningEvent | undefined>;
	/** How the last save went. */
	readonly last: CheckpointEvent | WarningEvent | undefined;
	/** What has come of it since it was begun or taken up is not to be left when it ends. */
	readonly discard: () => void;
};

/** A question to the inspector of a run, by its name, and the answer. */
export type Inspect = <Name extends keyof Inspector>(name: Name, ...details: Parameters<Inspector[Name]>) => Promise<ReturnType<Inspector[Name]> | undefined>;

/** A training in this thread. */
export type LocalRun = Omit<Run, 'countBaselines'> & {
	/** Holds the parameters; between two events they belong to the last step. */
	readonly engine: Engine;
	/**
	Makes documents up with the parameters as they are, without touching the training's draws.

	@throws ConfigError for options that are not allowed.
	*/
	readonly sample: (options?: SampleOptions) => string[];
	readonly countBaselines: () => Promise<Baselines>;
	/** Lets every question that is being answered, and every one to come, go without an answer: the run is to end. */
	readonly callOffQuestions: () => void;
};

export type OpenRunOptions = Pick<LoadOptions, 'onLargeFile' | 'text'> & {
	/** Make up a document now and then, for whoever watches. */
	readonly hasPreviews?: boolean;
	/** Without it, nothing is written anywhere. */
	readonly saving?: SavingOptions | undefined;
	/** Called before anything is written; what it throws is thrown. */
	readonly onLoaded?: () => void;
};

/** Two characters and BOS. */
const leastVocabSize = 3;
/** So many positions at a time make use of each weight that is fetched; two or three times as fast as one document. */
const positionsAtOnce = 256;
/** Enough to see them get better, and few enough to read. */
const previewsPerRun = 40;
const mostStepsBetweenPreviews = 250;

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

async function buildRun(asked: RunConfig, version: string, {onLargeFile, text, hasPreviews = false, saving, onLoaded}: OpenRunOptions, resumed: ResumedRun | undefined): Promise<LocalRun> {
	// Before a text is read that may be long: whatever is in it, the model is no smaller than this.
	checkMemory({...asked.model, vocabSize: leastVocabSize}, asked, {batchSize: asked.training.batchSize, isSaved: saving !== undefined, isLeast: true});
	// The split draws from a stream of its own, so that the training's draws stay the reference's.
	const dataset = await loadDataset(asked.dataset, createRandom(asked.random, asked.seed), {isLargeFileConfirmed: asked.isLargeFileConfirmed, onLargeFile, text});
	if (resumed) {
		checkSameData(dataset, resumed);
	}

	// From here on it is known how the text is taken: also for whoever goes on with the run.
	const config: RunConfig = {...asked, dataset: {...asked.dataset, documents: dataset.mode}};
	const {tokenizer} = dataset;
	const model: ModelConfig = {...config.model, vocabSize: tokenizer.vocabSize};
	const evaluation = chooseEvaluation(dataset, config);
	const batchSize = Math.max(config.training.batchSize, evaluation?.batchSize ?? 0);
	checkMemory(model, config, {batchSize, isSaved: saving !== undefined});
	const random = createRandom(config.random, config.seed);
	const trainingDocuments = random.shuffle(dataset.training);
	const engine = await createEngine({name: config.engine, precision: config.precision, batchSize}, model, initialiseParameters(model, random));
	const notes = [...dataset.notes];
	if (config.initFrom !== undefined && !resumed?.checkpoint) {
		// After the draws, so that all that is drawn later is that of the seed.
		const {parameters, notes: notesOnWeights} = await readInitialWeights(config.initFrom, {model, vocabulary: tokenizer.vocabulary, drawn: engine.parameters.data});
		engine.setParameters(parameters);
		notes.push(...notesOnWeights);
	}

	// Weights from elsewhere are not read again for a run that goes on.
	const initialVowels = resumed?.checkpoint && config.initFrom !== undefined ? undefined : compareVowels(engine, tokenizer);
	const previewRandom = createRandom(config.random, config.seed);
	const start = describeRun(config, dataset, engine, version);
	const streams = {samples: random, previews: previewRandom};
	const progress = resumed?.checkpoint ? restoreTraining(resumed.checkpoint, engine, streams, config) : noProgress();
	const controls: TrainingControls = {...progress.controls};
	const input = {
		start, config: config.training, engine, initialVowels, tokenizer, trainingDocuments, validationDocuments: dataset.validation, evaluation, progress,
		samples: {...config.samples, random},
		...(hasPreviews && {previews: {every: previewInterval(config.training.steps), random: previewRandom}}),
	};
	const inspector = createInspector(input, createRandom(config.random, config.seed));
	onLoaded?.();
	// The last that can fail: who has the recorder has the folder of the run, and its lock.
	const recorder = saving && await openRecorder({
		engine, progress, random: streams, vocabulary: tokenizer.vocabulary, lossAhead: () => lossAhead(input, progress),
	}, {config, start, dataset}, saving, resumed);
	const events = recorder ? recorder.record(train(input, controls)) : train(input, controls);
	let areQuestionsCalledOff = false;
	return {
		start,
		notes,
		events,
		controls,
		engine,
		sample: options => sampleDocuments(engine, tokenizer, config, options),
		async countBaselines() {
			// On the documents on which the model is measured.
			const baselines = await countInTurns({...dataset, validation: evaluation?.validation ?? dataset.validation});
			recorder?.note({type: 'baselines', ...baselines});
			return baselines;
		},
		async inspect(name, ...details) {
			const ask = inspector[name] as (...details: Parameters<Inspector[typeof name]>) => QuietPieces<ReturnType<Inspector[typeof name]>>;
			const answer = await inTurns(ask(...details), () => areQuestionsCalledOff);
			if (name === 'makeUp' && answer) {
				// Seen by whoever watches, and so by whoever watches it again.
				recorder?.note(answer as SampleEvent);
			}

			return answer;
		},
		callOffQuestions() {
			areQuestionsCalledOff = true;
		},
		saving: recorder,
		async close() {
			await events.return();
			await recorder?.close();
		},
	};
}

/** What the run is measured on: the same documents each time, drawn from a stream of their own. */
function chooseEvaluation({training, validation}: Dataset, {random: platform, seed, model: {blockSize}, training: {batchSize, evalDocuments}}: RunConfig): EvaluationDocuments | undefined {
	if (validation.length === 0) {
		return undefined;
	}

	const random = createRandom(platform, seed);
	return {
		training: drawDocuments(training, evalDocuments, random),
		validation: drawDocuments(validation, evalDocuments, random),
		batchSize: Math.max(batchSize, Math.floor(positionsAtOnce / blockSize)),
	};
}

function previewInterval(steps: number): number {
	return Math.min(mostStepsBetweenPreviews, Math.max(1, Math.round(steps / previewsPerRun)));
}
