import {type Engine, storedPrecision, type TrainingPrecision} from '../engine.js';
import {type ModelConfig} from '../model-config.js';
import {countParameters, type Parameters} from '../parameters.js';
import {openTensorEngine} from '../tensor/tensor-engine.js';
import {findPython} from './find-python.js';
import {mostBatchBytes, tensorHeadBytes} from './questions.js';
import {TorchEngine} from './torch-engine.js';
import {type TorchOptions} from './torch-options.js';
import {TorchProcess} from './torch-process.js';

/** A process that has not answered the others for so long has hung: no step of a model that is watched takes that long. */
const patienceSeconds = 600;

export type TorchEngineOptions = TorchOptions & {
	readonly precision: TrainingPrecision;
	/** The most documents that a batch can have. */
	readonly batchSize: number;
	/** How many threads share the work of a step, those of all processes together; without it, one in each. */
	readonly threads?: number | undefined;
};

/**
Opens the engine that computes in PyTorch.

@param initial - The parameters to start from, which are copied.
@throws EngineError if there is no PyTorch, or it cannot do what is wanted; ConfigError if there is not enough memory.
*/
export async function openTorchEngine(model: ModelConfig, initial: Parameters, {precision, batchSize, processes = 1, device = 'cpu', threads = 1, hasChosenThreads = false, microBatch = 0}: TorchEngineOptions): Promise<Engine> {
	const python = await findPython();
	const mirror = await openTensorEngine(model, initial, {precision: storedPrecision(precision), batchSize: 1});
	const {BYTES_PER_ELEMENT: width} = mirror.parameters.data;
	const mostBytes = Math.max(tensorHeadBytes + (countParameters(model) * width), mostBatchBytes(batchSize, model.blockSize + 1));
	const job = {
		model, precision, device, processes, threads: Math.max(1, Math.floor(threads / processes)), hasChosenThreads, microBatch, patience: patienceSeconds,
	};
	return new TorchEngine(mirror, await TorchProcess.start(python, job, mostBytes), job);
}
