import {type Engine, type Precision} from '../engine.js';
import {type ModelConfig} from '../model-config.js';
import {type MemoryNeeds} from '../memory-needs.js';
import {createParameters, type Parameters} from '../parameters.js';
import {planBatches} from './batch-program.js';
import {stripBytes} from './kernels.js';
import {type KernelKind, loadKernels} from './load-kernels.js';
import {MemoryPlan, viewOf} from './memory-plan.js';
import {planDecoder} from './tensor-decoder.js';
import {Weights} from './weights.js';
import {areStripsFaster} from './wide-vectors.js';

export type TensorEngineOptions = {
	readonly precision: Precision;
	/** The most documents that a batch can have. */
	readonly batchSize: number;
	/** Without it, the fastest ones that this Node can run. */
	readonly kernels?: KernelKind | undefined;
	/** How many threads share the work; without it, one. The numbers are the same. */
	readonly threads?: number | undefined;
	/** Whether to make large products with vectors of 256 bits, if they are faster here. The numbers are the same. */
	readonly wideVectors?: boolean | undefined;
};

/**
Opens the engine for speed: whole batches at once, by kernels on one linear memory. Where everything
lies and what is to be done is worked out here; a step then only runs through it.

@param initial - The parameters to start from, which are copied.
@throws ConfigError if there is not enough memory.
*/
export async function openTensorEngine(model: ModelConfig, initial: Parameters, {precision, batchSize, kernels: kind, threads, wideVectors = false}: TensorEngineOptions): Promise<Engine> {
	const {plan, weights, plannedBatches, plannedDecoder} = planEngine(model, {precision, batchSize, threads});
	const hasWideVectors = wideVectors && kind === undefined && await areStripsFaster(precision);
	const strips = hasWideVectors ? plan.bytes(stripBytes * (threads ?? 1)) : undefined;
	const memory = await loadKernels(precision, plan.pages, {kind, threads, strips});
	const {count} = weights;
	const view = (pointer: number) => viewOf(memory.buffer, precision, pointer, count);
	const parameters = createParameters(model, view(weights.parameters));
	parameters.data.set(initial.data);
	const {refresh, expire, update} = weights.bind(memory.kernels);
	const batches = plannedBatches(memory);
	const {createDecoder, inspect, endDocument} = plannedDecoder(memory);
	return {
		name: 'tensor',
		precision,
		hasWideVectors,
		model,
		parameters,
		gradients: createParameters(model, view(weights.gradients)),
		moments: {first: view(weights.firstMoments), second: view(weights.secondMoments)},

		setParameters(values) {
			parameters.data.set(values);
			expire();
			endDocument();
		},

		setMoments({first, second}) {
			view(weights.firstMoments).set(first);
			view(weights.secondMoments).set(second);
		},

		createDecoder() {
			refresh();
			return createDecoder();
		},

		inspect(tokens) {
			refresh();
			return inspect(tokens);
		},

		computeLoss(batch, masks) {
			refresh();
			return batches.computeLoss(batch, masks);
		},

		computeGradients(batch, masks) {
			refresh();
			return batches.computeGradients(batch, masks);
		},

		gradientNorm: () => Math.sqrt(memory.kernels.squaredNorm(weights.gradients, count)),

		update(adamUpdate) {
			update(adamUpdate);
			endDocument();
		},

		close() {
			memory.close?.();
		},
	};
}

/** What the engine would take, to the byte. Nothing is allocated for the answer. */
export function tensorMemoryNeeds(model: ModelConfig, options: Pick<TensorEngineOptions, 'precision' | 'batchSize' | 'threads'>): MemoryNeeds {
	return planEngine(model, options).plan.needs;
}

function planEngine(model: ModelConfig, {precision, batchSize, threads}: Pick<TensorEngineOptions, 'precision' | 'batchSize' | 'threads'>) {
	const plan = new MemoryPlan(precision);
	const weights = new Weights(plan, model);
	const plannedBatches = planBatches(plan, model, weights, {batchSize, threads});
	const plannedDecoder = planDecoder(plan, model, weights);
	return {
		plan, weights, plannedBatches, plannedDecoder,
	};
}
