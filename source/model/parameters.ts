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
/** The standard deviation of the initial parameters in both references, whose embeddings are 16 wide. */
export const initialDeviation = 0.08;
const referenceWidth = 16;
/** They give embeddings, which nothing multiplies. */
const embeddingKeys: ReadonlySet<string> = new Set(['wte', 'wpe']);

/** Every matrix, in the order of the reference. */
export function parameterLayouts(model: ModelConfig): ParameterLayout[] {
	const {vocabSize, nEmbd, blockSize} = model;
	const matrix = (key: ParameterKey, rows: number, columns: number): ParameterLayout => ({key, rows, columns});
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

/**
The standard deviation that suits the initial matrices of a model: the wider it is, the more numbers each of them adds up,
and the smaller these have to be. Undefined for those of the references, and smaller ones, where
all are drawn alike.
*/
export function suitedDeviation({nEmbd, nLayer}: {readonly nEmbd: number; readonly nLayer: number}): number | undefined {
	return nEmbd <= referenceWidth && nLayer === 1 ? undefined : deviationForWidth(nEmbd);
}

/** The same, of the width alone. */
export function deviationForWidth(nEmbd: number): number {
	return initialDeviation * Math.sqrt(Math.min(1, referenceWidth / nEmbd));
}

/**
Parameters as they are drawn, matrix by matrix and row by row, from normal distributions around 0.

@param matrixDeviation - The standard deviation of the matrices that multiply something; embeddings have 0.08, and what
layers add to the residual stream has less the more layers there are. Without it, all have 0.08, as in the references.
*/
export function initialiseParameters(model: ModelConfig, random: RandomSource, matrixDeviation?: number): Parameters {
	const parameters = createParameters(model);
	for (const {key, data} of parameters.matrices) {
		const deviation = matrixDeviation === undefined || embeddingKeys.has(key) ? initialDeviation : matrixDeviation / Math.sqrt(countAddends(key, model));
		for (let place = 0; place < data.length; place++) {
			data[place] = random.gauss(0, deviation);
		}
	}

	return parameters;
}

/** How many layers add to the same sum as a matrix does. */
function countAddends(key: ParameterKey, model: ModelConfig): number {
	return model.architecture === 'gpt' && /\.(?:attn_wo|mlp_fc2)$/v.test(key) ? model.nLayer : 1;
}
