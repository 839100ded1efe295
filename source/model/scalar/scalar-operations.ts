import {type Operations} from '../operations.js';
import {type ParameterKey} from '../parameters.js';
import {Value} from './value.js';

/** A matrix of nodes: one array for each row. */
export type ValueRows = ReadonlyArray<readonly Value[]>;

/** The operations of the model in terms of `Value`, line by line as in the course. */
export class ScalarOperations implements Operations<ValueRows, Value> {
	readonly #parameters: ReadonlyMap<ParameterKey, ValueRows>;

	constructor(parameters: ReadonlyMap<ParameterKey, ValueRows>) {
		this.#parameters = parameters;
	}

	embed(table: ParameterKey, indexes: readonly number[]): ValueRows {
		const rows = this.#parameter(table);
		return indexes.map(index => rows[index]);
	}

	add(a: ValueRows, b: ValueRows): ValueRows {
		return a.map((row, position) => row.map((value, column) => value.add(b[position][column])));
	}

	linear(x: ValueRows, weight: ParameterKey): ValueRows {
		const weightRows = this.#parameter(weight);
		return x.map(row => weightRows.map(weightRow => Value.dot(weightRow, row)));
	}

	crossEntropy(logits: ValueRows, targets: readonly number[]): Value {
		const losses = logits.map((row, position) => softmaxAt(row, targets[position]).log().negate());
		return sum(losses).multiply(1 / losses.length);
	}

	#parameter(key: ParameterKey): ValueRows {
		const rows = this.#parameters.get(key);
		if (!rows) {
			throw new Error(`The model has no parameter ${key}.`);
		}

		return rows;
	}
}

/** One probability of the softmax of a row. Nodes of the others would reach no loss. */
function softmaxAt(logits: readonly Value[], target: number): Value {
	// The largest logit goes off as a constant: it keeps exp finite and has no gradient.
	const largest = logits.reduce((maximum, logit) => Math.max(maximum, logit.data), -Infinity);
	const exponentials = logits.map(logit => logit.subtract(largest).exp());
	return exponentials[target].divide(sum(exponentials));
}

function sum(values: readonly Value[]): Value {
	return values.reduce((total, value) => total.add(value));
}
