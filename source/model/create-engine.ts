import {
	type Engine,
	type EngineName,
	storedPrecision,
	type TrainingPrecision,
} from './engine.js';
import {type MemoryNeeds} from './memory-needs.js';
import {type ModelConfig} from './model-config.js';
import {type Parameters} from './parameters.js';
import {type Reader, readerFrom} from './reader.js';
import {ScalarEngine} from './scalar/scalar-engine.js';
import {scalarMemoryNeeds} from './scalar/count-graph.js';
import {openTensorEngine, tensorMemoryNeeds} from './tensor/tensor-engine.js';
import {type TorchOptions} from './torch/torch-options.js';
import {openTensorReader} from './tensor/tensor-reader.js';

export type EngineOptions = {
	readonly name: EngineName;
	/** The scalar engine has only f64, and only PyTorch makes products in bf16. */
	readonly precision: TrainingPrecision;
	/** The most documents that a batch can have. */
	readonly batchSize: number;
	/** How many threads share the work of the tensor engine; without it, one. The numbers are the same. */
	readonly threads?: number | undefined;
	/** Whether to make large products with vectors of 256 bits, if they are faster here. The numbers are the same. */
	readonly wideVectors?: boolean | undefined;
	/** How PyTorch shares out the work, for the engine that it is. */
	readonly torch?: TorchOptions | undefined;
};

/**
Opens an engine for a model.

@param initial - The parameters to start from.
@throws ConfigError if the model does not fit into memory, EngineError if PyTorch cannot be had.
*/
export async function createEngine({name, precision, batchSize, threads, wideVectors, torch}: EngineOptions, model: ModelConfig, initial: Parameters): Promise<Engine> {
	if (name === 'scalar') {
		return new ScalarEngine(model, initial);
	}

	if (name === 'torch') {
		const {openTorchEngine} = await import('./torch/open-torch-engine.js');
		return openTorchEngine(model, initial, {
			precision, batchSize, threads, ...torch,
		});
	}

	return openTensorEngine(model, initial, {
		precision: storedPrecision(precision), batchSize, threads, wideVectors,
	});
}

/**
Opens a model to read with, and for nothing else.

@param parameters - They are copied.
@param documentCount - How many documents are read side by side, at most.
@throws ConfigError if the model does not fit into memory.
*/
export async function createReader({name, precision}: Pick<EngineOptions, 'name' | 'precision'>, model: ModelConfig, parameters: Parameters, documentCount: number): Promise<Reader> {
	return name === 'scalar' ? readerFrom(new ScalarEngine(model, parameters), documentCount) : openTensorReader(model, parameters, {precision: storedPrecision(precision), documentCount});
}

/** What an engine for a model would need memory for, without opening it. */
export function memoryNeeds({name, precision, batchSize}: EngineOptions, model: ModelConfig): MemoryNeeds {
	return name === 'scalar' ? scalarMemoryNeeds(model, batchSize) : tensorMemoryNeeds(model, {precision: storedPrecision(precision), batchSize: name === 'torch' ? 1 : batchSize});
}
