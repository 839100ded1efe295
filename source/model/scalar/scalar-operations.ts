import {type Operations} from '../operations.js';
import {type ParameterKey} from '../parameters.js';
import {Value} from './value.js';

/** A matrix of nodes: one array for each row. */
export type ValueRows = ReadonlyArray<readonly Value[]>;

const rmsNormEpsilon = 1e-5;

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

	rmsNorm(x: ValueRows): ValueRows {
		return x.map(row => {
			const meanSquare = Value.dot(row, row).multiply(1 / row.length);
			const scale = meanSquare.add(rmsNormEpsilon).power(-0.5);
			return row.map(value => value.multiply(scale));
		});
	}

	relu(x: ValueRows): ValueRows {
		return x.map(row => row.map(value => value.relu()));
	}

	attention(queries: ValueRows, keys: ValueRows, values: ValueRows, nHead: number): ValueRows {
		const headSize = queries[0].length / nHead;
		return queries.map((queryRow, position) => {
			const heads = Array.from({length: nHead}, (_, head) => {
				const [start, end] = [head * headSize, (head + 1) * headSize];
				const query = queryRow.slice(start, end);
				const seenKeys = keys.slice(0, position + 1).map(row => row.slice(start, end));
				const seenValues = values.slice(0, position + 1).map(row => row.slice(start, end));
				const scores = seenKeys.map(key => Value.dot(query, key).multiply(1 / Math.sqrt(headSize)));
				const weights = softmax(scores);
				return query.map((__, column) => Value.dot(weights, seenValues.map(row => row[column])));
			});
			return heads.flat();
		});
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

function softmax(logits: readonly Value[]): Value[] {
	const exponentials = shiftedExponentials(logits);
	const total = sum(exponentials);
	return exponentials.map(exponential => exponential.divide(total));
}

/** One probability of the softmax of a row. Nodes of the others would reach no loss. */
function softmaxAt(logits: readonly Value[], target: number): Value {
	const exponentials = shiftedExponentials(logits);
	return exponentials[target].divide(sum(exponentials));
}

function shiftedExponentials(logits: readonly Value[]): Value[] {
	// The largest logit goes off as a constant: it keeps exp finite and has no gradient.
	const largest = logits.reduce((maximum, logit) => Math.max(maximum, logit.data), -Infinity);
	return logits.map(logit => logit.subtract(largest).exp());
}

function sum(values: readonly Value[]): Value {
	return values.reduce((total, value) => total.add(value));
}
