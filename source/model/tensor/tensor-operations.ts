import {type DropoutMasks, dropoutKey, dropoutThreshold} from '../dropout.js';
import {type Operations, rmsNormEpsilon, rotaryAngle} from '../operations.js';
import {type ParameterKey} from '../parameters.js';
import {Activations, checkColumns, type Tensor} from './activations.js';
import {attentionScratchRows, type Kernels, type Pointer} from './kernels.js';
import {type EngineMemory} from './load-kernels.js';
import {type MemoryPlan, viewOf} from './memory-plan.js';
import {type Weights} from './weights.js';

/** The rows that are to be computed. It changes from call to call, everything else stays where it is. */
export type RowRange = {first: number; count: number};

/** Where the cross-entropy leaves its parts, of each row: (largest − logit), and the total of which the logarithm is to be added. */
export type TensorLoss = {readonly firstParts: Pointer; readonly totals: Pointer};

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
	/** What is left out now, which changes from call to call; without it, these are no passes of a training. */
	readonly training?: {masks: DropoutMasks | undefined};
	/** How many threads work on the rows, at most; without it, one. */
	readonly threads?: number;
	/** Where rows are not those of a document: what each of them is. Then nothing goes backwards. */
	readonly places?: RowPlaces;
};

/** Rows that are each somewhere in one of several documents. Their keys and values are kept (the KV cache), and nothing else. */
export type RowPlaces = {
	/** How many documents there are. */
	readonly documentCount: number;
	/** Of each row, its document and its position in it. */
	readonly documents: number[];
	readonly positions: number[];
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
	readonly #options: TensorOperationsOptions;
	readonly #activations: Activations;
	/** For each operation, what it does on the way back; it takes its place in memory only then. */
	readonly #backward: Array<() => PlannedWork> = [];
	/** The weights whose gradients have been written, so far on the way back. */
	readonly #writtenGradients = new Set<ParameterKey>();
	/** The uses of dropout so far: each leaves out others. */
	#dropouts = 0;
	/** The tables of `rotateSlices` by the width of a slice. */
	readonly #turns = new Map<number, Pointer>();
	/** Numbers that never change. */
	readonly #constants: Array<{readonly pointer: Pointer; readonly numbers: readonly number[]}> = [];

	constructor(options: TensorOperationsOptions) {
		this.#options = options;
		this.#activations = new Activations(options);
	}

	/** What a backward pass does, in order. To be called once, after the model. */
	backward(): PlannedWork[] {
		return this.#backward.toReversed().map(plan => plan());
	}

	/** Writes what has to lie in memory before anything is computed. To be called once, when the memory is there. */
	writeConstants({buffer, precision}: Pick<EngineMemory, 'buffer' | 'precision'>) {
		for (const {pointer, numbers} of this.#constants) {
			viewOf(buffer, precision, pointer, numbers.length).set(numbers);
		}
	}

	embed(table: ParameterKey, indexes: Pointer): Tensor {
		const {range} = this.#options;
		const weight = this.#options.weights.get(table);
		const out = this.#create(weight.columns);
		this.forward.push(({embed}) => () => {
			const {first, count} = range;
			embed(this.#activations.row(out, first), out.stride, weight.pointer, weight.columns, indexes + (first * 4), count);
		});
		this.#backward.push(() => {
			const outGradient = this.#activations.gradientOf(out);
			const accumulate = this.#accumulateGradients([table]);
			return ({embedBackward}) => () => {
				embedBackward(weight.gradient, weight.rows, weight.columns, outGradient, out.stride, indexes, range.count, accumulate);
			};
		});
		return out;
	}

	add(a: Tensor, b: Tensor): Tensor {
		const {range} = this.#options;
		checkColumns('add', b, a.columns);
		// One gradient will do for both, if it has been passed on to what gives a before anything adds to that of b.
		const isShared = a.lastUser === -1 && b.lastUser < a.producer;
		const out = this.#create(a.columns, a, b);
		this.forward.push(({add}) => () => {
			const {first, count} = range;
			add(this.#activations.row(out, first), this.#activations.row(a, first), this.#activations.row(b, first), count * out.stride);
		});
		this.#backward.push(() => {
			const gradient = this.#activations.gradientOf(out);
			if (isShared) {
				a.gradient ??= gradient;
				b.gradient ??= gradient;
			}

			const others = [a, b].filter(tensor => tensor.gradient !== gradient);
			const into = others.map(tensor => this.#activations.gradientToWrite(tensor));
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
		const {pointer, gradient, rows, columns, transposed, transposedStride} = weights.transposed(keys);
		checkColumns(`linear of ${keys.join(', ')}`, x, columns);
		const out = this.#create(rows, x);
		const paddedRows = plan.wholeVectors(rows);
		this.forward.push(({multiply}) => () => {
			const {first, count} = range;
			multiply(this.#activations.row(out, first), out.stride, this.#activations.row(x, first), x.stride, 1, transposed, transposedStride, count, columns, paddedRows, 0);
		});
		this.#backward.push(() => {
			const outGradient = this.#activations.gradientOf(out);
			const {pointer: xGradient, accumulate} = this.#activations.gradientToWrite(x);
			const accumulateWeights = this.#accumulateGradients(keys);
			return ({multiply}) => () => {
				const {count} = range;
				multiply(xGradient, x.stride, outGradient, out.stride, 1, pointer, columns, count, rows, columns, accumulate);
				multiply(gradient, columns, outGradient, 1, out.stride, x.pointer, x.stride, rows, count, columns, accumulateWeights);
			};
		});
		return out;
	}

	rmsNorm(x: Tensor): Tensor {
		const {range, plan, capacity} = this.#options;
		const {columns, stride} = x;
		const out = this.#create(columns, x);
		const scales = plan.numbers([capacity]);
		this.forward.push(({rmsNorm}) => () => {
			const {first, count} = range;
			rmsNorm(this.#activations.row(out, first), scales + (first * plan.bytesPerNumber), this.#activations.row(x, first), stride, count, columns, rmsNormEpsilon);
		});
		this.#backward.push(() => {
			const outGradient = this.#activations.gradientOf(out);
			const {pointer: xGradient, accumulate} = this.#activations.gradientToWrite(x);
			return ({rmsNormBackward}) => () => {
				rmsNormBackward(xGradient, outGradient, out.pointer, scales, stride, range.count, columns, accumulate);
			};
		});
		return out;
	}

	rotateSlices(x: Tensor, positions: Pointer, slices: number, columns: number): Tensor {
		const {range} = this.#options;
		const {stride} = x;
		const out = this.#create(x.columns, x);
		const turns = this.#turnsOf(columns);
		const rest = x.columns - (slices * columns);
		this.forward.push(({rotateSlices}) => () => {
			const {first, count} = range;
			rotateSlices(this.#activations.row(out, first), this.#activations.row(x, first), stride, count, positions + (first * 4), turns, slices, columns, rest, 1);
		});
		this.#backward.push(() => {
			const outGradient = this.#activations.gradientOf(out);
			const xGradient = this.#activations.onlyGradient(x);
			return ({rotateSlices}) => () => {
				rotateSlices(xGradient, outGradient, stride, range.count, positions, turns, slices, columns, rest, -1);
			};
		});
		return out;
	}

	relu(x: Tensor): Tensor {
		return this.#elementwise(x, ({relu}) => relu, ({reluBackward}) => reluBackward, out => out);
	}

	squaredRelu(x: Tensor): Tensor {
		return this.#elementwise(x, ({squaredRelu}) => squaredRelu, ({squaredReluBackward}) => squaredReluBackward, () => x);
	}

	attention(queriesKeysValues: Tensor, nHead: number): Tensor {
		const {range, plan, capacity, blockSize, starts, places, threads = 1} = this.#options;
		const headSize = Math.floor(queriesKeysValues.columns / (3 * nHead));
		const nEmbd = nHead * headSize;
		checkColumns(`attention of ${nHead} heads`, queriesKeysValues, 3 * nEmbd);
		const out = this.#create(nEmbd, queriesKeysValues);
		const positionStride = plan.wholeVectors(nHead);
		if (places) {
			this.#attendPlaces(out, queriesKeysValues, {nHead, headSize}, places);
			return out;
		}

		const weightsStride = blockSize * positionStride;
		const weights = plan.numbers([capacity, blockSize, positionStride]);
		this.attentionWeights.push({pointer: weights, stride: weightsStride, positionStride});
		const {pointer, stride} = queriesKeysValues;
		this.forward.push(({attend}) => () => {
			attend(out.pointer, out.stride, weights, weightsStride, pointer, stride, starts, range.first, range.count, nHead, headSize);
		});
		this.#backward.push(() => {
			const outGradient = this.#activations.gradientOf(out);
			const gradient = this.#activations.onlyGradient(queriesKeysValues);
			const scratch = plan.numbers([threads, attentionScratchRows, blockSize, positionStride]);
			return ({attendBackward}) => () => {
				attendBackward(gradient, outGradient, out.stride, weights, weightsStride, scratch, pointer, stride, starts, 0, range.count, nHead, headSize);
			};
		});
		return out;
	}

	dropout(x: Tensor, rate: number): Tensor {
		const {range, training} = this.#options;
		if (!training) {
			return x;
		}

		const out = this.#create(x.columns, x);
		const use = this.#dropouts++;
		const [threshold, scale] = [dropoutThreshold(rate), 1 / (1 - rate)];
		const drop = ({dropout, copy}: Kernels, to: Pointer, from: Pointer) => {
			if (training.masks) {
				dropout(to, from, out.stride, range.count, out.columns, dropoutKey(training.masks, use), threshold, scale);
			} else {
				copy(to, from, range.count * out.stride);
			}
		};

		this.forward.push(kernels => () => {
			drop(kernels, out.pointer, x.pointer);
		});
		this.#backward.push(() => {
			const outGradient = this.#activations.gradientOf(out);
			const xGradient = this.#activations.onlyGradient(x);
			return kernels => () => {
				drop(kernels, xGradient, outGradient);
			};
		});
		return out;
	}

	clear(x: Tensor, first: number, count: number): Tensor {
		const {range, plan} = this.#options;
		const out = this.#create(x.columns, x);
		const offset = first * plan.bytesPerNumber;
		this.forward.push(({copy, clear}) => () => {
			const {first: row, count: rows} = range;
			const pointer = this.#activations.row(out, row);
			copy(pointer, this.#activations.row(x, row), rows * out.stride);
			clear(pointer + offset, out.stride, rows, count);
		});
		this.#backward.push(() => {
			const outGradient = this.#activations.gradientOf(out);
			const xGradient = this.#activations.onlyGradient(x);
			return ({copy, clear}) => () => {
				copy(xGradient, outGradient, range.count * out.stride);
				clear(xGradient + offset, out.stride, range.count, count);
			};
		});
		return out;
	}

	crossEntropy(logits: Tensor, targets: Pointer): TensorLoss {
		const {range, plan, capacity} = this.#options;
		const [firstParts, totals] = [plan.numbers([capacity]), plan.numbers([capacity])];
		const gradient = this.#activations.onlyGradient(logits);
		this.forward.push(({crossEntropy}) => () => {
			crossEntropy(gradient, firstParts, totals, logits.pointer, logits.stride, targets, range.count, logits.columns, range.count);
		});
		return {firstParts, totals};
	}

	/** Each row looks back on its own document. */
	#attendPlaces(out: Tensor, {pointer, stride}: Tensor, {nHead, headSize}: {readonly nHead: number; readonly headSize: number}, {documentCount, documents, positions}: RowPlaces) {
		const {range, plan, blockSize, starts} = this.#options;
		const rowBytes = stride * plan.bytesPerNumber;
		const kept = plan.numbers([documentCount, blockSize, stride]);
		const weights = plan.numbers([blockSize, plan.wholeVectors(nHead)]);
		this.forward.push(({copy, attend}) => () => {
			for (let row = 0; row < range.count; row++) {
				const document = kept + (documents[row] * blockSize * rowBytes);
				copy(document + (positions[row] * rowBytes), pointer + (row * rowBytes), stride);
				// There is one row of a result, wherever in the document it belongs: hence no strides.
				attend(this.#activations.row(out, row), 0, weights, 0, document, stride, starts, positions[row], 1, nHead, headSize);
			}
		});
	}

	/** Of each position the cosines of its pairs of columns, then the sines; the same ones for all slices of a width. */
	#turnsOf(columns: number): Pointer {
		const {plan, blockSize} = this.#options;
		const known = this.#turns.get(columns);
		if (known !== undefined) {
			return known;
		}

		const numbers = Array.from({length: blockSize}, (_, position) => {
			const angles = Array.from({length: columns / 2}, (__, pair) => rotaryAngle(position, pair, columns));
			return [...angles.map(angle => Math.cos(angle)), ...angles.map(angle => Math.sin(angle))];
		}).flat();
		const pointer = plan.numbers([blockSize, columns]);
		this.#constants.push({pointer, numbers});
		this.#turns.set(columns, pointer);
		return pointer;
	}

	/**
	Makes each number into another one.

	@param seen - What the way back looks at, beside the gradient: the input or the output.
	*/
	#elementwise(x: Tensor, kernelOf: (kernels: Kernels) => Kernels['relu'], backwardOf: (kernels: Kernels) => Kernels['reluBackward'], seen: (out: Tensor) => Tensor): Tensor {
		const {range} = this.#options;
		const out = this.#create(x.columns, x);
		this.forward.push(kernels => {
			const kernel = kernelOf(kernels);
			return () => {
				const {first, count} = range;
				kernel(this.#activations.row(out, first), this.#activations.row(x, first), count * out.stride);
			};
		});
		this.#backward.push(() => {
			const outGradient = this.#activations.gradientOf(out);
			const xGradient = this.#activations.onlyGradient(x);
			const {pointer} = seen(out);
			return kernels => {
				const kernel = backwardOf(kernels);
				return () => {
					kernel(xGradient, outGradient, pointer, range.count * out.stride);
				};
			};
		});
		return out;
	}

	/** As for activations: of several uses of a weight the first that goes backwards writes its gradient, the others add. */
	#accumulateGradients(keys: readonly ParameterKey[]): 0 | 1 {
		const written = keys.filter(key => this.#writtenGradients.has(key));
		if (written.length > 0 && written.length < keys.length) {
			throw new Error(`Expected ${keys.join(', ')} to be used together wherever they are used, got another use of ${written.join(', ')}.`);
		}

		for (const key of keys) {
			this.#writtenGradients.add(key);
		}

		return written.length > 0 ? 1 : 0;
	}

	/** Room for the result of the operation that is now being recorded. */
	#create(columns: number, ...inputs: Tensor[]): Tensor {
		return this.#activations.create(columns, this.#backward.length, inputs);
	}
}
