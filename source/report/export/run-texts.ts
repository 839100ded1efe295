import {nameOfMean} from '../../history/final-loss.js';
import {type FinishEvent} from '../../training/events.js';
import {formatCount, formatDuration, formatLoss} from '../../text/format.js';
import {parametersInUse} from '../parameters-in-use.js';
import {type ExportContents} from './exported-run.js';

const outcomes: Readonly<Record<FinishEvent['reason'], string>> = {
	completed: 'trained for',
	'stopped early': 'stopped early after',
	stopped: 'stopped after',
	diverged: 'diverged after',
	failed: 'failed after',
};

/** What the run is called, if it is, and what was trained, on what if that is known. */
export function subjectOf({title, start: {preset, dataset}}: Pick<ExportContents, 'title' | 'start'>): string {
	const {name} = dataset;
	const subject = name === undefined ? preset : `${preset} on ${name}`;
	return title === undefined ? subject : `${title}: ${subject}`;
}

/** How far a run came: 'trained for 1,000 steps', 'stopped after 400 of 1,000 steps'. */
function progressText({finish, stepCount, plannedSteps}: ExportContents): string {
	const amount = stepCount === plannedSteps || plannedSteps === undefined ? '' : `${formatCount(stepCount)} of `;
	const all = plannedSteps ?? stepCount;
	return `${finish ? outcomes[finish.reason] : 'so far'} ${amount}${formatCount(all)} ${all === 1 ? 'step' : 'steps'}`;
}

/** The size and the length of a run in a line. */
export function sizeText(contents: ExportContents): string {
	const {start, elapsedMs} = contents;
	const {parameterCount} = start;
	const used = parametersInUse(start);
	const size = parameterCount === undefined ? '' : `${used === undefined ? '' : `${formatCount(used)} of `}${formatCount(parameterCount)} parameters, `;
	return size + progressText(contents) + (elapsedMs === undefined ? '' : ` in ${formatDuration(elapsedMs)} of engine time`);
}

/** What the curve shows, for those who do not see it. */
export function curveText({bestMean, lastMean, curve, stepCount, evaluations}: ExportContents): string {
	const first = curve.at(0);
	if (!first || !lastMean) {
		return 'There are no losses yet.';
	}

	const validation = evaluations.at(-1);
	return [
		`The loss over ${formatCount(stepCount)} steps, in nats a token.`,
		`It begins at ${lossText(first.mean)}; the ${nameOfMean(lastMean)} is ${lossText(lastMean.mean)}.`,
		...(bestMean ? [`The lowest running mean is ${lossText(bestMean.loss)} at step ${formatCount(bestMean.step)}.`] : []),
		...(validation ? [`The validation loss is ${lossText(validation.validationLoss)} at step ${formatCount(validation.step)}.`] : []),
	].join(' ');
}

/** A loss: with four decimals, or as a power of ten where that would be too long. */
export function lossText(loss: number): string {
	return Math.abs(loss) < 1e6 ? formatLoss(loss) : loss.toExponential(3);
}
