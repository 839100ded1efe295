import {type RandomSource} from '../random/random-source.js';
import {type ModelConfig} from './model-config.js';

/** The parameter matrices by their names in microgpt.py. */
export type ParameterKey = 'wte' | 'wpe' | 'lm_head' | `layer${number}.${LayerKey}`;

type LayerKey = 'attn_wq' | 'attn_wk' | 'attn_wv' | 'attn_wo' | 'mlp_fc1' | 'mlp_fc2';

type Shape = {readonly key: ParameterKey; readonly rows: number; readonly columns: number};

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

/** Name and shape of every matrix, in the order of the reference. */
export function parameterShapes(model: ModelConfig): Shape[] {
	const {vocabSize, nEmbd, blockSize} = model;
	const shapes: Shape[] = [
		{key: 'wte', rows: vocabSize, columns: nEmbd},
		{key: 'wpe', rows: blockSize, columns: nEmbd},
		{key: 'lm_head', rows: vocabSize, columns: nEmbd},
	];
	const layerCount = model.architecture === 'gpt' ? model.nLayer : 0;
	for (let layer = 0; layer < layerCount; layer++) {
		shapes.push(
			{key: `layer${layer}.attn_wq`, rows: nEmbd, columns: nEmbd},
			{key: `layer${layer}.attn_wk`, rows: nEmbd, columns: nEmbd},
			{key: `layer${layer}.attn_wv`, rows: nEmbd, columns: nEmbd},
			{key: `layer${layer}.attn_wo`, rows: nEmbd, columns: nEmbd},
			{key: `layer${layer}.mlp_fc1`, rows: hiddenFactor * nEmbd, columns: nEmbd},
			{key: `layer${layer}.mlp_fc2`, rows: nEmbd, columns: hiddenFactor * nEmbd},
		);
	}

	return shapes;
}

/** How many numbers the model learns. */
export function countParameters(model: ModelConfig): number {
	let count = 0;
	for (const {rows, columns} of parameterShapes(model)) {
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
	const matrices = parameterShapes(model).map(({key, rows, columns}) => {
		const matrix = {
			key, rows, columns, data: data.subarray(offset, offset + (rows * columns)),
		};
		offset += rows * columns;
		return matrix;
	});
	return {data, matrices};
}

/** Parameters drawn from a normal distribution, matrix by matrix and row by row. */
export function initialiseParameters(model: ModelConfig, random: RandomSource): Parameters {
	const parameters = createParameters(model);
	for (let index = 0; index < parameters.data.length; index++) {
		parameters.data[index] = random.gauss(0, initialStandardDeviation);
	}

	return parameters;
}
