import {
	type FinalLoss,
	finalLossOf,
	judge,
	nameOfMean,
} from '../../session/final-loss.js';
import {formatCount, formatDuration} from '../format.js';
import {type RunContents} from './exported-run.js';
import {lossText} from './run-texts.js';

/** A row of a table: what it is, and its figure. */
export type Figure = readonly [label: string, value: string];

/** A row of the table of the baselines. */
export type BaselineFigure = readonly [label: string, loss: string, difference: string];

/** What came out of a run. */
export function resultFigures(contents: RunContents): Figure[] {
	const {means, lastMean, last, evaluations, elapsedMs, tokenCount, stepCount, plannedSteps} = contents;
	const evaluation = evaluations.at(-1);
	const bestEvaluation = evaluations.toSorted((a, b) => a.validationLoss - b.validationLoss).at(0);
	const atStep = (step: number) => `at step ${formatCount(step)}`;
	const figures: Array<Figure | undefined> = [
		last && ['Final loss', lossText(last.loss)],
		lastMean && lastMean.count > 1 ? [capitalised(nameOfMean(lastMean)), lossText(lastMean.mean) + errorText(lastMean.standardError)] : undefined,
		means.best && ['Best running mean', `${lossText(means.best.loss)} ${atStep(means.best.step)}`],
		evaluation && ['Validation loss', `${lossText(evaluation.validationLoss)} ${atStep(evaluation.step)}`],
		evaluation && ['Training loss at that step', lossText(evaluation.trainLoss)],
		bestEvaluation && ['Best validation loss', `${lossText(bestEvaluation.validationLoss)} ${atStep(bestEvaluation.step)}`],
		['Steps', stepCount === plannedSteps ? formatCount(stepCount) : `${formatCount(stepCount)} of ${formatCount(plannedSteps)}`],
		['Tokens learnt from', formatCount(tokenCount)],
		['Engine time, of the steps alone', formatDuration(elapsedMs)],
	];
	return figures.filter(figure => figure !== undefined);
}

/** What was trained, and how. */
export function configFigures({start, plannedSteps}: RunContents): Figure[] {
	const {preset, seed, model, training, dataset, parameterCount, engine, precision} = start;
	const sizes: Figure[] = model.architecture === 'gpt'
		? [['Layers', formatCount(model.nLayer)], ['Attention heads', formatCount(model.nHead)]]
		: [];
	const {schedule, warmup, weightDecay, gradClip} = training;
	return [
		['Preset', preset],
		['Data', dataset.name],
		['Documents', documentsText(dataset)],
		['Held out', dataset.validationDocumentCount === 0 ? 'none' : formatCount(dataset.validationDocumentCount)],
		['Architecture', model.architecture === 'gpt' ? 'GPT' : 'bigram'],
		['Parameters', formatCount(parameterCount)],
		...sizes,
		['Embedding', formatCount(model.nEmbd)],
		['Context', `${formatCount(model.blockSize)} tokens`],
		['Vocabulary', `${formatCount(model.vocabSize)} tokens`],
		['Steps planned', formatCount(plannedSteps)],
		['Batch', `${formatCount(training.batchSize)} ${training.batchSize === 1 ? 'document' : 'documents'}`],
		['Learning rate', `${training.learningRate}, ${schedule}${warmup > 0 ? `, warm-up of ${formatCount(warmup)} steps` : ''}`],
		['Adam', `β₁ ${training.beta1}, β₂ ${training.beta2}, ε ${training.epsilon}`],
		['Weight decay', weightDecay === 0 ? 'none' : String(weightDecay)],
		['Gradient clipping', gradClip === 0 ? 'none' : String(gradClip)],
		['Seed', String(seed)],
		['Engine', `${engine}, ${precision}`],
	];
}

/** The models that only count, and how far the trained one is from them: on held-out documents if there are any. */
export function baselineFigures({start, baselines, evaluations, lastMean}: RunContents): BaselineFigure[] {
	if (!baselines) {
		return [];
	}

	const final = finalLossOf({start, evaluations, lastMean});
	const rows: ReadonlyArray<readonly [string, number | undefined]> = [
		['uniform: a blind guess', baselines.uniform],
		['unigram: letter counts', baselines.unigram],
		['bigram: pair counts', baselines.bigram],
		['trigram: triple counts', baselines.trigram],
		['4-gram: counts of four', baselines.fourgram],
	];
	return rows.flatMap(([label, loss]) => loss === undefined ? [] : [[label, lossText(loss), final ? differenceText(loss, final) : ''] as const]);
}

/** How far a baseline is from the trained model, and whether that says anything. */
function differenceText(baseline: number, final: FinalLoss): string {
	const difference = `${lossText(Math.abs(baseline - final.loss))} ${final.loss <= baseline ? 'above' : 'below'} the model`;
	return judge(final, baseline) === 'about' ? `${difference}, perhaps by chance` : difference;
}

function errorText(error: number | undefined): string {
	return error === undefined ? '' : `, standard error ${lossText(error)}`;
}

function capitalised(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}

function documentsText({documentCount, truncatedDocumentCount, mode}: RunContents['start']['dataset']): string {
	const cut = truncatedDocumentCount === 0 ? '' : `, of which ${formatCount(truncatedDocumentCount)} are cut off`;
	return `${formatCount(documentCount)} ${mode === 'stream' ? 'windows of one text' : 'lines'}${cut}`;
}
