import {BackwardBuffers} from './backward-buffers.js';

const none: readonly never[] = [];

/**
A number that remembers how it was computed, so that `backward` can tell what it depends on: the
scalar autograd of the course (and of Karpathy's micrograd and microgpt.py).

Every node has the same shape, its inputs and the local gradient towards each of them, and no
closure: that keeps thousands of nodes a step cheap.
*/
export class Value {
	/**
	The product of weights and inputs as one node: Σ aᵢ·bᵢ. The node keeps the two lists as they are,
	for the local gradient of each is the number in its place on the other side.
	*/
	static dot(a: readonly Value[], b: readonly Value[]): Value {
		let sum = 0;
		for (let index = 0; index < a.length; index++) {
			sum += a[index].data * b[index].data;
		}

		return new Value(sum, a, none, b);
	}

	data: number;
	/** The derivative of the node that `backward` was called on with respect to this one. */
	gradient = 0;
	readonly inputs: readonly Value[];
	/** The derivative of this node with respect to each input; those of a dot product are its factors. */
	readonly localGradients: readonly number[];
	/** The other side of a dot product, which are inputs as well. */
	readonly factors: readonly Value[];
	/** The backward pass that saw this node last: a stamp costs less than the course's hash set. */
	visitedInPass = 0;

	constructor(data: number, inputs: readonly Value[] = none, localGradients: readonly number[] = none, factors: readonly Value[] = none) {
		this.data = data;
		this.inputs = inputs;
		this.localGradients = localGradients;
		this.factors = factors;
	}

	add(other: Value | number): Value {
		return typeof other === 'number'
			? new Value(this.data + other, [this], [1])
			: new Value(this.data + other.data, [this, other], [1, 1]);
	}

	multiply(other: Value | number): Value {
		return typeof other === 'number'
			? new Value(this.data * other, [this], [other])
			: new Value(this.data * other.data, [this, other], [other.data, this.data]);
	}

	power(exponent: number): Value {
		const data = power(this.data, exponent);
		const slope = exponent * (exponent < 0 ? data / this.data : this.data ** (exponent - 1));
		return new Value(data, [this], [slope]);
	}

	log(): Value {
		return new Value(Math.log(this.data), [this], [1 / this.data]);
	}

	exp(): Value {
		const data = Math.exp(this.data);
		return new Value(data, [this], [data]);
	}

	relu(): Value {
		return new Value(Math.max(0, this.data), [this], [this.data > 0 ? 1 : 0]);
	}

	negate(): Value {
		return this.multiply(-1);
	}

	subtract(other: Value | number): Value {
		return this.add(typeof other === 'number' ? -other : other.negate());
	}

	divide(other: Value | number): Value {
		return this.multiply(typeof other === 'number' ? 1 / other : other.power(-1));
	}

	/**
	Adds to the gradient of every node that this one depends on: the chain rule, from here back to
	the leaves, each node after all that use it.

	The nodes in between must be new, with a gradient of zero; leaves accumulate over calls.

	@param buffers - Working memory to use again; without it, a pass allocates its own.
	*/
	backward(buffers = new BackwardBuffers<Value>()): void {
		const {order, count} = buffers.sortTopologically(this);
		this.gradient = 1;
		for (let index = count - 1; index >= 0; index--) {
			const {gradient, inputs, localGradients, factors} = order[index];
			// Nothing flows through a node with no gradient (a ReLU that is off, say).
			if (gradient === 0) {
				continue;
			}

			for (let input = 0; input < localGradients.length; input++) {
				inputs[input].gradient += localGradients[input] * gradient;
			}

			for (let place = 0; place < factors.length; place++) {
				const input = inputs[place];
				const factor = factors[place];
				input.gradient += factor.data * gradient;
				factor.gradient += input.data * gradient;
			}
		}
	}
}

/** As `**`, which in JavaScript may be off in the last bit: division and square root are not. */
function power(base: number, exponent: number): number {
	switch (exponent) {
		case -1: {
			return 1 / base;
		}

		case -0.5: {
			return 1 / Math.sqrt(base);
		}

		default: {
			return base ** exponent;
		}
	}
}
