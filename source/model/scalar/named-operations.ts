import {type ParameterKey} from '../parameters.js';
import {ScalarOperations, type TrainingPass, type ValueRows} from './scalar-operations.js';
import {type Value} from './value.js';

/** What a node is in the model: a row of a matrix times what it reads, or a number of a row of the position. */
export type NodeName = {readonly position: number} & (
	| {readonly part: 'matrix'; readonly key: ParameterKey; readonly row: number}
	| {readonly part: 'x' | 'norm' | 'attention'; readonly column: number}
);

/** The operations of the scalar engine, which remember what their results are. */
export class NamedOperations extends ScalarOperations {
	readonly names = new Map<Value, NodeName>();
	readonly #parameters: ReadonlyMap<ParameterKey, ValueRows>;

	constructor(parameters: ReadonlyMap<ParameterKey, ValueRows>, training: TrainingPass) {
		super(parameters, {training});
		this.#parameters = parameters;
	}

	override add(a: ValueRows, b: ValueRows): ValueRows {
		return this.#named(super.add(a, b), 'x');
	}

	override linear(x: ValueRows, ...weights: ParameterKey[]): ValueRows {
		const rows = super.linear(x, ...weights);
		const places = weights.flatMap(key => this.#parameters.get(key)!.map((_, row) => ({key, row})));
		for (const [position, values] of rows.entries()) {
			for (const [index, value] of values.entries()) {
				this.names.set(value, {part: 'matrix', ...places[index], position});
			}
		}

		return rows;
	}

	override rmsNorm(x: ValueRows): ValueRows {
		return this.#named(super.rmsNorm(x), 'norm');
	}

	override attention(queriesKeysValues: ValueRows, nHead: number): ValueRows {
		return this.#named(super.attention(queriesKeysValues, nHead), 'attention');
	}

	#named(rows: ValueRows, part: 'x' | 'norm' | 'attention'): ValueRows {
		for (const [position, values] of rows.entries()) {
			for (const [column, value] of values.entries()) {
				this.names.set(value, {part, column, position});
			}
		}

		return rows;
	}
}
