import {type Preset, presets} from '../model/presets.js';
import {nextRunningMean} from '../session/running-mean.js';
import {type StartEvent, type StepEvent, type TrainingEvent} from '../training/events.js';
import {formatLoss} from './format.js';
import {visibleText} from './visible-text.js';

/** The steps whose loss the reference programs print: the first and every so many. */
const defaultLogEvery = 100;
/** How many steps there are between two milestones of the course's program. */
const milestoneEvery = 1000;

/** The lines of a reference program, made from the events of a run one after the other. */
export class PlainLines {
	readonly #logEvery: number;
	#lines: Preset['lines'] = 'loss';
	#totalSteps = 0;
	#average: number | undefined;
	#averageAtMilestone = 0;

	constructor(logEvery = defaultLogEvery) {
		this.#logEvery = logEvery;
	}

	/** The lines for an event, without the line ends. */
	of(event: TrainingEvent): string[] {
		switch (event.type) {
			case 'start': {
				return this.#start(event);
			}

			case 'step': {
				return this.#step(event);
			}

			case 'eval': {
				return [`eval ${this.#progress(event.step)} | train ${formatLoss(event.trainLoss)} | validation ${formatLoss(event.validationLoss)}`];
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

	#start({preset, dataset, model, parameterCount, training}: StartEvent): string[] {
		this.#lines = presets.find(({name}) => name === preset)?.lines ?? 'loss';
		this.#totalSteps = training.steps;
		return [
			`num docs: ${dataset.documentCount}`,
			`vocab size: ${model.vocabSize}`,
			`num params: ${parameterCount}`,
		];
	}

	#step({step, loss}: StepEvent): string[] {
		const average = nextRunningMean(this.#average, loss);
		this.#average = average;
		if (step === 1) {
			this.#averageAtMilestone = average;
		}

		const lines: string[] = [];
		const hasAverage = this.#lines === 'average';
		if (step === 1 || step % this.#logEvery === 0) {
			lines.push(`step ${this.#progress(step)} | loss ${formatLoss(loss)}${hasAverage ? ` | avg ${formatLoss(average)}` : ''}`);
		}

		if (hasAverage && step % milestoneEvery === 0) {
			lines.push(`  [milestone] avg loss: ${formatLoss(average)} (was ${formatLoss(this.#averageAtMilestone)})`);
			this.#averageAtMilestone = average;
		}

		return lines;
	}

	#progress(step: number): string {
		const width = Math.max(this.#lines === 'average' ? 5 : 4, String(this.#totalSteps).length);
		return `${String(step).padStart(width)} / ${String(this.#totalSteps).padStart(width)}`;
	}
}
