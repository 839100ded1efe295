import {type Decoder, type Engine} from '../engine.js';
import {countPositions, modelLogits} from '../forward.js';
import {sortAttention} from '../internals.js';
import {type ModelConfig} from '../model-config.js';
import {checkToken} from './batch-program.js';
import {type EngineMemory} from './load-kernels.js';
import {type MemoryPlan, viewOf} from './memory-plan.js';
import {TensorOperations} from './tensor-operations.js';
import {type Weights} from './weights.js';

/** What works on one document at a time, token by token. */
export type DocumentProgram = Pick<Engine, 'createDecoder' | 'inspect'> & {
	/** To be called when the parameters change: what a decoder has computed so far is not theirs. */
	readonly endDocument: () => void;
};

/**
Plans the work of making documents up: each token is one more row of a document, and only that row
is computed. What was computed for the rows before is still in memory, their keys and values above
all: that is the KV cache.

To look inside, a document is gone through in the same way, and what has been left in memory is read.

@returns the program, once there is a memory.
*/
export function planDecoder(plan: MemoryPlan, model: ModelConfig, weights: Weights): (memory: EngineMemory) => DocumentProgram {
	const {blockSize} = model;
	const range = {first: 0, count: 1};
	const [tokens, positions, starts] = Array.from({length: 3}, () => plan.indexes(blockSize));
	const operations = new TensorOperations({
		plan, weights, capacity: blockSize, blockSize, range, starts,
	});
	const {pointer, stride, columns} = modelLogits(operations, model, {tokens, positions});

	return ({kernels, buffer, precision}) => {
		operations.writeConstants({buffer, precision});
		const forward = operations.forward.map(work => work(kernels));
		const [tokensOfRows, positionsOfRows] = [tokens, positions].map(indexes => new Int32Array(buffer, indexes, blockSize));
		const logits = viewOf(buffer, precision, pointer, blockSize * stride);
		const attentionWeights = operations.attentionWeights.map(place => ({
			...place, numbers: viewOf(buffer, precision, place.pointer, blockSize * place.stride),
		}));
		let latest = 0;

		const createDecoder = (): Decoder => {
			const document = ++latest;
			let row = 0;
			const read = (tokensRead: readonly number[]) => {
				if (document !== latest) {
					throw new Error('Another document has been started.');
				}

				if (row + tokensRead.length > blockSize) {
					throw new Error(`The block of ${blockSize} tokens is full.`);
				}

				range.first = row;
				range.count = tokensRead.length;
				for (const token of tokensRead) {
					tokensOfRows[row] = checkToken(token, model.vocabSize);
					positionsOfRows[row] = row;
					row++;
				}

				for (const work of forward) {
					work();
				}

				return logits.subarray((row - 1) * stride, ((row - 1) * stride) + columns);
			};

			return {
				get isEnded() {
					return document !== latest;
				},

				next: token => read([token]),
				nextAll: read,
			};
		};

		return {
			createDecoder,

			endDocument() {
				latest++;
			},

			inspect(document) {
				const count = countPositions(model, document);
				createDecoder().nextAll!(document.slice(0, count));
				return {
					logits: Array.from({length: count}, (_, row) => [...logits.subarray(row * stride, (row * stride) + columns)]),
					attention: sortAttention(model, count, ({layer, head, position}) => {
						const {numbers, stride: rowStride, positionStride} = attentionWeights[layer];
						return Array.from({length: position + 1}, (_, past) => numbers[(position * rowStride) + (past * positionStride) + head]);
					}),
				};
			},
		};
	};
}
