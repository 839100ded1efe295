import {shareWithin} from '../data/advice.js';
import {type Baselines} from '../data/baselines.js';
import {CharTokenizer} from '../data/char-tokenizer.js';
import {type DocumentMode, textOfLines} from '../data/documents.js';
import {scanText} from '../data/scan-text.js';
import {describeText, type TextFacts} from '../data/text-facts.js';
import {
	lookAtLines,
	type ModeReason,
	reasonOf,
	shapeOfLooked,
	type TextShape,
} from '../data/text-shape.js';
import {encodeText} from '../data/text-windows.js';
import {memoryNeeds} from '../model/create-engine.js';
import {type TrainingPrecision} from '../model/engine.js';
import {totalBytes} from '../model/memory-needs.js';
import {type GptConfig} from '../model/model-config.js';
import {auto} from '../settings/presets.js';
import {createRunConfig} from '../settings/run-config.js';
import {type LocalRun, openRun} from './open-run.js';

/** What a text is like, and what to train on it with. */
export type DataReport = TextFacts & {
	/** Which share of the lines a context cuts off. */
	readonly contexts: ReadonlyArray<{readonly blockSize: number; readonly cutShare: number}>;
	/** Which share of the lines the context that is advised holds whole. */
	readonly wholeShare: number;
	readonly reason: ModeReason;
	readonly options: RecommendedOptions;
	/** Documents of the run that is advised, and how many of them are held out. */
	readonly documentCount: number;
	readonly validationDocumentCount: number;
	/** As its dashboard would show them, in nats a token: over so many documents. */
	readonly baselines: Baselines;
	readonly scoredDocumentCount: number;
	readonly parameterCount: number;
	/** Of the parameters, those that belong to the characters. */
	readonly tokenParameterCount: number;
	/** What the engine takes. */
	readonly memoryBytes: number;
	/** Of a step here and now. */
	readonly stepMs: number;
};

/** The settings of the run that is advised, which is what the preset `auto` makes of the text. */
export type RecommendedOptions = {
	readonly documents: DocumentMode;
	readonly blockSize: number;
	readonly nLayer: number;
	readonly nEmbd: number;
	readonly batchSize: number;
	readonly steps: number;
	readonly learningRate: number;
	/** The validations without a better one after which it ends; 0: it does not end early. */
	readonly patience: number;
	/** 0: there are too few documents to hold any out. */
	readonly validationShare: number;
	readonly precision: TrainingPrecision;
	readonly isLargeFileConfirmed: boolean;
};

const contexts = [8, 16, 32, 48, 64, 128, 256];
/** Of so many steps and after so long, the time of one is known well enough. */
const mostTimedSteps = 30;
const timingMs = 500;

/**
Looks at a text and at the run that it would be good for.

@param called - What to call the text in an error.
@throws DatasetError for a text that nothing can be learnt from.
*/
export async function describeData(text: string, called: string, {isLargeFileConfirmed, version}: {readonly isLargeFileConfirmed: boolean; readonly version: string}): Promise<DataReport> {
	const withLineFeeds = textOfLines(text, called);
	const lines = lookAtLines(withLineFeeds, called);
	const shape = shapeOfLooked(text, withLineFeeds, lines, called);
	const options = recommend(shape, isLargeFileConfirmed);
	const config = createRunConfig(auto, {...options, samples: 0}, shape);
	const {path: _, ...dataset} = config.dataset;
	const run = await openRun({...config, dataset: {...dataset, pipe: called}}, version, {text});
	const {model} = run.engine;
	const baselines = (await run.ask(['countBaselines']))!;
	const stepMs = await timeOf(run);
	await run.close();
	const {documentCount, validationDocumentCount} = run.start.dataset;
	const trained = options.documents === 'lines' ? lines.documents.all : asStream(withLineFeeds.trim());
	return {
		...describeText(lines, trained),
		...(options.documents === 'stream' && {characterCount: trained.ids.length}),
		wholeShare: shareWithin(lines.lengths, options.blockSize),
		contexts: contexts.map(blockSize => ({blockSize, cutShare: 1 - shareWithin(lines.lengths, blockSize)})),
		reason: reasonOf(lines),
		options,
		documentCount,
		validationDocumentCount,
		baselines,
		scoredDocumentCount: validationDocumentCount > 0 ? Math.min(validationDocumentCount, config.training.evalDocuments) : documentCount,
		parameterCount: run.start.parameterCount,
		tokenParameterCount: 2 * model.vocabSize * model.nEmbd,
		memoryBytes: totalBytes(memoryNeeds({name: config.engine, precision: config.precision, batchSize: config.training.batchSize}, model)),
		stepMs,
	};
}

function asStream(text: string) {
	const tokenizer = new CharTokenizer(scanText(text).characters, false);
	return {ids: encodeText(text, tokenizer), tokenizer};
}

/** What the preset for such a text would choose. */
function recommend(shape: TextShape, isLargeFileConfirmed: boolean): RecommendedOptions {
	const {dataset: {documents, validationShare}, model, training: {batchSize, steps, learningRate, patience}, precision} = createRunConfig(auto, {}, shape);
	const {nLayer, nEmbd, blockSize} = model as GptConfig;
	return {
		documents: documents === 'stream' ? documents : 'lines', blockSize, nLayer, nEmbd, batchSize, steps, learningRate, patience, validationShare, precision, isLargeFileConfirmed,
	};
}

/** How long a step takes, in milliseconds: the median of some after the first, which has to get everything ready. */
export async function timeOf({events}: Pick<LocalRun, 'events'>): Promise<number> {
	const durations: number[] = [];
	const startedAt = performance.now();
	let beganAt = 0;
	for await (const event of events) {
		if (event.type === 'step') {
			durations.push(event.elapsedMs - beganAt);
			beganAt = event.elapsedMs;
		}

		if (durations.length > mostTimedSteps || (durations.length > 1 && performance.now() - startedAt > timingMs)) {
			break;
		}
	}

	const timed = durations.slice(durations.length > 1 ? 1 : 0).toSorted((a, b) => a - b);
	return timed[Math.floor(timed.length / 2)] ?? NaN;
}
