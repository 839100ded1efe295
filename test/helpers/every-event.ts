import {type ToldEvent} from '../../source/training/told-events.js';
import {exampleStart, exampleStep} from './example-events.js';

/** One event of each kind with all that it can say, in an order in which a run could tell them. */
export const everyEvent: readonly ToldEvent[] = [
	exampleStart(10),
	{
		type: 'baselines', uniform: 3.3, unigram: 2.8, bigram: 2.4, trigram: 2.2, fourgram: 2.1,
	},
	exampleStep(1),
	{
		type: 'interval', firstStep: 2, step: 9, loss: 2.5, learningRate: 0.01, tokenCount: 40, gradientNorm: 1, elapsedMs: 9, meanLoss: 2.6, minimumLoss: 2.4, minimumStep: 7, maximumLoss: 2.9, runningMean: 2.7,
	},
	{
		type: 'control', step: 10, learningRateScale: 0.5, temperature: 0.7, prefix: 'a', steps: 10,
	},
	exampleStep(10),
	{
		type: 'eval', step: 10, trainLoss: 2.4, validationLoss: 2.5,
	},
	{type: 'metrics', step: 10, values: {accuracy: 0.25, 'val/bleu': 30}},
	{
		type: 'activity', step: 10, activity: 'sampling', done: 3, total: 8,
	},
	{type: 'checkpoint', step: 10, path: '/runs/one/checkpoint.safetensors'},
	{
		type: 'warning', step: 10, code: 'unsaved', message: 'The disk is full.',
	},
	{
		type: 'sample', step: 10, ordinal: 1, text: 'anna', temperature: 0.5, prefix: 'an', novelty: 'held-out',
	},
	{type: 'finish', reason: 'completed', totals: {steps: 10, tokens: 50, elapsedMs: 10}},
];
