import {type ExportedRun} from '../../source/report/export/exported-run.js';
import {
	type EvalEvent,
	type IntervalEvent,
	type SampleEvent,
	type StepEvent,
} from '../../source/training/events.js';
import {type ToldEvent} from '../../source/training/told-events.js';
import {exampleStart} from './example-events.js';

/** A run of these events. */
export function exportedRun(events: readonly ToldEvent[]): ExportedRun {
	return {events, name: 'run-7', createdAt: '2026-01-02T03:04:05.000Z'};
}

/** A step of which all figures differ from those of the others. */
export function variedStep(step: number): StepEvent {
	return {
		type: 'step',
		step,
		loss: 2 + (1.3 / step) + (Math.sin(step * 7) / 3),
		learningRate: 0.01 / step,
		tokenCount: 4 + (step % 5),
		gradientNorm: 1 + Math.abs(Math.sin(step)),
		elapsedMs: step * 1.1,
	};
}

/** A hundred steps that end with this one. */
export function variedInterval(step: number): IntervalEvent {
	const meanLoss = 2 + (100 / step);
	return {
		...variedStep(step), type: 'interval', firstStep: step - 99, meanLoss, minimumLoss: meanLoss - 0.5, minimumStep: step - 40, maximumLoss: meanLoss + 0.75, runningMean: meanLoss + 0.01,
	};
}

export function exampleEvaluation(step: number, validationLoss = 2.25 + (1 / step)): EvalEvent {
	return {
		type: 'eval', step, trainLoss: validationLoss - 0.125, validationLoss,
	};
}

export function exampleSample(changes: Partial<SampleEvent> = {}): SampleEvent {
	return {
		type: 'sample', step: 10, text: 'mara', temperature: 0.5, novelty: 'new', ...changes,
	};
}

/** A run with everything that can happen in it. */
export function fullRun(steps: number): ExportedRun {
	const middle = Math.ceil(steps / 2);
	const start = exampleStart(steps);
	return exportedRun([
		{...start, dataset: {...start.dataset, validationDocumentCount: 600}},
		{
			type: 'baselines', uniform: 3.2958, unigram: 2.8733, bigram: 2.5493, trigram: 2.4113, fourgram: 2.4299,
		},
		...Array.from({length: middle}, (_, index) => variedStep(index + 1)),
		exampleEvaluation(middle, 2.125),
		exampleSample({step: middle, novelty: 'copied', temperature: 0.8}),
		{
			type: 'control', step: middle + 1, learningRateScale: 0.5, temperature: 0.8, prefix: 'ma',
		},
		...Array.from({length: steps - middle}, (_, index) => variedStep(middle + index + 1)),
		exampleEvaluation(steps, 2.375),
		{type: 'checkpoint', step: steps, path: '/home/somebody/secret/checkpoint'},
		{
			type: 'warning', step: steps, code: 'unsaved', message: 'The disk is full.',
		},
		exampleSample({step: steps, ordinal: 1, novelty: 'held-out'}),
		exampleSample({step: steps, ordinal: 2, text: ''}),
		{type: 'finish', reason: 'completed', totals: {steps, tokens: 12_345, elapsedMs: 12_345.678}},
	]);
}

/** The same run with a text from outside in every place that has one. */
export function hostileRun(text: string, steps = 3): ExportedRun {
	const {events} = fullRun(steps);
	return {
		name: text,
		createdAt: text,
		events: Array.from(events, event => withText(event, text)),
	};
}

function withText(event: ToldEvent, text: string): ToldEvent {
	switch (event.type) {
		case 'start': {
			return {
				...event, preset: text, engine: text, dataset: {...event.dataset, name: text, characters: text}, versions: {'microgpt-tui': text, node: text},
			};
		}

		case 'sample': {
			return {...event, text, prefix: text};
		}

		case 'control': {
			return {...event, prefix: text};
		}

		case 'warning': {
			return {...event, message: text};
		}

		case 'step':
		case 'interval':
		case 'eval':
		case 'metrics':
		case 'baselines':
		case 'activity':
		case 'checkpoint':
		case 'finish': {
			return event;
		}
	}
}
