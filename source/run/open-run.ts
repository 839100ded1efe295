import {type Dataset, loadDataset, type LoadOptions} from '../data/dataset.js';
import {drawDocuments} from '../data/documents.js';
import {type Tokenizer} from '../data/tokenizer.js';
import {createEngine} from '../model/create-engine.js';
import {type Engine} from '../model/engine.js';
import {type ModelConfig} from '../model/model-config.js';
import {createParameters, initialiseParameters} from '../model/parameters.js';
import {createInspector} from '../inspection/inspector.js';
import {compareVowels} from '../inspection/vowels.js';
import {createRandom} from '../random/create-random.js';
import {type Recorder} from '../storage/record/recorder.js';
import {type TrainingEvent} from '../training/events.js';
import {type SavedRun} from '../storage/runs/runs-folder.js';
import {resumeRun, type ResumedRun, type SavingOptions} from '../storage/runs/open-recorder.js';
import {type EvaluationDocuments} from '../training/evaluate.js';
import {noProgress, type TrainingControls} from '../training/progress.js';
import {train} from '../training/train.js';
import {lossAhead} from '../training/trainer.js';
import {type RunConfig} from '../settings/run-config.js';
import {readInitialWeights} from '../storage/safetensors/initial-weights.js';
import {answerQuestions} from './answer-questions.js';
import {Asides} from './asides.js';
import {changesBefore} from './changes-before.js';
import {checkMemory} from './check-memory.js';
import {describeRun} from './describe-run.js';
import {KeptStates, type KeptTraining} from './kept-states.js';
import {Past} from './past.js';
import {sampleDocuments, type SampleOptions} from './sample-documents.js';
import {checkSameData, openRecorder, restoreTraining} from './save-run.js';
import {type Run} from './run.js';

/** A training in this thread. */
export type LocalRun = Omit<Run, 'saving'> & {
	/** Holds the parameters; between two events they belong to the last step. */
	readonly engine: Engine;
	/**
	Makes documents up with the parameters as they are, without touching the training's draws.

	@throws ConfigError for options that are not allowed.
	*/
	readonly sample: (options?: SampleOptions) => string[];
	/** What it is saved with; undefined if it is not. */
	readonly saving: Recorder | undefined;
};

export type OpenRunOptions = Pick<LoadOptions, 'onLargeFile' | 'text'> & {
	/** Make up a document now and then, for whoever watches. */
	readonly hasPreviews?: boolean;
	/** Without it, nothing is written anywhere. */
	readonly saving?: SavingOptions | undefined;
	/** How many bytes of states to keep along the way, so that the run can be asked how it was; without it, none. */
	readonly historyBytes?: number;
	/** A saved run whose steps are looked at; it stays as it is, and nothing is trained. */
	readonly lookedAt?: LookedAtRun | undefined;
	/** Called before anything is written; what it throws is thrown. */
	readonly onLoaded?: () => void;
};

/** What it takes to look at the steps of a saved run. */
export type LookedAtRun = Pick<SavedRun, 'folder' | 'info'> & {
	/** How many steps it has. */
	readonly steps: number;
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

async function buildRun(asked: RunConfig, version: string, {onLargeFile, text, hasPreviews, saving, historyBytes, lookedAt, onLoaded}: OpenRunOptions, resumed: ResumedRun | undefined): Promise<LocalRun> {
	// Before a text is read that may be long: whatever is in it, the model is no smaller than this.
	checkMemory({...asked.model, vocabSize: leastVocabSize}, asked, {batchSize: asked.training.batchSize, isSaved: saving !== undefined, isLeast: true});
	// The split draws from a stream of its own, so that the training's draws stay the reference's.
	const dataset = await loadDataset(asked.dataset, createRandom(asked.random, asked.seed), {isLargeFileConfirmed: asked.isLargeFileConfirmed, onLargeFile, text});
	const earlier = resumed ?? lookedAt;
	if (earlier) {
		checkSameData(dataset, earlier);
	}

	// From here on it is known how the text is taken: also for whoever goes on with the run.
	const config: RunConfig = {...asked, dataset: {...asked.dataset, documents: dataset.mode}};
	const {tokenizer} = dataset;
	const model: ModelConfig = {...config.model, vocabSize: tokenizer.vocabSize};
	const evaluation = chooseEvaluation(dataset, config);
	const batchSize = largestBatch(config, evaluation);
	checkMemory(model, config, {batchSize, isSaved: saving !== undefined});
	const random = createRandom(config.random, config.seed);
	const trainingDocuments = random.shuffle(dataset.training);
	const engine = await createEngine({name: config.engine, precision: config.precision, batchSize}, model, initialiseParameters(model, random));
	const checkpoint = resumed?.checkpoint;
	/** The run whose first steps are made already. */
	const begun = checkpoint ? resumed : lookedAt;
	const notes = [...dataset.notes, ...begun ? [] : await takeInitialWeights(config, engine, tokenizer)];
	// Weights from elsewhere are not read again for it.
	const initialVowels = begun && config.initFrom !== undefined ? undefined : compareVowels(engine, tokenizer);
	const previewRandom = createRandom(config.random, config.seed);
	const start = describeRun(config, dataset, engine, version);
	const streams = {samples: random, previews: previewRandom};
	const kept = await keepBeginning(historyBytes, {engine, progress: noProgress(), random: streams}, config, begun);
	const progress = checkpoint ? restoreTraining(checkpoint, engine, streams, config) : noProgress();
	const training = {engine, progress, random: streams};
	if (checkpoint) {
		kept?.begin(training);
	}

	const controls: TrainingControls = {...progress.controls};
	const input = {
		start, config: config.training, engine, initialVowels, tokenizer, trainingDocuments, validationDocuments: dataset.validation, evaluation, progress,
		samples: {...config.samples, random},
		...(hasPreviews && {previews: {every: previewInterval(config.training.steps), random: previewRandom}}),
		keepState: kept && (() => {
			kept.pass(training, config.training.steps);
		}),
	};
	const newRandom = () => createRandom(config.random, config.seed);
	const inspector = createInspector(input, newRandom());
	const past = kept && new Past({
		input, kept, reached: () => lookedAt?.steps ?? progress.step, createRandom: newRandom, openEngine: async () => createEngine({...config, name: config.engine, batchSize}, model, createParameters(model)),
	});
	onLoaded?.();
	// The last that can fail: who has the recorder has the folder of the run, and its lock.
	const recorder = saving && await openRecorder({
		...training, vocabulary: tokenizer.vocabulary, lossAhead: () => lossAhead(input, progress),
	}, {config, start, dataset}, saving, resumed);
	const asides = openAsides(recorder);
	const tell = (event: TrainingEvent) => {
		asides.tell(event);
	};

	const events = recorder ? recorder.record(train(input, controls), tell) : train(input, controls);
	return {
		start,
		notes,
		events,
		listen: asides.listen,
		controls,
		engine,
		sample: options => sampleDocuments(engine, tokenizer, config, options),
		ask: answerQuestions({
			inspector, past, recorder, tell, end: async () => events.return(), measured: {...dataset, validation: evaluation?.validation ?? dataset.validation},
		}),
		saving: recorder,
		async close() {
			await events.return();
			await recorder?.close();
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

/**
Takes weights from elsewhere, if there are any to begin with: after the draws, so that all that is drawn later is that of the seed.

@returns notes on them.
*/
async function takeInitialWeights({initFrom}: RunConfig, engine: Engine, {vocabulary}: Tokenizer): Promise<readonly string[]> {
	if (initFrom === undefined) {
		return [];
	}

	const {parameters, notes} = await readInitialWeights(initFrom, {model: engine.model, vocabulary, drawn: engine.parameters.data});
	engine.setParameters(parameters);
	return notes;
}

/** Keeps the state before the first step. A run that goes on is known from there on where its steps can be done again. */
async function keepBeginning(budget: number | undefined, training: KeptTraining, config: RunConfig, earlier: Pick<SavedRun, 'folder'> | undefined): Promise<KeptStates | undefined> {
	if (budget === undefined) {
		return undefined;
	}

	const kept = new KeptStates(training.engine, budget);
	const changes = earlier ? await changesBefore(earlier, config) : [];
	if (changes) {
		kept.begin(training);
		for (const change of changes) {
			kept.note(change);
		}
	}

	return kept;
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

function largestBatch({training: {batchSize}}: RunConfig, evaluation: EvaluationDocuments | undefined): number {
	return Math.max(batchSize, evaluation?.batchSize ?? 0);
}

function previewInterval(steps: number): number {
	return Math.min(mostStepsBetweenPreviews, Math.max(1, Math.round(steps / previewsPerRun)));
}
