import {numbered} from '../../../coach/coach-message.js';
import {countedIn} from '../../../history/counted.js';
import {type CurvePoint} from '../../../history/curve-point.js';
import {pointAt} from '../../../history/known-points.js';
import {metricText} from '../../../report/chart/little-chart.js';
import {type Glyphs} from '../../../report/chart/glyphs.js';
import {sampleText} from '../../../report/sample-text.js';
import {type Snapshot} from '../../../session/snapshot.js';
import {type PlanChanges} from '../../../settings/training-plan.js';
import {cutText} from '../../../text/cut-text.js';
import {toDecimals} from '../../../text/decimals.js';
import {formatCount, formatLearningRate, formatLoss} from '../../../text/format.js';
import {scaleText} from '../../facts.js';
import {fitting} from '../../fitting.js';
import {type StepAnswer} from '../../hooks/use-step-answer.js';
import {curveOf} from '../../step-cursor.js';

export type ReadoutOptions = {
	readonly step: number;
	readonly answer: StepAnswer;
	/** Whether another step is in the same column of the chart. */
	readonly isInColumn: (step: number) => boolean;
	/** The number that the chart shows instead of the loss. */
	readonly metric: string | undefined;
	readonly width: number;
	readonly glyphs: Glyphs;
};

const gap = 2;
const longestDocument = 24;

/** What is known of one step, in one line; of a step that is known as part of a stretch only, what is known of that. */
export function stepReadout(snapshot: Snapshot, {step, answer, metric, width, ...options}: ReadoutOptions): string {
	const counted = countedIn(snapshot.start);
	const known = pointAt(curveOf(snapshot, metric), step);
	const isRecalled = answer.point !== undefined && metric === undefined && (!known || lengthOf(answer.point) < lengthOf(known));
	const point = isRecalled ? answer.point : known;
	const parts = metric === undefined ? runParts(snapshot, point, {step, answer, ...options}) : metricParts(point, step, counted);
	return fitting(parts, width, gap).join(' '.repeat(gap));
}

/** What is sure to be about this step comes before what happened near it. */
function runParts(snapshot: Snapshot, point: CurvePoint | undefined, {step, answer, ...options}: Pick<ReadoutOptions, 'step' | 'answer' | 'isInColumn' | 'glyphs'>): string[] {
	const events = eventsOf(snapshot, options).toSorted((a, b) => Math.abs(a.step - step) - Math.abs(b.step - step));
	return [
		...lossParts(point, step, countedIn(snapshot.start)),
		...events.filter(event => event.step === step).map(({text}) => text),
		...figureParts(point),
		...documentParts(answer, options.glyphs),
		...events.filter(event => event.step !== step).map(event => `${event.text} at ${formatCount(event.step)}`),
	];
}

function lossParts(point: CurvePoint | undefined, step: number, counted: string): string[] {
	const place = `${counted} ${formatCount(step)}`;
	return [place, ...(point ? lossTexts(point, counted) : ['no loss told'])];
}

function lossTexts(point: CurvePoint, counted: string): string[] {
	const {mean, minimum, maximum, runningMean} = point;
	return lengthOf(point) === 0
		? [`loss ${formatLoss(mean)}`, `mean ${formatLoss(runningMean)}`]
		: [`${stretchText(point, counted)}: mean ${toDecimals(mean, 2)}, ${toDecimals(minimum, 2)} to ${toDecimals(maximum, 2)}`];
}

function metricParts(point: CurvePoint | undefined, step: number, counted: string): string[] {
	const place = `${counted} ${formatCount(step)}`;
	if (!point) {
		return [place, 'nothing told'];
	}

	const [mean, runningMean, minimum, maximum] = [point.mean, point.runningMean, point.minimum, point.maximum].map(value => metricText(value));
	return [place, ...(lengthOf(point) === 0 ? [mean, `running mean ${runningMean}`] : [`${stretchText(point, counted)}: mean ${mean}, ${minimum} to ${maximum}`])];
}

/** `steps 1,201-1,216` */
function stretchText({firstStep, lastStep}: CurvePoint, counted: string): string {
	return `${counted}s ${formatCount(firstStep)}-${formatCount(lastStep)}`;
}

function lengthOf({firstStep, lastStep}: CurvePoint): number {
	return lastStep - firstStep;
}

function resumedWith({learningRate, schedule}: PlanChanges): string {
	const words = [learningRate, schedule].filter(word => word !== undefined);
	return `resumed with ${words.length > 0 ? words.join(', ') : 'another schedule'}`;
}

/** What happened in the column of the cursor, with the steps. */
function eventsOf({coachHistory, coachForgotten, learningRateChanges, evaluations, bestMean, bestValidation, saving}: Snapshot, {isInColumn, glyphs}: Pick<ReadoutOptions, 'isInColumn' | 'glyphs'>): Array<{readonly step: number; readonly text: string}> {
	const at = (step: number | undefined, text: string) => step !== undefined && isInColumn(step) ? [{step, text}] : [];
	return [
		...numbered(coachHistory, coachForgotten).flatMap(({step, number}) => at(step, `coach ${number}`)),
		...learningRateChanges.flatMap(({step, scale, plan}) => at(step, plan ? resumedWith(plan) : `rate set to ${glyphs.times}${scaleText(scale)}`)),
		...evaluations.flatMap(({step, validationLoss, trainLoss}) => at(step, `validation ${formatLoss(validationLoss)}${trainLoss === undefined ? '' : ` (training ${formatLoss(trainLoss)})`}`)),
		...at(bestValidation?.step, 'best validation'),
		...at(bestMean?.step, 'best mean'),
		...at(saving.step, 'saved'),
		...at(saving.resumedStep, 'resumed'),
	];
}

/** Of a stretch, these are of its end. */
function figureParts(point: CurvePoint | undefined): string[] {
	if (!point) {
		return [];
	}

	const {firstStep, lastStep, runningMean, learningRate, gradientNorm} = point;
	const isOne = firstStep === lastStep;
	const then = isOne ? '' : ` at ${formatCount(lastStep)}`;
	return [
		...(isOne ? [] : [`running mean ${formatLoss(runningMean)}${then}`]),
		...(learningRate === undefined ? [] : [`rate ${formatLearningRate(learningRate)}${then}`]),
		...(gradientNorm === undefined || !isOne ? [] : [`gradient ${metricText(gradientNorm)}`]),
	];
}

/** The first document that the step learnt from, and how many others. */
function documentParts({documents = []}: StepAnswer, {isAscii}: Glyphs): string[] {
	const [first, ...others] = documents;
	if (first === undefined) {
		return [];
	}

	const text = cutText(sampleText(first, isAscii), longestDocument, isAscii).trimEnd();
	const [open, close] = isAscii ? ['"', '"'] : ['“', '”'];
	return [`${open}${text}${close}${others.length > 0 ? ` and ${formatCount(others.length)} more` : ''}`];
}
