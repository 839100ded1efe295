import {type AdamUpdate} from '../adam.js';
import {type MemoryUse} from '../memory-needs.js';
import {type ModelConfig} from '../model-config.js';
import {
	countParameters,
	type Matrix,
	type ParameterKey,
	parameterLayouts,
	type RealArray,
} from '../parameters.js';
import {type Kernels, type Pointer} from './kernels.js';
import {type MemoryPlan} from './memory-plan.js';

/** A parameter matrix in memory, or several that follow each other: then they are one. */
export type Weight = Pick<Matrix, 'rows' | 'columns'> & {
	readonly pointer: Pointer;
	readonly gradient: Pointer;
};

/** A weight with a copy whose rows and columns are changed over, so that both directions read along rows. */
export type TransposedWeight = Weight & {
	readonly transposed: Pointer;
	readonly transposedStride: number;
};

/** What changes parameters. */
export type WeightUpdates = {
	/** Brings the transposed copies up to date, if they are not. */
	refresh: () => void;
	/** To be called when the parameters have been changed from outside. */
	expire: () => void;
	/** An update by Adam. */
	update: (update: AdamUpdate) => void;
};

/** The parameters of a model with all that belongs to each of them, in the memory of an engine. */
export class Weights {
	readonly count: number;
	readonly parameters: Pointer;
	readonly gradients: Pointer;
	readonly firstMoments: Pointer;
	readonly secondMoments: Pointer;
	readonly #plan: MemoryPlan;
	readonly #weights = new Map<ParameterKey, Weight>();
	readonly #transposed = new Map<string, TransposedWeight>();
	readonly #plain = new Set<Weight>();

	/**
	Gives the parameters of a model their places.

	@param isTrained - Without it, there is no room for gradients and moments, which nobody may ask for then.
	*/
	constructor(plan: MemoryPlan, model: ModelConfig, isTrained = true) {
		this.#plan = plan;
		this.count = countParameters(model);
		this.parameters = plan.numbers([this.count], 'parameters');
		const place = (use: MemoryUse) => isTrained ? plan.numbers([this.count], use) : 0;
		this.gradients = place('gradients');
		this.firstMoments = place('moments');
		this.secondMoments = place('moments');
		let offset = 0;
		for (const {key, rows, columns} of parameterLayouts(model)) {
			this.#weights.set(key, {
				rows, columns, pointer: this.parameters + offset, gradient: this.gradients + offset,
			});
			offset += rows * columns * plan.bytesPerNumber;
		}
	}

	/** A matrix that is read as it is. */
	get(key: ParameterKey): Weight {
		const weight = this.#find(key);
		this.#plain.add(weight);
		return weight;
	}

	/** One matrix of several that follow each other, with its transposed copy; the same one for the same keys. */
	transposed(keys: readonly ParameterKey[]): TransposedWeight {
		const name = keys.join(' ');
		const known = this.#transposed.get(name);
		if (known) {
			return known;
		}

		const [first, ...others] = keys.map(key => this.#find(key));
		let {rows} = first;
		for (const other of others) {
			if (other.columns !== first.columns || other.pointer !== first.pointer + (rows * first.columns * this.#plan.bytesPerNumber)) {
				throw new Error(`Expected weights of one width that follow each other, got ${keys.join(', ')}.`);
			}

			rows += other.rows;
		}

		const transposedStride = this.#plan.stride(rows);
		const weight = {
			...first, rows, transposedStride, transposed: this.#plan.numbers([first.columns, transposedStride], 'transposed weights'),
		};
		this.#transposed.set(name, weight);
		return weight;
	}

	/**
	Makes room for what it takes to fill in the parameters of a model that only reads; to be called after all weights have been asked
	for. Those that are multiplied with are there only changed over. Nothing touches their own places, so that these take no pages:
	of a large model that is half of the memory, and the system hands out pages more slowly than they are filled.

	@returns what fills them in, from all parameters.
	*/
	planFilling(): (kernels: Kernels, viewOf: (pointer: Pointer, count: number) => RealArray, parameters: RealArray) => void {
		const transposed = [...this.#transposed.values()];
		// One after the other is laid here, which stays in the cache.
		const desk = this.#plan.numbers([Math.max(1, ...transposed.map(({rows, columns}) => rows * columns))]);
		return (kernels, viewOf, parameters) => {
			const lay = (place: Pointer, {pointer, rows, columns}: Weight) => {
				const count = rows * columns;
				const first = (pointer - this.parameters) / this.#plan.bytesPerNumber;
				viewOf(place, count).set(parameters.subarray(first, first + count));
			};

			for (const weight of this.#plain) {
				lay(weight.pointer, weight);
			}

			for (const weight of transposed) {
				lay(desk, weight);
				kernels.transpose(weight.transposed, weight.transposedStride, desk, weight.rows, weight.columns);
			}
		};
	}

	/** To be called when the memory is there, after all weights have been asked for. */
	bind(kernels: Kernels): WeightUpdates {
		const {parameters, gradients, firstMoments, secondMoments} = this;
		const weights = [...this.#transposed.values()];
		const paddedCount = this.#plan.wholeVectors(this.count);
		let isFresh = false;
		return {
			refresh() {
				if (isFresh) {
					return;
				}

				for (const {transposed, transposedStride, pointer, rows, columns} of weights) {
					kernels.transpose(transposed, transposedStride, pointer, rows, columns);
				}

				isFresh = true;
			},

			expire() {
				isFresh = false;
			},

			update({learningRate, beta1, beta2, epsilon, firstCorrection, secondCorrection, gradientScale, weightDecay}) {
				const rate = learningRate / firstCorrection;
				const secondScale = 1 / secondCorrection;
				const kept = 1 - (learningRate * weightDecay);
				kernels.adam(parameters, gradients, firstMoments, secondMoments, paddedCount, rate, beta1, 1 - beta1, beta2, 1 - beta2, secondScale, epsilon, gradientScale, kept);
				isFresh = false;
			},
		};
	}

	#find(key: ParameterKey): Weight {
		const weight = this.#weights.get(key);
		if (!weight) {
			throw new Error(`The model has no parameter ${key}.`);
		}

		return weight;
	}
}
