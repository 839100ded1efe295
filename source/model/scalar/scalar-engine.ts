import {type AdamUpdate, type Moments, updateWithAdam} from '../adam.js';
import {type DropoutMasks} from '../dropout.js';
import {
	type Decoder,
	type Engine,
	type Tokens,
} from '../engine.js';
import {countPositions, modelLogits, modelLoss} from '../forward.js';
import {type Internals, sortAttention} from '../internals.js';
import {type ModelConfig} from '../model-config.js';
import {
	createParameters,
	type Matrix,
	type ParameterKey,
	type Parameters,
} from '../parameters.js';
import {BackwardBuffers} from './backward-buffers.js';
import {ScalarOperations} from './scalar-operations.js';
import {Value} from './value.js';

/** The engine to read: a graph of `Value` nodes, built anew for each document. */
export class ScalarEngine implements Engine {
	readonly name = 'scalar';
	readonly precision = 'f64';
	readonly model: ModelConfig;
	readonly parameters: Parameters;
	readonly gradients: Parameters;
	readonly moments: Moments;
	/** One leaf for each parameter, in the order of `parameters.data`. */
	readonly #leaves: readonly Value[];
	readonly #rowsByKey: ReadonlyMap<ParameterKey, Value[][]>;
	readonly #operations: ScalarOperations;
	readonly #buffers = new BackwardBuffers<Value>();

	constructor(model: ModelConfig, parameters: Parameters) {
		this.model = model;
		this.parameters = parameters;
		this.gradients = createParameters(model);
		this.moments = {first: createParameters(model).data, second: createParameters(model).data};
		const {rowsByKey, leaves} = leavesOf(parameters);
		this.#rowsByKey = rowsByKey;
		this.#leaves = leaves;
		this.#operations = new ScalarOperations(this.#rowsByKey);
	}

	setParameters(values: ArrayLike<number>): void {
		this.parameters.data.set(values);
		this.#loadParameters();
	}

	setMoments({first, second}: Moments): void {
		this.moments.first.set(first);
		this.moments.second.set(second);
	}

	createDecoder(): Decoder {
		const tokens: number[] = [];
		return {
			// It keeps nothing from token to token.
			isEnded: false,
			next: token => {
				tokens.push(token);
				// From the beginning each time: this engine is for reading, and a document is short.
				const logits = modelLogits(this.#operations, this.model, {tokens, positions: [...tokens.keys()]});
				return logits.at(-1)!.map(({data}) => data);
			},
		};
	}

	inspect(tokens: Tokens): Internals {
		const count = countPositions(this.model, tokens);
		const nHead = this.model.architecture === 'gpt' ? this.model.nHead : 0;
		const attended: number[][] = [];
		const operations = new ScalarOperations(this.#rowsByKey, {
			onAttention(weights) {
				attended.push(weights.map(({data}) => data));
			},
		});
		const logits = modelLogits(operations, this.model, inputOf(tokens, count));
		return {
			logits: logits.map(row => row.map(({data}) => data)),
			attention: sortAttention(this.model, count, ({layer, head, position}) => attended[(((layer * count) + position) * nHead) + head]),
		};
	}

	computeLoss(batch: readonly Tokens[], masks?: DropoutMasks): number {
		return this.#forward(batch, masks).data;
	}

	computeGradients(batch: readonly Tokens[], masks?: DropoutMasks): number {
		const loss = this.#forward(batch, masks);
		loss.backward(this.#buffers);
		const leaves = this.#leaves;
		const {data} = this.gradients;
		for (let index = 0; index < leaves.length; index++) {
			data[index] = leaves[index].gradient;
			leaves[index].gradient = 0;
		}

		return loss.data;
	}

	gradientNorm(): number {
		let sum = 0;
		for (const gradient of this.gradients.data) {
			sum += gradient * gradient;
		}

		return Math.sqrt(sum);
	}

	update(update: AdamUpdate): void {
		updateWithAdam(this.parameters.data, this.gradients.data, this.moments, update);
		this.#loadParameters();
	}

	#forward(batch: readonly Tokens[], masks: DropoutMasks | undefined): Value {
		let firstRow = 0;
		const losses = batch.map(tokens => {
			const count = countPositions(this.model, tokens);
			const operations = masks ? new ScalarOperations(this.#rowsByKey, {training: {masks, firstRow}}) : this.#operations;
			firstRow += count;
			return {count, loss: modelLoss(operations, this.model, inputOf(tokens, count), tokens.slice(1, count + 1))};
		});
		if (losses.length === 1) {
			return losses[0].loss;
		}

		// Each position counts the same, whatever the length of its document.
		const total = losses.reduce((sum, {count}) => sum + count, 0);
		return losses.map(({count, loss}) => loss.multiply(count / total)).reduce((sum, loss) => sum.add(loss));
	}

	/** The leaves hold a copy of the parameters. */
	#loadParameters() {
		const leaves = this.#leaves;
		const {data} = this.parameters;
		for (let index = 0; index < leaves.length; index++) {
			leaves[index].data = data[index];
		}
	}
}

/** The parameters as leaves of a graph: by their matrices, and one after the other. */
export function leavesOf({matrices}: Pick<Parameters, 'matrices'>): {readonly rowsByKey: ReadonlyMap<ParameterKey, Value[][]>; readonly leaves: readonly Value[]} {
	const rowsByKey = new Map(matrices.map(matrix => [matrix.key, toValueRows(matrix)]));
	return {rowsByKey, leaves: [...rowsByKey.values()].flat().flat()};
}

/** What the model reads of a document at so many positions. */
export function inputOf(tokens: Tokens, count: number): {readonly tokens: Tokens; readonly positions: readonly number[]} {
	return {tokens: tokens.slice(0, count), positions: Array.from({length: count}, (_, position) => position)};
}

function toValueRows({rows, columns, data}: Matrix): Value[][] {
	return Array.from({length: rows}, (_, row) =>
		Array.from({length: columns}, (__, column) => new Value(data[(row * columns) + column])));
}
