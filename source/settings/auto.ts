import {type TextShape} from '../data/text-shape.js';
import {optimizers} from '../model/optimizers.js';
import {countParameters} from '../model/parameters.js';
import {evaluationsPerRun} from './settings.js';
import {type SettingValues} from './setting-values.js';

/** Models by the amount of text: those that may have as many parameters as there is to learn from. */
const sizes = [
	{below: 20_000, nLayer: 1, nEmbd: 32},
	{below: 100_000, nLayer: 2, nEmbd: 48},
	{below: Infinity, nLayer: 2, nEmbd: 64},
] as const;

/**
Parameters times positions that are learnt from: what the engine does in a minute or so on one core of a usual machine, some 30
billion operations a second, six for each parameter and position. It is a number and no measurement, so that the same text and
seed are the same run everywhere and at any time.
*/
const work = {tensor: 3e11, scalar: 1e10, torch: 3e11} as const;
/** So often at most a text is gone through: a small one would be learnt by heart. */
const mostPasses = 20;
const [leastSteps, mostSteps] = [50, 10_000];
const mostHeads = 4;
const batchSize = 16;
/** Of lines that are so long, fewer are enough. */
const positionsAtOnce = 2048;
const share = 0.1;
const mostWarmup = 100;
/** Of the evaluations that there usually are: after so many without anything better, it stops. */
const patience = 2;
const decay = 0.1;
const evalDocuments = 500;
const usualSamples = 20;

/** The built-in names: what is known of a text before it is read. */
export const usualText: TextShape = {
	documents: 'lines', blockSize: 16, documentCount: 6000, tokenCount: 41_570, vocabSize: 27, leastRepeated: 1,
};

/**
Settings of a GPT that suits a text, and that is trained in about a minute.

@param chosen - What somebody has chosen: the rest is fitted to it.
*/
export function fitToText(text: TextShape, chosen: Partial<SettingValues>): Partial<SettingValues> {
	const {nLayer, nEmbd} = sizes.find(({below}) => text.tokenCount < below)!;
	const sizesOfModel = {nLayer: chosen.nLayer ?? nLayer, blockSize: text.blockSize, ...widthAndHeads(nEmbd, chosen)};
	const {engine = 'tensor', optimizer = 'adam'} = chosen;
	const batch = chosen.batchSize ?? Math.max(1, Math.min(batchSize, Math.floor(positionsAtOnce / text.blockSize)));
	const validationShare = chosen.validationShare ?? (canHoldOut(text) ? share : 0);
	const parameterCount = countParameters({architecture: 'gpt', vocabSize: text.vocabSize, ...sizesOfModel});
	const {warmup: chosenWarmup = 0} = chosen;
	const perStep = batch * text.tokenCount / text.documentCount;
	const positions = text.tokenCount * (1 - validationShare);
	const steps = chosen.steps ?? stepsFor({
		positions, perStep, parameterCount, work: work[engine], least: 2 * chosenWarmup,
	});
	return {
		...sizesOfModel,
		documents: text.documents,
		validationShare,
		steps,
		batchSize: batch,
		learningRate: sizesOfModel.nEmbd > 64 ? 0.003 : 0.005,
		schedule: 'cosine',
		warmup: Math.min(mostWarmup, Math.floor(steps / 10)),
		beta1: 0.9,
		// It is a share of the rate, which is far higher where it is the same for all parameters.
		weightDecay: optimizers[optimizer].hasOwnRates ? decay : 0,
		gradClip: 1,
		patience: validationShare > 0 ? patienceFor(steps, chosen.evalEvery) : 0,
		evalDocuments,
		precision: engine === 'scalar' ? 'f64' : 'f32',
		samples: text.documents === 'stream' ? 1 : usualSamples,
	};
}

/** Whether a tenth of a text is enough to measure a model on. */
function canHoldOut({documents, documentCount, tokenCount, leastRepeated}: TextShape): boolean {
	return documents === 'stream' ? Math.round(tokenCount * share) >= 2 : Math.round(documentCount * share) >= leastRepeated;
}

/** As many evaluations as there are in the same part of the run, however often it is measured. */
function patienceFor(steps: number, evalEvery: number | undefined): number {
	return evalEvery === undefined ? patience : Math.max(1, Math.round(patience * steps / (evaluationsPerRun * evalEvery)));
}

/** The width is a multiple of the heads, whichever of the two is given. */
function widthAndHeads(width: number, {nEmbd, nHead}: Partial<SettingValues>): {readonly nEmbd: number; readonly nHead: number} {
	if (nHead !== undefined) {
		return {nHead, nEmbd: nEmbd ?? (Math.ceil(width / nHead) * nHead)};
	}

	const fitted = nEmbd ?? width;
	return {nEmbd: fitted, nHead: [mostHeads, 3, 2].find(count => fitted % count === 0) ?? 1};
}

type Amounts = {readonly positions: number; readonly perStep: number; readonly parameterCount: number; readonly work: number; readonly least: number};

/** As many as there is work for, or as the text is good for; a round number. */
function stepsFor({positions, perStep, parameterCount, work: allowed, least}: Amounts): number {
	const wanted = Math.min(allowed / parameterCount / perStep, mostPasses * positions / perStep, mostSteps);
	return Number(Math.max(wanted, leastSteps, least).toPrecision(2));
}
