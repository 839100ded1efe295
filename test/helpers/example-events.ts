import {pickPart, withDefaults} from '../../source/settings/setting-values.js';
import {type StartEvent, type StepEvent} from '../../source/training/events.js';

/** The start of a run of some steps. */
export function exampleStart(steps: number): StartEvent {
	return {
		type: 'start',
		preset: 'chapter7',
		seed: 42,
		model: {
			architecture: 'bigram', vocabSize: 27, nEmbd: 16, blockSize: 8,
		},
		training: pickPart('training', withDefaults({steps, evalEvery: 50})),
		dataset: {
			name: 'names.txt', mode: 'lines', documentCount: 6000, validationDocumentCount: 0, truncatedDocumentCount: 880, characters: 'abcdefghijklmnopqrstuvwxyz',
		},
		parameterCount: 992,
		engine: 'scalar',
		precision: 'f64',
		versions: {'microgpt-tui': '0.0.0', node: '24.0.0'},
	};
}

/** A step of five tokens and one millisecond. */
export function exampleStep(step: number): StepEvent {
	return {
		type: 'step', step, loss: 2 + (1 / step), learningRate: 0.01, tokenCount: 5, gradientNorm: 1, elapsedMs: step,
	};
}
