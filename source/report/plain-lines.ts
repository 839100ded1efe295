import {chapter7, presets} from '../model/presets.js';
import {nextRunningMean} from '../training/running-mean.js';
import {type StartEvent, type TrainingEvent} from '../training/events.js';
import {formatLoss} from './format.js';
import {visibleText} from './visible-text.js';

/** The steps between two milestones. */
const milestoneEvery = 1000;

export type PlainLinesOptions = {readonly every?: number | undefined; readonly isAscii?: boolean};

/**
The lines of the reference program of a run: a function that turns the events, one after the other,
into lines without their ends.

@param options.every - The steps whose loss is printed are the first and every so many.
@param options.isAscii - Spells out characters that are not ASCII.
*/
export function createPlainLines({preset, training}: StartEvent, {every = 100, isAscii = false}: PlainLinesOptions = {}): (event: TrainingEvent) => string[] {
	const {lines: format} = presets.find(({name}) => name === preset) ?? chapter7;
	const width = Math.max(format.stepWidth, String(training.steps).length);
	// The number of steps of another program's run may not be known.
	const end = training.steps === 0 ? '' : ` / ${String(training.steps).padStart(width)}`;
	const progress = (step: number) => `${String(step).padStart(width)}${end}`;
	let average: number | undefined;
	/** The average at the first step, then at the last milestone. */
	let milestone = 0;

	const stepLines = (step: number, loss: number): string[] => {
		average = nextRunningMean(average, loss);
		const isMilestone = format.hasAverage && step % milestoneEvery === 0;
		const was = milestone;
		milestone = step === 1 || isMilestone ? average : milestone;
		return [
			...(step === 1 || step % every === 0 ? [`step ${progress(step)} | loss ${formatLoss(loss)}${format.hasAverage ? ` | avg ${formatLoss(average)}` : ''}`] : []),
			...(isMilestone ? [`  [milestone] avg loss: ${formatLoss(average)} (was ${formatLoss(was)})`] : []),
		];
	};

	return event => {
		switch (event.type) {
			case 'start': {
				return [
					`num docs: ${event.dataset.documentCount}`,
					`vocab size: ${event.model.vocabSize}`,
					`num params: ${event.parameterCount}`,
				];
			}

			case 'step': {
				return stepLines(event.step, event.loss);
			}

			case 'eval': {
				return [`eval ${progress(event.step)} | train ${formatLoss(event.trainLoss)} | validation ${formatLoss(event.validationLoss)}`];
			}

			case 'sample': {
				const {ordinal, text} = event;
				if (ordinal === undefined) {
					return [];
				}

				const header = ordinal === 1 ? ['', '--- inference (new, hallucinated names) ---'] : [];
				return [...header, `sample ${String(ordinal).padStart(2)}: ${visibleText(text, isAscii)}`];
			}

			case 'interval':
			case 'control':
			case 'baselines':
			case 'activity':
			case 'checkpoint':
			case 'warning':
			case 'finish': {
				return [];
			}
		}
	};
}
