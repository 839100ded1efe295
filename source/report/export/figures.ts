import {
	type FinalLoss,
	finalLossOf,
	judge,
	nameOfMean,
} from '../../history/final-loss.js';
import {optimizers} from '../../model/optimizers.js';
import {fieldOf, settingOf, settingsIn} from '../../settings/setting-values.js';
import {formatCount, formatDuration} from '../../text/format.js';
import {parametersInUse} from '../parameters-in-use.js';
import {type ExportContents} from './exported-run.js';
import {lossText} from './run-texts.js';

/** A row of a table: what it is, and its figure. */
export type Figure = readonly [label: string, value: string];

/** A row of the table of the baselines. */
export type BaselineFigure = readonly [label: string, loss: string, difference: string];

/** A row without its figure if that is not known. */
type MaybeFigure = readonly [label: string, value: string | undefined] | undefined;

/** What came out of a run. */
export function resultFigures(contents: ExportContents): Figure[] {
	const {bestMean, bestValidation, lastMean, last, evaluations, elapsedMs, tokenCount, stepCount, plannedSteps} = contents;
	const evaluation = evaluations.at(-1);
	const atStep = (step: number) => `at step ${formatCount(step)}`;
	return known([
		last && ['Final loss', lossText(last.loss)],
		lastMean && lastMean.count > 1 ? [capitalised(nameOfMean(lastMean)), lossText(lastMean.mean) + errorText(lastMean.standardError)] : undefined,
		bestMean && ['Best running mean', `${lossText(bestMean.loss)} ${atStep(bestMean.step)}`],
		evaluation && ['Validation loss', `${lossText(evaluation.validationLoss)} ${atStep(evaluation.step)}`],
		evaluation?.trainLoss === undefined ? undefined : ['Training loss at that step', lossText(evaluation.trainLoss)],
		bestValidation && ['Best validation loss', `${lossText(bestValidation.loss)} ${atStep(bestValidation.step)}`],
		['Steps', stepCount === plannedSteps || plannedSteps === undefined ? formatCount(stepCount) : `${formatCount(stepCount)} of ${formatCount(plannedSteps)}`],
		['Training tokens', countOf(tokenCount)],
		['Engine time, of the steps alone', elapsedMs === undefined ? undefined : formatDuration(elapsedMs)],
	]);
}

/** What was trained, and how. */
export function configFigures({start, plannedSteps}: ExportContents): Figure[] {
	const {preset, seed, model, training, dataset, engine, precision} = start;
	const {batchSize, learningRate, schedule, warmup = 0} = training;
	return known([
		['Preset', preset],
		['Data', dataset.name],
		['Documents', documentsText(dataset)],
		['Held out', dataset.validationDocumentCount === 0 ? 'none' : countOf(dataset.validationDocumentCount)],
		['Architecture', model.architecture === 'gpt' ? 'GPT' : model.architecture],
		['Parameters', parametersText(start)],
		...settingFigures('model', start),
		['Vocabulary', countOf(model.vocabSize, ' tokens')],
		['Steps planned', countOf(plannedSteps)],
		['Batch', countOf(batchSize, batchSize === 1 ? ' document' : ' documents')],
		['Learning rate', listOf([learningRate, schedule, warmup > 0 ? `warm-up of ${formatCount(warmup)} ${warmup === 1 ? 'step' : 'steps'}` : undefined])],
		['Optimizer', optimizerText(training)],
		...settingFigures('training', start),
		['Seed', listOf([seed])],
		['Engine', listOf([engine, precision])],
	]);
}

/** The settings that have a row of their own. */
function settingFigures(part: 'model' | 'training', start: ExportContents['start']): MaybeFigure[] {
	return settingsIn(part).map(name => {
		const {
			figure, range, unit, architecture = start.model.architecture,
		} = settingOf(name);
		const value = (start[part] as Readonly<Record<string, number | string | readonly string[] | undefined>>)[fieldOf(name)];
		if (figure === undefined || architecture !== start.model.architecture) {
			return undefined;
		}

		const textOf = (number: number) => range?.isWhole ? countOf(number, unit) : (number === 0 ? 'none' : String(number));
		return [figure, typeof value === 'number' ? textOf(value) : (typeof value === 'string' ? value : value?.join(', '))];
	});
}

function parametersText(start: ExportContents['start']): string | undefined {
	const used = parametersInUse(start);
	return countOf(start.parameterCount, used === undefined ? '' : `, of which ${formatCount(used)} are in use`);
}

/** The optimiser with what it uses; who tells its βs but no optimiser has Adam. */
function optimizerText({optimizer, beta1, beta2, epsilon, hasBiasCorrection = true}: ExportContents['start']['training']): string | undefined {
	const hasBetas = beta1 !== undefined || beta2 !== undefined;
	if (optimizer === undefined && !hasBetas) {
		return undefined;
	}

	const {title, hasMomentum, hasOwnRates} = optimizers[optimizer ?? 'adam'];
	return listOf([
		title,
		...(hasMomentum && beta1 !== undefined ? [`β₁ ${beta1}`] : []),
		...(hasOwnRates && beta2 !== undefined ? [`β₂ ${beta2}`] : []),
		...(hasOwnRates && epsilon !== undefined ? [`ε ${epsilon}`] : []),
		...((hasMomentum || hasOwnRates) && !hasBiasCorrection ? ['no bias correction'] : []),
	]);
}

function known(figures: readonly MaybeFigure[]): Figure[] {
	return figures.flatMap(figure => figure?.[1] === undefined ? [] : [[figure[0], figure[1]] as const]);
}

function countOf(count: number | undefined, unit = ''): string | undefined {
	return count === undefined ? undefined : formatCount(count) + unit;
}

/** Those of some parts that are known; undefined if none is. */
function listOf(parts: ReadonlyArray<string | number | undefined>): string | undefined {
	const told = parts.filter(part => part !== undefined);
	return told.length === 0 ? undefined : told.join(', ');
}

/** The models that only count, and how far the trained one is from them: on held-out documents if there are any. */
export function baselineFigures({start, baselines, evaluations, lastMean}: ExportContents): BaselineFigure[] {
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

function documentsText({documentCount, truncatedDocumentCount, mode}: ExportContents['start']['dataset']): string | undefined {
	const cut = truncatedDocumentCount === 0 ? undefined : countOf(truncatedDocumentCount, ' are cut off');
	return documentCount === undefined ? undefined : `${formatCount(documentCount)} ${mode === 'stream' ? 'windows of one text' : 'lines'}${cut === undefined ? '' : `, of which ${cut}`}`;
}
