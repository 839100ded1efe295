import {type TrainingEvent} from '../training/events.js';
import {formatLoss} from './format.js';
import {visibleText} from './visible-text.js';

/** The steps whose loss is printed: the first and every so many. */
const linesEvery = 100;

/** The lines of the chapter's program for an event, without the line ends. */
export function plainLines(event: TrainingEvent, totalSteps: number): string[] {
	switch (event.type) {
		case 'start': {
			return [
				`num docs: ${event.dataset.documentCount}`,
				`vocab size: ${event.model.vocabSize}`,
				`num params: ${event.parameterCount}`,
			];
		}

		case 'step': {
			return event.step === 1 || event.step % linesEvery === 0
				? [`step ${progress(event.step, totalSteps)} | loss ${formatLoss(event.loss)}`]
				: [];
		}

		case 'eval': {
			return [`eval ${progress(event.step, totalSteps)} | train ${formatLoss(event.trainLoss)} | validation ${formatLoss(event.validationLoss)}`];
		}

		case 'sample': {
			const {ordinal, text} = event;
			if (ordinal === undefined) {
				return [];
			}

			const header = ordinal === 1 ? ['', '--- inference (new, hallucinated names) ---'] : [];
			return [...header, `sample ${String(ordinal).padStart(2)}: ${visibleText(text)}`];
		}

		case 'control':
		case 'warning':
		case 'finish': {
			return [];
		}
	}
}

function progress(step: number, totalSteps: number): string {
	return `${String(step).padStart(4)} / ${String(totalSteps).padStart(4)}`;
}
