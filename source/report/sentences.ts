import {DebiasedMean} from '../training/running-mean.js';
import {type StartEvent, type TrainingEvent} from '../training/events.js';
import {formatCount, formatLearningRate, formatLoss} from './format.js';
import {sampleText} from './sample-text.js';
import {visibleText} from './visible-text.js';

export type SentencesOptions = {
	/** The steps between two sentences; without it, a tenth of the run. */
	readonly every?: number | undefined;
	readonly isAscii?: boolean;
};

const sentencesPerRun = 10;

/** A run in whole sentences, for ears: a function that turns the events, one after the other, into lines. */
export function createSentences({training}: StartEvent, {every = Math.max(1, Math.ceil(training.steps / sentencesPerRun)), isAscii = false}: SentencesOptions = {}): (event: TrainingEvent) => string[] {
	const average = new DebiasedMean();
	return event => {
		switch (event.type) {
			case 'start': {
				const {preset, dataset, parameterCount} = event;
				return [
					`Training ${visibleText(preset, isAscii)}, ${formatCount(parameterCount)} parameters${training.steps === 0 ? '' : `, for ${formatCount(training.steps)} steps`}.`,
					`The data is ${visibleText(dataset.name, isAscii)}, ${formatCount(dataset.documentCount)} documents.`,
				];
			}

			case 'step': {
				const {step, loss, learningRate} = event;
				const mean = average.add(loss);
				return step === 1 || step % every === 0
					? [`Step ${formatCount(step)}${training.steps === 0 ? '' : ` of ${formatCount(training.steps)}`}. Loss ${formatLoss(loss)}, running mean ${formatLoss(mean)}, learning rate ${formatLearningRate(learningRate)}.`]
					: [];
			}

			case 'eval': {
				return [`Validation at step ${formatCount(event.step)}. Loss ${formatLoss(event.validationLoss)}, and ${formatLoss(event.trainLoss)} on the training data.`];
			}

			case 'sample': {
				return event.ordinal === undefined ? [] : [`Made up, number ${event.ordinal}: ${sampleText(event.text, isAscii)}.`];
			}

			case 'finish': {
				return [`The run is ${event.reason}, after ${formatCount(event.totals.steps)} steps.`];
			}

			case 'interval':
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
