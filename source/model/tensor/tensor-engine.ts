import {type Engine, type Precision} from '../engine.js';
import {type ModelConfig} from '../model-config.js';
import {
	countParameters,
	createParameters,
	type ParameterKey,
	type Parameters,
	parameterShapes,
} from '../parameters.js';
import {planBatches} from './batch-program.js';
import {type KernelKind, loadKernels} from './load-kernels.js';
import {MemoryPlan, viewOf} from './memory-plan.js';
import {planDecoder} from './tensor-decoder.js';
import {type Weight} from './tensor-operations.js';

export type TensorEngineOptions = {
	readonly precision: Precision;
	/** The most documents that a batch can have. */
	readonly batchSize: number;
	/** Without it, the fastest ones that this Node can run. */
	readonly kernels?: KernelKind | undefined;
};

/**
Opens the engine for speed: whole batches at once, by kernels on one linear memory. Where everything
lies and what is to be done is worked out here; a step then only runs through it.

@param initial - The parameters to start from, which are copied.
@throws ConfigError if there is not enough memory.
*/
export async function openTensorEngine(model: ModelConfig, initial: Parameters, {precision, batchSize, kernels: kind}: TensorEngineOptions): Promise<Engine> {
	const plan = new MemoryPlan(precision);
	const count = countParameters(model);
	const [parametersAt, gradientsAt, firstMomentsAt, secondMomentsAt] = Array.from({length: 4}, () => plan.numbers(count));
	const weights = placeWeights(model, plan, parametersAt, gradientsAt);
	const batches = planBatches(plan, model, weights, batchSize);
	const decoder = planDecoder(plan, model, weights);

	const memory = await loadKernels(precision, plan.pages, kind);
	const {kernels} = memory;
	const view = (pointer: number) => viewOf(memory.buffer, precision, pointer, count);
	const parameters = createParameters(model, view(parametersAt));
	parameters.data.set(initial.data);
	const paddedCount = plan.wholeVectors(count);
	return {
		name: 'tensor',
		precision,
		model,
		parameters,
		gradients: createParameters(model, view(gradientsAt)),
		moments: {first: view(firstMomentsAt), second: view(secondMomentsAt)},
		...batches(memory),
		createDecoder: decoder(memory),
		gradientNorm: () => Math.sqrt(kernels.squaredNorm(gradientsAt, count)),
		update(update) {
			const {learningRate, beta1, beta2, epsilon, gradientScale} = update;
			const rate = learningRate / update.firstCorrection;
			const kept = 1 - (learningRate * update.weightDecay);
			kernels.adam(parametersAt, gradientsAt, firstMomentsAt, secondMomentsAt, paddedCount, rate, beta1, beta2, 1 / update.secondCorrection, epsilon, gradientScale, kept);
		},
	};
}

function placeWeights(model: ModelConfig, plan: MemoryPlan, parameters: number, gradients: number): Map<ParameterKey, Weight> {
	const weights = new Map<ParameterKey, Weight>();
	let offset = 0;
	for (const {key, rows, columns} of parameterShapes(model)) {
		weights.set(key, {
			key, rows, columns, pointer: parameters + offset, gradient: gradients + offset,
		});
		offset += rows * columns * plan.bytesPerNumber;
	}

	return weights;
}
