import {type RandomSource} from '../random/random-source.js';
import {type ModelConfig} from './model-config.js';

/** The parameter matrices by their names in microgpt.py. */
export type ParameterKey = 'wte' | 'wpe' | 'lm_head' | `layer${number}.${LayerKey}`;

type LayerKey = 'attn_wq' | 'attn_wk' | 'attn_wv' | 'attn_wo' | 'mlp_fc1' | 'mlp_fc2';

/** The shape of a parameter matrix. */
export type ParameterLayout = {
	readonly key: ParameterKey;
	readonly rows: number;
	readonly columns: number;
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
export const initialDeviation = 0.08;
/** The place of a token is looked up in these, so that nothing is added up. */
const embeddingKeys: ReadonlySet<string> = new Set(['wte', 'wpe']);

/**
How initial parameters are drawn: all as in the references, with 0.08; each matrix as suits its size; or all with
another standard deviation.
*/
export type InitialSpread = 'alike' | 'bySize' | number;

/** Whether positions are told by turning queries and keys, without an embedding. */
export function isRotary(model: ModelConfig): boolean {
	return model.architecture === 'gpt' && model.positions === 'rotary';
}

/** Every matrix, in the order of the reference. */
export function parameterLayouts(model: ModelConfig): ParameterLayout[] {
	const {vocabSize, nEmbd, blockSize} = model;
	const matrix = (key: ParameterKey, rows: number, columns: number): ParameterLayout => ({key, rows, columns});
	const layouts = [matrix('wte', vocabSize, nEmbd), ...(isRotary(model) ? [] : [matrix('wpe', blockSize, nEmbd)]), matrix('lm_head', vocabSize, nEmbd)];
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

/**
The standard deviation that suits an initial matrix: what it adds up is to be no larger than what it is given, whatever its width.
Matrices as small as those of the references are drawn as theirs.

@param columns - How many products are added up to one number.
*/
export function suitedDeviation(columns: number): number {
	return Math.min(initialDeviation, 1 / Math.sqrt(columns));
}

/** Whether any matrix of a model is drawn in another way as suits its size. */
export function isSizeFelt({nEmbd, nLayer}: {readonly nEmbd: number; readonly nLayer: number}): boolean {
	return nLayer > 1 || suitedDeviation(hiddenFactor * nEmbd) < initialDeviation;
}

/**
Parameters as they are drawn, matrix by matrix and row by row, from normal distributions around 0.

@param tell - Hears how many have been drawn, after each matrix.
*/
export function initialiseParameters(model: ModelConfig, random: RandomSource, spread: InitialSpread = 'alike', tell?: (count: number) => void): Parameters {
	const parameters = createParameters(model);
	let count = 0;
	for (const matrix of parameters.matrices) {
		const {data} = matrix;
		const deviation = deviationOf(matrix, model, spread);
		for (let place = 0; place < data.length; place++) {
			data[place] = random.gauss(0, deviation);
		}

		count += data.length;
		tell?.(count);
	}

	return parameters;
}

function deviationOf({key, columns}: Matrix, model: ModelConfig, spread: InitialSpread): number {
	if (typeof spread === 'number') {
		return spread;
	}

	return spread === 'alike' || embeddingKeys.has(key) ? initialDeviation : suitedDeviation(columns) / Math.sqrt(countAddends(key, model));
}

/** How many layers add to the same sum, the residual stream, as a matrix does. */
function countAddends(key: ParameterKey, model: ModelConfig): number {
	return model.architecture === 'gpt' && /\.(?:attn_wo|mlp_fc2)$/v.test(key) ? model.nLayer : 1;
}
