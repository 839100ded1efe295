import {type Decoder, type Engine} from '../engine.js';
import {documentLogits, documentLoss} from '../forward.js';
import {type ModelConfig} from '../model-config.js';
import {createParameters, type Matrix, type Parameters} from '../parameters.js';
import {BackwardBuffers} from './backward-buffers.js';
import {ScalarOperations} from './scalar-operations.js';
import {Value} from './value.js';

/** The engine to read: a graph of `Value` nodes, built anew for each document. */
export class ScalarEngine implements Engine {
	readonly name = 'scalar';
	readonly model: ModelConfig;
	readonly parameters: Parameters;
	readonly gradients: Parameters;
	/** One leaf for each parameter, in the order of `parameters.data`. */
	readonly #leaves: readonly Value[];
	readonly #operations: ScalarOperations;
	readonly #buffers = new BackwardBuffers();

	constructor(model: ModelConfig, parameters: Parameters) {
		this.model = model;
		this.parameters = parameters;
		this.gradients = createParameters(model);
		const rowsByKey = new Map(parameters.matrices.map(matrix => [matrix.key, toValueRows(matrix)]));
		this.#leaves = [...rowsByKey.values()].flat().flat();
		this.#operations = new ScalarOperations(rowsByKey);
	}

	createDecoder(): Decoder {
		const tokens: number[] = [];
		return {
			next: token => {
				tokens.push(token);
				// From the beginning each time: this engine is for reading, and a document is short.
				this.#loadParameters();
				const logits = documentLogits(this.#operations, this.model, tokens);
				return logits.at(-1)!.map(({data}) => data);
			},
		};
	}

	computeLoss(tokens: readonly number[]): number {
		return this.#forward(tokens).data;
	}

	computeGradients(tokens: readonly number[]): number {
		const loss = this.#forward(tokens);
		loss.backward(this.#buffers);
		for (const [index, leaf] of this.#leaves.entries()) {
			this.gradients.data[index] = leaf.gradient;
			leaf.gradient = 0;
		}

		return loss.data;
	}

	#forward(tokens: readonly number[]): Value {
		this.#loadParameters();
		return documentLoss(this.#operations, this.model, tokens);
	}

	/** The parameters are the caller's to change at any time, and the leaves hold a copy. */
	#loadParameters() {
		for (const [index, leaf] of this.#leaves.entries()) {
			leaf.data = this.parameters.data[index];
		}
	}
}

function toValueRows({rows, columns, data}: Matrix): Value[][] {
	return Array.from({length: rows}, (_, row) =>
		Array.from({length: columns}, (__, column) => new Value(data[(row * columns) + column])));
}
