import {
	fewDocuments,
	fittingContext,
	isOneLine,
	isProse,
	longestContext,
	shareWithin,
	sortedLengths,
} from '../data/advice.js';
import {type Baselines} from '../data/baselines.js';
import {type DocumentMode, parseDocuments} from '../data/documents.js';
import {describeText, type TextFacts} from '../data/text-facts.js';
import {memoryNeeds} from '../model/create-engine.js';
import {type Precision} from '../model/engine.js';
import {totalBytes} from '../model/memory-needs.js';
import {microgpt} from '../settings/presets.js';
import {createRunConfig} from '../settings/run-config.js';
import {type LocalRun, openRun} from './open-run.js';

/** Why a text is best taken as it is advised. */
export type ModeReason = 'one line' | 'prose' | 'long lines' | 'list';

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

/** The settings of the run that is advised. */
export type RecommendedOptions = {
	readonly documents: DocumentMode;
	readonly blockSize: number;
	readonly nLayer: number;
	readonly nEmbd: number;
	readonly batchSize: number;
	readonly steps: number;
	/** 0: there are too few documents to hold any out. */
	readonly validationShare: number;
	readonly precision: Precision;
	readonly isLargeFileConfirmed: boolean;
};

/** Fewer would hardly move the parameters. */
const leastSteps = 20;
const contexts = [8, 16, 32, 48, 64, 128, 256];
const contextOfStream = 64;
const nEmbd = 32;
const batchSize = 16;
const precision = 'f32';
/** Of so many steps and after so long, the time of one is known well enough. */
const mostTimedSteps = 30;
const timingMs = 500;

/**
Looks at a text and at the run that it would be good for.

@param called - What to call the text in an error.
@throws DatasetError for a text that nothing can be learnt from.
*/
export async function describeData(text: string, called: string, {isLargeFileConfirmed, version}: {readonly isLargeFileConfirmed: boolean; readonly version: string}): Promise<DataReport> {
	const lines = parseDocuments(text, 'lines', contextOfStream, called);
	const lengths = sortedLengths(lines);
	const reason = reasonOf(lines, lengths);
	const options = recommend(lines, lengths, reason, isLargeFileConfirmed);
	const config = createRunConfig(microgpt, {...options, samples: 0});
	const {path: _, ...dataset} = config.dataset;
	const run = await openRun({...config, dataset: {...dataset, pipe: called}}, version, {text});
	const {model} = run.engine;
	const baselines = (await run.ask(['countBaselines']))!;
	const stepMs = await timeOf(run);
	await run.close();
	const {documentCount, validationDocumentCount} = run.start.dataset;
	return {
		...describeText(lines, options.documents === 'lines' ? lines : parseDocuments(text, 'stream', contextOfStream, called)),
		wholeShare: shareWithin(lengths, options.blockSize),
		contexts: contexts.map(blockSize => ({blockSize, cutShare: 1 - shareWithin(lengths, blockSize)})),
		reason,
		options,
		documentCount,
		validationDocumentCount,
		baselines,
		scoredDocumentCount: validationDocumentCount > 0 ? Math.min(validationDocumentCount, config.training.evalDocuments) : documentCount,
		parameterCount: run.start.parameterCount,
		tokenParameterCount: 2 * model.vocabSize * model.nEmbd,
		memoryBytes: totalBytes(memoryNeeds({name: config.engine, precision, batchSize: config.training.batchSize}, model)),
		stepMs,
	};
}

function reasonOf(lines: readonly string[], lengths: Uint32Array): ModeReason {
	if (isOneLine(lines, contextOfStream)) {
		return 'one line';
	}

	if (fittingContext(lengths) > longestContext) {
		return 'long lines';
	}

	return isProse(lines) ? 'prose' : 'list';
}

function recommend(lines: readonly string[], lengths: Uint32Array, reason: ModeReason, isLargeFileConfirmed: boolean): RecommendedOptions {
	const isList = reason === 'list';
	const blockSize = isList ? fittingContext(lengths) : contextOfStream;
	const documentCount = isList ? lines.length : Math.ceil(lengths.reduce((sum, length) => sum + length + 1, 0) / blockSize);
	const share = documentCount < fewDocuments ? 0.2 : 0.1;
	return {
		documents: isList ? 'lines' : 'stream',
		blockSize,
		nLayer: isList ? 1 : 2,
		nEmbd,
		batchSize,
		steps: stepsFor(documentCount * (1 - share), isList),
		// Of two documents, none would be held out.
		validationShare: Math.round(documentCount * share) === 0 ? 0 : share,
		precision,
		isLargeFileConfirmed,
	};
}

/**
So many steps that a small text is not learnt by heart. The rate falls to 0 over them, so that more would not only take longer:
of 1,350 words, 675 steps came to 2.018 on what is held out and 3,000 to 2.22; of 50 kB of prose, 600 to 2.00 and 2,000 to 2.11.
*/
function stepsFor(trainingCount: number, isList: boolean): number {
	const {passes, most} = isList ? {passes: 8, most: 3000} : {passes: 12, most: 2000};
	const wanted = Number((passes * trainingCount / batchSize).toPrecision(2));
	return Math.min(most, Math.max(leastSteps, wanted));
}

/** How long a step takes, in milliseconds: the median of some. */
async function timeOf({events}: Pick<LocalRun, 'events'>): Promise<number> {
	const durations: number[] = [];
	const startedAt = performance.now();
	let beganAt = 0;
	for await (const event of events) {
		if (event.type === 'step') {
			durations.push(event.elapsedMs - beganAt);
			beganAt = event.elapsedMs;
		}

		if (durations.length >= mostTimedSteps || performance.now() - startedAt > timingMs) {
			break;
		}
	}

	return durations.toSorted((a, b) => a - b)[Math.floor(durations.length / 2)] ?? NaN;
}
