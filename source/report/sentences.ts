import {countedIn} from '../history/counted.js';
import {type StepOrInterval} from '../history/event-order.js';
import {type ToldEvent, type ToldStart} from '../training/told-events.js';
import {formatCount, formatLearningRate, formatLoss} from '../text/format.js';
import {visibleText} from '../text/visible-text.js';
import {LineSchedule} from './line-schedule.js';
import {sampleText} from './sample-text.js';
import {earlyEnd} from './early-end.js';
import {parametersInUse} from './parameters-in-use.js';

export type SentencesOptions = {
	/** The steps between two sentences; without it, a tenth of the run. */
	readonly every?: number | undefined;
	readonly isAscii?: boolean;
};

const sentencesPerRun = 10;
/** Where nobody says how many there will be. */
const usualEvery = 100;

/** A run in whole sentences, for ears: a function that turns the events, one after the other, into lines. */
export function createSentences(start: ToldStart, {every = usualEveryOf(start), isAscii = false}: SentencesOptions = {}): (event: ToldEvent) => string[] {
	const {counts} = start;
	const schedule = new LineSchedule(every, start);
	const stepSentences = (event: StepOrInterval): string[] => {
		const {isDue} = schedule.takeStep(event);
		return isDue ? [stepSentence(event, schedule.plannedSteps, schedule.record.history.runningMean).replace(/^Step/v, () => capitalised(countedIn({counts})))] : [];
	};

	return event => {
		if (event.type === 'step' || event.type === 'interval') {
			return stepSentences(event);
		}

		schedule.take(event);
		switch (event.type) {
			case 'start': {
				return startSentences(event, isAscii);
			}

			case 'eval': {
				return [`Validation at ${countedIn({counts})} ${formatCount(event.step)}. Loss ${formatLoss(event.validationLoss)}${event.trainLoss === undefined ? '' : `, and ${formatLoss(event.trainLoss)} on the training data`}.`];
			}

			case 'sample': {
				return event.ordinal === undefined ? [] : [`Made up, number ${event.ordinal}: ${sampleText(event.text, isAscii)}.`];
			}

			case 'finish': {
				return [`The run is ${event.reason}, after ${formatCount(event.totals.steps)} ${countedIn({counts})}s${earlyEnd(event.reason)}.`];
			}

			case 'metrics':
			case 'control':
			case 'baselines':
			case 'activity':
			case 'checkpoint':
			case 'warning': {
				return [];
			}
		}
	};
}

function usualEveryOf({training: {steps}}: ToldStart): number {
	return steps === undefined ? usualEvery : Math.ceil(steps / sentencesPerRun);
}

function capitalised(word: string): string {
	return word[0].toUpperCase() + word.slice(1);
}

function startSentences(start: ToldStart, isAscii: boolean): string[] {
	const {preset, dataset, parameterCount, counts, training: {steps}} = start;
	const used = parametersInUse(start);
	const training = [
		`Training ${visibleText(preset, isAscii)}`,
		...(parameterCount === undefined ? [] : [`${formatCount(parameterCount)} parameters`]),
		...(used === undefined ? [] : [`${formatCount(used)} of them in use`]),
		...(steps === undefined ? [] : [`for ${formatCount(steps)} ${countedIn({counts})}s`]),
	];
	const data = [
		...(dataset.name === undefined ? [] : [visibleText(dataset.name, isAscii)]),
		...(dataset.documentCount === undefined ? [] : [dataset.documentCount === 1 ? 'one document' : `${formatCount(dataset.documentCount)} documents`]),
	];
	return [`${training.join(', ')}.`, ...(data.length === 0 ? [] : [`The data is ${data.join(', ')}.`])];
}

function stepSentence(event: StepOrInterval, plannedSteps: number | undefined, runningMean: number | undefined): string {
	const {step, loss, learningRate} = event;
	const place = event.type === 'interval' && event.firstStep < step ? `Steps ${formatCount(event.firstStep)} to ${formatCount(step)}` : `Step ${formatCount(step)}`;
	const end = plannedSteps === undefined ? '' : ` of ${formatCount(plannedSteps)}`;
	if (!Number.isFinite(loss)) {
		return `${place}${end}. The loss is not a finite number.`;
	}

	const figures = [
		event.type === 'interval' ? `Mean loss ${formatLoss(event.meanLoss)}` : `Loss ${formatLoss(loss)}`,
		...(runningMean === undefined ? [] : [`running mean ${formatLoss(runningMean)}`]),
		...(learningRate === undefined ? [] : [`learning rate ${formatLearningRate(learningRate)}`]),
	];
	return `${place}${end}. ${figures.join(', ')}.`;
}
