import {type DropoutMasks} from '../dropout.js';
import {type Engine, type Tokens} from '../engine.js';
import {countPositions, modelLoss} from '../forward.js';
import {type ModelConfig} from '../model-config.js';
import {type EngineMemory} from './load-kernels.js';
import {type MemoryPlan, viewOf} from './memory-plan.js';
import {TensorOperations} from './tensor-operations.js';
import {type Weights} from './weights.js';

/**
A token that has a row in the tables: others would be looked for somewhere in memory.

@throws Error for any other.
*/
export function checkToken(token: number, vocabSize: number): number {
	if (!(token >= 0 && token < vocabSize)) {
		throw new Error(`Expected a token from 0 to ${vocabSize - 1}, got ${token}.`);
	}

	return token;
}

/** The loss of batches, and its gradients. */
export type BatchProgram = {
	/** Forward only: the mean loss over all positions. */
	computeLoss: Engine['computeLoss'];
	/** Forward and backward. */
	computeGradients: Engine['computeGradients'];
};

/**
Plans the work on batches of documents, whose positions are the rows of one matrix, one document
after the other.

@returns the program, once there is a memory.
*/
export function planBatches(plan: MemoryPlan, model: ModelConfig, weights: Weights, {batchSize, threads = 1}: {readonly batchSize: number; readonly threads?: number | undefined}): (memory: EngineMemory) => BatchProgram {
	const capacity = batchSize * model.blockSize;
	const range = {first: 0, count: 0};
	const training: {masks: DropoutMasks | undefined} = {masks: undefined};
	const [tokens, positions, targets, starts] = Array.from({length: 4}, () => plan.indexes(capacity));
	const operations = new TensorOperations({
		plan, weights, capacity, blockSize: model.blockSize, range, starts, training, threads,
	});
	const {firstParts, totals} = modelLoss(operations, model, {tokens, positions}, targets);
	const plannedBackward = operations.backward();

	return ({kernels, buffer, precision}) => {
		operations.writeConstants({buffer, precision});
		const [forward, backward] = [operations.forward, plannedBackward].map(works => works.map(work => work(kernels)));
		const [tokensOfRows, positionsOfRows, targetsOfRows, startsOfRows] = [tokens, positions, targets, starts].map(pointer => new Int32Array(buffer, pointer, capacity));
		const [firstPartsOfRows, totalsOfRows] = [firstParts, totals].map(pointer => viewOf(buffer, precision, pointer, capacity));

		const load = (batch: readonly Tokens[]) => {
			if (batch.length > batchSize) {
				throw new Error(`The engine was opened for batches of ${batchSize} documents, not ${batch.length}.`);
			}

			let row = 0;
			for (const document of batch) {
				const start = row;
				const count = countPositions(model, document);
				checkToken(document[0], model.vocabSize);
				for (let position = 0; position < count; position++) {
					tokensOfRows[row] = document[position];
					positionsOfRows[row] = position;
					targetsOfRows[row] = checkToken(document[position + 1], model.vocabSize);
					startsOfRows[row] = start;
					row++;
				}
			}

			range.count = row;
		};

		const computeLoss: Engine['computeLoss'] = (batch, masks) => {
			load(batch);
			training.masks = masks;
			for (const work of forward) {
				work();
			}

			let sum = 0;
			for (let row = 0; row < range.count; row++) {
				sum += firstPartsOfRows[row];
			}

			for (let row = 0; row < range.count; row++) {
				sum += Math.log(totalsOfRows[row]);
			}

			return sum / range.count;
		};

		return {
			computeLoss,
			computeGradients(batch, masks) {
				const loss = computeLoss(batch, masks);
				for (const work of backward) {
					work();
				}

				return loss;
			},
		};
	};
}
