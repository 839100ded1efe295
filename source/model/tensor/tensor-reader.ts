import {modelLogits} from '../forward.js';
import {type ModelConfig} from '../model-config.js';
import {type Parameters, type RealArray} from '../parameters.js';
import {type Precision} from '../engine.js';
import {type Reader, type Reading} from '../reader.js';
import {checkToken} from './batch-program.js';
import {type KernelKind, loadKernels} from './load-kernels.js';
import {MemoryPlan, viewOf} from './memory-plan.js';
import {TensorOperations} from './tensor-operations.js';
import {Weights} from './weights.js';

export type TensorReaderOptions = {
	readonly precision: Precision;
	/** How many documents are read side by side, at most. */
	readonly documentCount: number;
	/** Without it, the fastest ones that this Node can run. */
	readonly kernels?: KernelKind | undefined;
};

/** Enough that the weights are not read again and again for the rows of a pass, and few enough that it takes no longer than a key may wait. */
const rowsOfPass = 32;

/**
Opens a model to read with: without gradients and moments, and with a KV cache for each document. The rows of a pass may be
tokens of different documents, or several of one.

@param parameters - They are copied.
@throws ConfigError if there is not enough memory.
*/
export async function openTensorReader(model: ModelConfig, parameters: Parameters, {precision, documentCount, kernels: kind}: TensorReaderOptions): Promise<Reader> {
	const {vocabSize, blockSize} = model;
	const plan = new MemoryPlan(precision);
	const weights = new Weights(plan, model, false);
	const capacity = Math.max(rowsOfPass, documentCount);
	const range = {first: 0, count: 0};
	const places = {documentCount, documents: [] as number[], positions: [] as number[]};
	const [tokens, positions, starts] = [capacity, capacity, blockSize].map(count => plan.indexes(count));
	const operations = new TensorOperations({
		plan, weights, capacity, blockSize, range, starts, places,
	});
	const {pointer, stride, columns} = modelLogits(operations, model, {tokens, positions});
	const fill = weights.planFilling();
	const {kernels, buffer} = await loadKernels(precision, plan.pages, {kind});
	fill(kernels, (place, count) => viewOf(buffer, precision, place, count), parameters.data);
	operations.writeConstants({buffer, precision});
	const forward = operations.forward.map(work => work(kernels));
	const [tokensOfRows, positionsOfRows] = [tokens, positions].map(indexes => new Int32Array(buffer, indexes, capacity));
	const logits = viewOf(buffer, precision, pointer, capacity * stride);
	/** How far each document has been read. */
	const lengths = Array.from({length: documentCount}, () => 0);

	const readPass = (readings: readonly Reading[]): RealArray[] => {
		for (const [row, {document, token}] of readings.entries()) {
			if (lengths[document] === blockSize) {
				throw new Error(`The block of ${blockSize} tokens is full.`);
			}

			tokensOfRows[row] = checkToken(token, vocabSize);
			places.documents[row] = document;
			places.positions[row] = lengths[document]++;
			positionsOfRows[row] = places.positions[row];
		}

		range.count = readings.length;
		for (const work of forward) {
			work();
		}

		return readings.map((_, row) => logits.subarray(row * stride, (row * stride) + columns));
	};

	return {
		model,
		documentCount,
		restart(document) {
			lengths[document] = 0;
		},
		read(readings) {
			if (readings.length <= capacity) {
				return readPass(readings);
			}

			const found: Array<ArrayLike<number>> = [];
			for (let first = 0; first < readings.length; first += capacity) {
				// The next pass writes where these are.
				found.push(...readPass(readings.slice(first, first + capacity)).map(row => [...row]));
			}

			return found;
		},
	};
}
