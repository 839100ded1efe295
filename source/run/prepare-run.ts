import {type Dataset, loadDataset} from '../data/dataset.js';
import {drawDocuments} from '../data/documents.js';
import {type ModelConfig} from '../model/model-config.js';
import {type RunConfig} from '../settings/run-config.js';
import {createSplitRandom} from '../settings/split-random.js';
import {type EvaluationDocuments} from '../training/evaluate.js';
import {checkMemory} from './check-memory.js';
import {type OpenRunOptions} from './open-run-options.js';
import {type TrainedWith} from './run.js';
import {checkSameData} from './save-run.js';

/** What is known of a run before there is an engine. */
export type PreparedRun = {
	readonly dataset: Dataset;
	/** As asked for, with what the data have decided. */
	readonly config: RunConfig;
	readonly model: ModelConfig;
	/** What it is measured on; undefined if it is not. */
	readonly evaluation: EvaluationDocuments | undefined;
	/** The most documents that the engine gets at a time. */
	readonly batchSize: number;
};

/** Two characters and BOS. */
const leastVocabSize = 3;
/** So many positions at a time make use of each weight that is fetched; two or three times as fast as one document. */
const positionsAtOnce = 256;

/**
Loads the data of a run and sees that there is memory for its model.

@param earlier - The saved run that it is, or the one that it has left: their data have to be the same.
@throws DatasetError if the data cannot be used, ConfigError if the model would be too large.
*/
export async function prepareRun(asked: RunConfig, {onProgress, text, saving}: Pick<OpenRunOptions, 'onProgress' | 'text' | 'saving'>, earlier: {readonly info: TrainedWith} | undefined): Promise<PreparedRun> {
	const isSaved = saving !== undefined;
	// Before a text is read that may be long: whatever is in it, the model is no smaller than this.
	checkMemory({...asked.model, vocabSize: leastVocabSize}, asked, {batchSize: asked.training.batchSize, isSaved, isLeast: true});
	// The split draws from a stream of its own, so that the training's draws stay the reference's.
	const dataset = await loadDataset(asked.dataset, createSplitRandom(asked), {isLargeFileConfirmed: asked.isLargeFileConfirmed, onProgress, text});
	if (earlier) {
		checkSameData(dataset, earlier);
	}

	return {dataset, ...fitRun(asked, dataset, isSaved)};
}

/**
What data that are loaded decide of a run.

@throws ConfigError if the model would be too large.
*/
export function fitRun(asked: RunConfig, dataset: Dataset, isSaved: boolean): Omit<PreparedRun, 'dataset'> {
	// From here on it is known how the text is taken: also for whoever goes on with the run.
	const {windows, ...taken} = asked.dataset;
	const config: RunConfig = {...asked, dataset: {...taken, documents: dataset.mode, ...(dataset.stretch && {windows})}};
	const model: ModelConfig = {...config.model, vocabSize: dataset.tokenizer.vocabSize};
	const evaluation = chooseEvaluation(dataset, config);
	const batchSize = Math.max(config.training.batchSize, evaluation?.batchSize ?? 0);
	checkMemory(model, config, {batchSize, isSaved});
	return {
		config, model, evaluation, batchSize,
	};
}

/** What the run is measured on: the same documents each time, drawn from a stream of their own. */
function chooseEvaluation({training, validation}: Dataset, config: RunConfig): EvaluationDocuments | undefined {
	if (validation.length === 0) {
		return undefined;
	}

	const {model: {blockSize}, training: {batchSize, evalDocuments}} = config;
	const random = createSplitRandom(config);
	return {
		training: drawDocuments(training, evalDocuments, random),
		validation: drawDocuments(validation, evalDocuments, random),
		batchSize: Math.max(batchSize, Math.floor(positionsAtOnce / blockSize)),
	};
}
