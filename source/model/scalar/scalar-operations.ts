import {
	type DropoutMasks,
	dropoutKey,
	dropoutThreshold,
	isDropped,
} from '../dropout.js';
import {type Operations, rmsNormEpsilon, rotaryAngle} from '../operations.js';
import {type ParameterKey} from '../parameters.js';
import {Value} from './value.js';

/** A matrix of nodes: one array for each row. */
export type ValueRows = ReadonlyArray<readonly Value[]>;

/** One document of a batch in a step of the training. */
export type TrainingPass = {
	readonly masks: DropoutMasks;
	/** Where its first position stands among the positions of the batch. */
	readonly firstRow: number;
};

/** The operations of the model in terms of `Value`, line by line as in the course. */
export class ScalarOperations implements Operations<ValueRows, readonly number[], Value> {
	readonly #parameters: ReadonlyMap<ParameterKey, ValueRows>;
	readonly #onAttention: (weights: readonly Value[]) => void;
	readonly #training: TrainingPass | undefined;
	#dropouts = 0;

	/**
	Works on the parameters as nodes.

	@param onAttention - Gets the weights of each attention: position by position, in each head by head.
	@param training - What it leaves out, if this is a pass of a training.
	*/
	constructor(parameters: ReadonlyMap<ParameterKey, ValueRows>, {onAttention = () => undefined, training}: {onAttention?: (weights: readonly Value[]) => void; training?: TrainingPass} = {}) {
		this.#parameters = parameters;
		this.#onAttention = onAttention;
		this.#training = training;
	}

	embed(table: ParameterKey, indexes: readonly number[]): ValueRows {
		const rows = this.#parameter(table);
		return indexes.map(index => rows[index]);
	}

	add(a: ValueRows, b: ValueRows): ValueRows {
		return a.map((row, position) => row.map((value, column) => value.add(b[position][column])));
	}

	linear(x: ValueRows, ...weights: ParameterKey[]): ValueRows {
		const weightRows = weights.flatMap(weight => this.#parameter(weight));
		return x.map(row => weightRows.map(weightRow => Value.dot(weightRow, row)));
	}

	rmsNorm(x: ValueRows): ValueRows {
		return x.map(row => {
			const meanSquare = Value.dot(row, row).multiply(1 / row.length);
			const scale = meanSquare.add(rmsNormEpsilon).power(-0.5);
			return row.map(value => value.multiply(scale));
		});
	}

	rotateSlices(x: ValueRows, positions: readonly number[], count: number, columns: number): ValueRows {
		return x.map((row, index) => [
			...Array.from({length: count}, (_, slice) => turned(row.slice(slice * columns, (slice + 1) * columns), positions[index])).flat(),
			...row.slice(count * columns),
		]);
	}

	relu(x: ValueRows): ValueRows {
		return x.map(row => row.map(value => value.relu()));
	}

	squaredRelu(x: ValueRows): ValueRows {
		return x.map(row => row.map(value => value.relu().power(2)));
	}

	attention(queriesKeysValues: ValueRows, nHead: number): ValueRows {
		const nEmbd = queriesKeysValues[0].length / 3;
		const headSize = nEmbd / nHead;
		return queriesKeysValues.map((row, position) => {
			const seen = queriesKeysValues.slice(0, position + 1);
			const heads = Array.from({length: nHead}, (_, head) => {
				const start = head * headSize;
				const query = row.slice(start, start + headSize);
				const keys = seen.map(past => past.slice(nEmbd + start, nEmbd + start + headSize));
				const values = seen.map(past => past.slice((2 * nEmbd) + start, (2 * nEmbd) + start + headSize));
				const scores = keys.map(key => Value.dot(query, key).multiply(1 / Math.sqrt(headSize)));
				const weights = softmax(scores);
				this.#onAttention(weights);
				return query.map((__, column) => Value.dot(weights, values.map(value => value[column])));
			});
			return heads.flat();
		});
	}

	dropout(x: ValueRows, rate: number): ValueRows {
		if (!this.#training) {
			return x;
		}

		const {masks, firstRow} = this.#training;
		const key = dropoutKey(masks, this.#dropouts++);
		const threshold = dropoutThreshold(rate);
		return x.map((row, index) => row.map((value, column) => isDropped(key, firstRow + index, column, threshold) ? new Value(0) : value.multiply(1 / (1 - rate))));
	}

	clear(x: ValueRows, first: number, count: number): ValueRows {
		return x.map(row => row.map((value, column) => column >= first && column < first + count ? new Value(0) : value));
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

/** Each column of the first half with its counterpart of the second, turned in their plane. */
function turned(row: readonly Value[], position: number): Value[] {
	const half = row.length / 2;
	const angles = Array.from({length: half}, (_, pair) => rotaryAngle(position, pair, row.length));
	return [
		...angles.map((angle, pair) => row[pair].multiply(Math.cos(angle)).subtract(row[pair + half].multiply(Math.sin(angle)))),
		...angles.map((angle, pair) => row[pair].multiply(Math.sin(angle)).add(row[pair + half].multiply(Math.cos(angle)))),
	];
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
