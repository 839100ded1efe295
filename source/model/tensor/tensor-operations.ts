import {type Operations, rmsNormEpsilon} from '../operations.js';
import {type ParameterKey} from '../parameters.js';
import {type Kernels, type Pointer} from './kernels.js';
import {type MemoryPlan} from './memory-plan.js';
import {type Weights} from './weights.js';

/** Activations: one row for each position of a batch. */
export type Tensor = {
	readonly pointer: Pointer;
	readonly columns: number;
	readonly stride: number;
	/** The operation that gives it, counted from 0. */
	readonly producer: number;
	/** The last operation so far that uses it; −1: none. */
	lastUser: number;
	/** Where its gradient lies, once an operation that uses it has gone backwards. */
	gradient: Pointer | undefined;
};

/** The rows that are to be computed. It changes from call to call, everything else stays where it is. */
export type RowRange = {first: number; count: number};

/** Where the cross-entropy leaves its parts. */
export type TensorLoss = {readonly totals: Pointer};

/** One piece of work on whatever is in memory. */
export type Work = () => void;

/** Work that waits for the memory and its kernels. */
export type PlannedWork = (kernels: Kernels) => Work;

export type TensorOperationsOptions = {
	readonly plan: MemoryPlan;
	readonly weights: Weights;
	/** The most rows that a batch can have. */
	readonly capacity: number;
	/** The most positions of a document. */
	readonly blockSize: number;
	readonly range: RowRange;
	/** Of each row, the first row of its document. */
	readonly starts: Pointer;
};

/**
The operations of the model in terms of kernels. Nothing is computed while the model runs over
them: they give everything its place in memory and record what is to be done, forward and backward
(a tape). It is recorded once, and run for each batch.
*/
export class TensorOperations implements Operations<Tensor, Pointer, TensorLoss> {
	/** What a forward pass does, in order. */
	readonly forward: PlannedWork[] = [];
	/** Of each attention so far, where its weights lie and how many numbers lie between two rows and two positions. */
	readonly attentionWeights: Array<{readonly pointer: Pointer; readonly stride: number; readonly positionStride: number}> = [];
	/** What the sum of the parts of the cross-entropy was, logarithms left out. */
	lossParts = 0;
	readonly #options: TensorOperationsOptions;
	/** For each operation, what it does on the way back; it takes its place in memory only then. */
	readonly #backward: Array<() => PlannedWork> = [];
	readonly #usedWeights = new Set<ParameterKey>();

	constructor(options: TensorOperationsOptions) {
		this.#options = options;
	}

	/** What a backward pass does, in order. To be called once, after the model. */
	backward(): PlannedWork[] {
		return this.#backward.toReversed().map(plan => plan());
	}

	embed(table: ParameterKey, indexes: Pointer): Tensor {
		const {range} = this.#options;
		this.#useOnce(table);
		const weight = this.#options.weights.get(table);
		const out = this.#tensor(weight.columns);
		this.forward.push(({embed}) => () => {
			const {first, count} = range;
			embed(this.#row(out, first), out.stride, weight.pointer, weight.columns, indexes + (first * 4), count);
		});
		this.#backward.push(() => ({embedBackward}) => () => {
			embedBackward(weight.gradient, weight.rows, weight.columns, this.#gradient(out), out.stride, indexes, range.count);
		});
		return out;
	}

	add(a: Tensor, b: Tensor): Tensor {
		const {range} = this.#options;
		// One gradient will do for both, if it has been passed on to what gives a before anything adds to that of b.
		const isShared = a.lastUser === -1 && b.lastUser < a.producer;
		const out = this.#tensor(a.columns, a, b);
		this.forward.push(({add}) => () => {
			const {first, count} = range;
			add(this.#row(out, first), this.#row(a, first), this.#row(b, first), count * out.stride);
		});
		this.#backward.push(() => {
			const gradient = this.#gradient(out);
			if (isShared) {
				a.gradient ??= gradient;
				b.gradient ??= gradient;
			}

			const others = [a, b].filter(tensor => tensor.gradient !== gradient);
			const into = others.map(tensor => this.#gradientToWrite(tensor));
			return ({add, copy}) => () => {
				for (const {pointer, accumulate} of into) {
					if (accumulate === 1) {
						add(pointer, pointer, gradient, range.count * out.stride);
					} else {
						copy(pointer, gradient, range.count * out.stride);
					}
				}
			};
		});
		return out;
	}

	linear(x: Tensor, ...keys: ParameterKey[]): Tensor {
		const {range, plan, weights} = this.#options;
		this.#useOnce(...keys);
		const {pointer, gradient, rows, columns, transposed, transposedStride} = weights.transposed(keys);
		const out = this.#tensor(rows, x);
		const paddedRows = plan.wholeVectors(rows);
		this.forward.push(({multiply}) => () => {
			const {first, count} = range;
			multiply(this.#row(out, first), out.stride, this.#row(x, first), x.stride, 1, transposed, transposedStride, count, columns, paddedRows, 0);
		});
		this.#backward.push(() => {
			const outGradient = this.#gradient(out);
			const {pointer: xGradient, accumulate} = this.#gradientToWrite(x);
			return ({multiply}) => () => {
				const {count} = range;
				multiply(xGradient, x.stride, outGradient, out.stride, 1, pointer, columns, count, rows, columns, accumulate);
				multiply(gradient, columns, outGradient, 1, out.stride, x.pointer, x.stride, rows, count, columns, 0);
			};
		});
		return out;
	}

	rmsNorm(x: Tensor): Tensor {
		const {range, plan, capacity} = this.#options;
		const {columns, stride} = x;
		const out = this.#tensor(columns, x);
		const scales = plan.numbers(capacity);
		this.forward.push(({rmsNorm}) => () => {
			const {first, count} = range;
			rmsNorm(this.#row(out, first), scales + (first * plan.bytesPerNumber), this.#row(x, first), stride, count, columns, rmsNormEpsilon);
		});
		this.#backward.push(() => {
			const outGradient = this.#gradient(out);
			const {pointer: xGradient, accumulate} = this.#gradientToWrite(x);
			return ({rmsNormBackward}) => () => {
				rmsNormBackward(xGradient, outGradient, out.pointer, scales, stride, range.count, columns, accumulate);
			};
		});
		return out;
	}

	relu(x: Tensor): Tensor {
		const {range} = this.#options;
		const out = this.#tensor(x.columns, x);
		this.forward.push(({relu}) => () => {
			const {first, count} = range;
			relu(this.#row(out, first), this.#row(x, first), count * out.stride);
		});
		this.#backward.push(() => {
			const outGradient = this.#gradient(out);
			const xGradient = this.#onlyGradient(x);
			return ({reluBackward}) => () => {
				reluBackward(xGradient, outGradient, out.pointer, range.count * out.stride);
			};
		});
		return out;
	}

	attention(queriesKeysValues: Tensor, nHead: number): Tensor {
		const {range, plan, capacity, blockSize, starts} = this.#options;
		const nEmbd = queriesKeysValues.columns / 3;
		const headSize = nEmbd / nHead;
		const out = this.#tensor(nEmbd, queriesKeysValues);
		const positionStride = plan.wholeVectors(nHead);
		const weightsStride = blockSize * positionStride;
		const weights = plan.numbers(capacity * weightsStride);
		this.attentionWeights.push({pointer: weights, stride: weightsStride, positionStride});
		const {pointer, stride} = queriesKeysValues;
		this.forward.push(({attend}) => () => {
			attend(out.pointer, out.stride, weights, weightsStride, pointer, stride, starts, range.first, range.count, nHead, headSize);
		});
		this.#backward.push(() => {
			const outGradient = this.#gradient(out);
			const gradient = this.#onlyGradient(queriesKeysValues);
			const scratch = plan.numbers(weightsStride);
			return ({attendBackward}) => () => {
				attendBackward(gradient, outGradient, out.stride, weights, weightsStride, scratch, pointer, stride, starts, range.count, nHead, headSize);
			};
		});
		return out;
	}

	crossEntropy(logits: Tensor, targets: Pointer): TensorLoss {
		const {range, plan, capacity} = this.#options;
		const totals = plan.numbers(capacity);
		const gradient = this.#onlyGradient(logits);
		this.forward.push(({crossEntropy}) => () => {
			this.lossParts = crossEntropy(gradient, totals, logits.pointer, logits.stride, targets, range.count, logits.columns);
		});
		return {totals};
	}

	/** The way back writes the gradient of a weight and does not add to it: of two uses, it would be that of the first alone. */
	#useOnce(...keys: ParameterKey[]) {
		for (const key of keys) {
			if (this.#usedWeights.has(key)) {
				throw new Error(`Expected each weight to be used once, got a second use of ${key}.`);
			}

			this.#usedWeights.add(key);
		}
	}

	/** A tensor for what the operation gives that is now recorded. */
	#tensor(columns: number, ...inputs: Tensor[]): Tensor {
		const {plan, capacity} = this.#options;
		const producer = this.#backward.length;
		for (const input of inputs) {
			input.lastUser = producer;
		}

		const stride = plan.stride(columns);
		return {
			pointer: plan.numbers(capacity * stride), columns, stride, producer, lastUser: -1, gradient: undefined,
		};
	}

	#row({pointer, stride}: Tensor, row: number): Pointer {
		return pointer + (row * stride * this.#options.plan.bytesPerNumber);
	}

	/** The gradient of what an operation has given: all that use it have gone backwards by now. */
	#gradient({gradient}: Tensor): Pointer {
		if (gradient === undefined) {
			throw new Error('The result of an operation is not used.');
		}

		return gradient;
	}

	/** Where an operation puts the gradient of what it was given; the first that goes backwards writes, the others add. */
	#gradientToWrite(tensor: Tensor): {readonly pointer: Pointer; readonly accumulate: 0 | 1} {
		if (tensor.gradient !== undefined) {
			return {pointer: tensor.gradient, accumulate: 1};
		}

		const {plan, capacity} = this.#options;
		tensor.gradient = plan.numbers(capacity * tensor.stride);
		return {pointer: tensor.gradient, accumulate: 0};
	}

	/** As above, for operations that can only write. */
	#onlyGradient(tensor: Tensor): Pointer {
		const {pointer, accumulate} = this.#gradientToWrite(tensor);
		if (accumulate === 1) {
			throw new Error('This operation needs an input of its own.');
		}

		return pointer;
	}
}
