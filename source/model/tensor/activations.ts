import {type Pointer} from './kernels.js';
import {type MemoryPlan} from './memory-plan.js';

/** Activations of the shape (positions of a batch, columns). */
export type Tensor = {
	readonly pointer: Pointer;
	readonly columns: number;
	/** From one row to the next, in numbers. */
	readonly stride: number;
	/** The operation that gives it, counted from 0. */
	readonly producer: number;
	/** The last operation so far that uses it; −1: none. */
	lastUser: number;
	/** Where its gradient lies, once an operation that uses it has gone backwards. */
	gradient: Pointer | undefined;
};

/** Gives activations and their gradients their places in memory. */
export class Activations {
	readonly #plan: MemoryPlan;
	/** The most rows that a batch can have. */
	readonly #capacity: number;

	constructor({plan, capacity}: {readonly plan: MemoryPlan; readonly capacity: number}) {
		this.#plan = plan;
		this.#capacity = capacity;
	}

	/** Room for the result of an operation. */
	create(columns: number, producer: number, inputs: readonly Tensor[]): Tensor {
		for (const input of inputs) {
			input.lastUser = producer;
		}

		const stride = this.#plan.stride(columns);
		return {
			pointer: this.#plan.numbers([this.#capacity, stride]), columns, stride, producer, lastUser: -1, gradient: undefined,
		};
	}

	row({pointer, stride}: Tensor, row: number): Pointer {
		return pointer + (row * stride * this.#plan.bytesPerNumber);
	}

	/** The gradient of the result of an operation: all that use it have gone backwards by now. */
	gradientOf({gradient}: Tensor): Pointer {
		if (gradient === undefined) {
			throw new Error('The result of an operation is not used.');
		}

		return gradient;
	}

	/** Where an operation puts the gradient of its input; the first that goes backwards writes, the others add. */
	gradientToWrite(tensor: Tensor): {readonly pointer: Pointer; readonly accumulate: 0 | 1} {
		if (tensor.gradient !== undefined) {
			return {pointer: tensor.gradient, accumulate: 1};
		}

		tensor.gradient = this.#plan.numbers([this.#capacity, tensor.stride]);
		return {pointer: tensor.gradient, accumulate: 0};
	}

	/** As above, for operations that can only write. */
	onlyGradient(tensor: Tensor): Pointer {
		const {pointer, accumulate} = this.gradientToWrite(tensor);
		if (accumulate === 1) {
			throw new Error('This operation needs an input of its own.');
		}

		return pointer;
	}
}

/** An operation on another shape would read or write what belongs to something else. */
export function checkColumns(operation: string, {columns}: Tensor, expected: number) {
	if (columns !== expected) {
		throw new Error(`Expected rows for ${operation} of the shape (positions, ${expected}), got (positions, ${columns}).`);
	}
}
