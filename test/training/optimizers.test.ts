import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type Engine, type Precision} from '../../source/model/engine.js';
import {type OptimizerName, optimizerNames} from '../../source/model/optimizers.js';
import {createParameters} from '../../source/model/parameters.js';
import {ScalarEngine} from '../../source/model/scalar/scalar-engine.js';
import {type KernelKind} from '../../source/model/tensor/load-kernels.js';
import {openTensorEngine} from '../../source/model/tensor/tensor-engine.js';
import {type TrainingConfig} from '../../source/settings/training-config.js';
import {adamUpdateOf} from '../../source/training/adam-update.js';
import {exampleStart} from '../helpers/example-events.js';

type Settings = Pick<TrainingConfig, 'beta1' | 'beta2' | 'epsilon' | 'weightDecay'>;

/** What becomes of a parameter, from the gradients of all steps up to this one, and its own learning rate at each. */
type Formula = (parameter: number, gradients: readonly number[], rate: number, settings: Settings) => number;

const last = (gradients: readonly number[]) => gradients.at(-1)!;

/** The buffer of PyTorch's optimisers: so much of the old one, and so much of what is new. */
function buffer(values: readonly number[], keep: number, take: number): number {
	return values.reduce((kept, value) => (keep * kept) + (take * value), 0);
}

/** A mean of all values so far, the latest of which weigh most; the weights add up to 1. */
function weightedMean(values: readonly number[], beta: number): number {
	const weights = values.map((_, index) => beta ** (values.length - 1 - index));
	return values.reduce((sum, value, index) => sum + (value * weights[index]), 0) / weights.reduce((sum, weight) => sum + weight);
}

const squares = (gradients: readonly number[]) => gradients.map(gradient => gradient ** 2);

const formulas: Readonly<Record<string, readonly [OptimizerName, boolean, Formula]>> = {
	'torch.optim.AdamW': ['adam', true, (parameter, gradients, rate, {beta1, beta2, epsilon, weightDecay}) => {
		const [mean, square] = [buffer(gradients, beta1, 1 - beta1), buffer(squares(gradients), beta2, 1 - beta2)];
		const stepSize = rate / (1 - (beta1 ** gradients.length));
		const denominator = (Math.sqrt(square) / Math.sqrt(1 - (beta2 ** gradients.length))) + epsilon;
		return (parameter * (1 - (rate * weightDecay))) - (stepSize * mean / denominator);
	}],
	'AdamW without its corrections': ['adam', false, (parameter, gradients, rate, {beta1, beta2, epsilon, weightDecay}) => {
		const [mean, square] = [buffer(gradients, beta1, 1 - beta1), buffer(squares(gradients), beta2, 1 - beta2)];
		return (parameter * (1 - (rate * weightDecay))) - (rate * mean / (Math.sqrt(square) + epsilon));
	}],
	'torch.optim.RMSprop': ['rmsprop', false, (parameter, gradients, rate, {beta2, epsilon, weightDecay}) => {
		const average = Math.sqrt(buffer(squares(gradients), beta2, 1 - beta2)) + epsilon;
		return (parameter * (1 - (rate * weightDecay))) - (rate * last(gradients) / average);
	}],
	'RMSProp by a true mean of the squares': ['rmsprop', true, (parameter, gradients, rate, {beta2, epsilon, weightDecay}) =>
		(parameter * (1 - (rate * weightDecay))) - (rate * last(gradients) / (Math.sqrt(weightedMean(squares(gradients), beta2)) + epsilon))],
	// Its buffer is a sum and not a mean, so that its learning rate is smaller by 1 − β1.
	'torch.optim.SGD with momentum': ['momentum', false, (parameter, gradients, rate, {beta1, weightDecay}) =>
		(parameter * (1 - (rate * weightDecay))) - (rate * (1 - beta1) * buffer(gradients, beta1, 1))],
	'momentum by a true mean of the gradients': ['momentum', true, (parameter, gradients, rate, {beta1, weightDecay}) =>
		(parameter * (1 - (rate * weightDecay))) - (rate * weightedMean(gradients, beta1))],
	'torch.optim.SGD': ['sgd', true, (parameter, gradients, rate, {weightDecay}) =>
		(parameter * (1 - (rate * weightDecay))) - (rate * last(gradients))],
	'torch.optim.SGD, where there is nothing to correct': ['sgd', false, (parameter, gradients, rate, {weightDecay}) =>
		(parameter * (1 - (rate * weightDecay))) - (rate * last(gradients))],
};

const model = {
	architecture: 'bigram', vocabSize: 2, nEmbd: 1, blockSize: 1,
} as const;
const parameterCount = 5;

type Variant = {readonly name: string; readonly tolerance: number; readonly open: (parameters: readonly number[]) => Promise<Engine>};

const tensor = (precision: Precision, kernels: KernelKind, tolerance: number): Variant => ({
	name: `the tensor engine, ${precision} with ${kernels} kernels`,
	tolerance,
	open: async parameters => openTensorEngine(model, createParameters(model, Float64Array.from(parameters)), {precision, batchSize: 1, kernels}),
});

const variants: readonly Variant[] = [
	{name: 'the scalar engine', tolerance: 1e-13, open: async parameters => new ScalarEngine(model, createParameters(model, Float64Array.from(parameters)))},
	tensor('f64', 'simd', 1e-13),
	tensor('f64', 'plain', 1e-13),
	tensor('f32', 'simd', 2e-5),
	tensor('f32', 'relaxed', 2e-5),
	tensor('f32', 'plain', 2e-5),
];

const anyRate = fc.double({min: 0.001, max: 0.5, noNaN: true});
const anyNumber = fc.double({min: -2, max: 2, noNaN: true}).filter(number => number === 0 || Math.abs(number) > 1e-3);
const anyRow = fc.array(anyNumber, {minLength: parameterCount, maxLength: parameterCount});
const anyTraining = fc.record({
	parameters: anyRow,
	rows: fc.array(fc.record({gradients: anyRow, rate: anyRate}), {minLength: 1, maxLength: 12}),
	beta1: fc.double({min: 0, max: 0.95, noNaN: true}),
	beta2: fc.double({min: 0.5, max: 0.999, noNaN: true}),
	epsilon: fc.constantFrom(1e-8, 1e-3),
	weightDecay: fc.constantFrom(0, 0.1),
	gradClip: fc.constantFrom(0, 1),
});

/** As `torch.nn.utils.clip_grad_norm_` leaves them. */
function clipped(gradients: readonly number[], most: number): number[] {
	const norm = Math.sqrt(gradients.reduce((sum, gradient) => sum + (gradient ** 2), 0));
	return most > 0 && norm > most ? gradients.map(gradient => gradient * most / norm) : [...gradients];
}

describe.each(variants)('$name', ({open, tolerance}) => {
	it.each(Object.entries(formulas))('moves parameters as %s', async (_, [optimizer, hasBiasCorrection, formula]) => {
		await fc.assert(fc.asyncProperty(anyTraining, async ({parameters, rows, ...changes}) => {
			const config: TrainingConfig = {
				...exampleStart(20).training, ...changes, optimizer, hasBiasCorrection,
			};
			const engine = await open(parameters);
			const seen: number[][] = [];
			for (const [index, {gradients, rate}] of rows.entries()) {
				const before = [...engine.parameters.data];
				engine.gradients.data.set(gradients);
				engine.update(adamUpdateOf({step: index + 1, learningRate: rate, gradientNorm: engine.gradientNorm()}, config));
				seen.push(clipped(gradients, config.gradClip));
				for (let place = 0; place < parameterCount; place++) {
					const expected = formula(before[place], seen.map(row => row[place]), rate, config);
					expect(Math.abs(engine.parameters.data[place] - expected), `step ${index + 1}`).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected)));
				}
			}
		}), {numRuns: 30});
	});
});

it('has a formula for each optimiser, with bias correction and without', () => {
	const covered = new Set(Object.values(formulas).map(([optimizer, hasBiasCorrection]) => `${optimizer} ${hasBiasCorrection}`));
	expect(covered).toEqual(new Set(optimizerNames.flatMap(name => [`${name} true`, `${name} false`])));
});
