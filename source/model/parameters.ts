import {type RandomSource} from '../random/random-source.js';
import {type ModelConfig} from './model-config.js';

/** The parameter matrices by their names in microgpt.py. */
export type ParameterKey = 'wte' | 'wpe' | 'lm_head' | `layer${number}.${LayerKey}`;

type LayerKey = 'attn_wq' | 'attn_wk' | 'attn_wv' | 'attn_wo' | 'mlp_fc1' | 'mlp_fc2';

/** A parameter matrix before it has numbers. */
export type ParameterLayout = {
	readonly key: ParameterKey;
	readonly rows: number;
	readonly columns: number;
	/** Of the normal distribution around 0 that its numbers are drawn from, row by row. */
	readonly standardDeviation: number;
};

/** Numbers of either precision. */
export type RealArray = Float64Array | Float32Array;

/** One parameter matrix, a view on the array that holds all of them. */
export type Matrix = {
	readonly key: ParameterKey;
	readonly rows: number;
	readonly columns: number;
	/** Row after row: (rows, columns). */
	readonly data: RealArray;
};

/** All trainable numbers of a model in one array, with named views in the order of the reference. */
export type Parameters = {
	readonly data: RealArray;
	readonly matrices: readonly Matrix[];
};

/** The hidden layer of the MLP is so many times as wide as the embeddings. */
const hiddenFactor = 4;
/** The standard deviation of the initial parameters in both references. */
const initialStandardDeviation = 0.08;

/** Every matrix, in the order of the reference. Who would draw one in another way says so here. */
export function parameterLayouts(model: ModelConfig): ParameterLayout[] {
	const {vocabSize, nEmbd, blockSize} = model;
	const matrix = (key: ParameterKey, rows: number, columns: number): ParameterLayout => ({
		key, rows, columns, standardDeviation: initialStandardDeviation,
	});
	const layouts = [matrix('wte', vocabSize, nEmbd), matrix('wpe', blockSize, nEmbd), matrix('lm_head', vocabSize, nEmbd)];
	const layerCount = model.architecture === 'gpt' ? model.nLayer : 0;
	for (let layer = 0; layer < layerCount; layer++) {
		layouts.push(
			matrix(`layer${layer}.attn_wq`, nEmbd, nEmbd),
			matrix(`layer${layer}.attn_wk`, nEmbd, nEmbd),
			matrix(`layer${layer}.attn_wv`, nEmbd, nEmbd),
			matrix(`layer${layer}.attn_wo`, nEmbd, nEmbd),
			matrix(`layer${layer}.mlp_fc1`, hiddenFactor * nEmbd, nEmbd),
			matrix(`layer${layer}.mlp_fc2`, nEmbd, hiddenFactor * nEmbd),
		);
	}

	return layouts;
}

/** How many numbers the model learns. */
export function countParameters(model: ModelConfig): number {
	let count = 0;
	for (const {rows, columns} of parameterLayouts(model)) {
		count += rows * columns;
	}

	return count;
}

/**
Numbers for the model with their views: parameters or their gradients.

@param data - The array to look at; without it, a new one of zeros.
*/
export function createParameters(model: ModelConfig, data: RealArray = new Float64Array(countParameters(model))): Parameters {
	let offset = 0;
	const matrices = parameterLayouts(model).map(({key, rows, columns}) => {
		const matrix = {
			key, rows, columns, data: data.subarray(offset, offset + (rows * columns)),
		};
		offset += rows * columns;
		return matrix;
	});
	return {data, matrices};
}

/** Parameters as they are drawn, matrix by matrix and row by row. */
export function initialiseParameters(model: ModelConfig, random: RandomSource): Parameters {
	const parameters = createParameters(model);
	for (const [index, {standardDeviation}] of parameterLayouts(model).entries()) {
		const {data} = parameters.matrices[index];
		for (let place = 0; place < data.length; place++) {
			data[place] = random.gauss(0, standardDeviation);
		}
	}

	return parameters;
}
