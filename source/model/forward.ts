import {headsWithout, layersOf} from './ablations.js';
import {type GptConfig, type ModelConfig} from './model-config.js';
import {isRotary} from './parameters.js';
import {type Operations} from './operations.js';

/** What the model reads at each position: the token, and the place of the position in its document. */
export type ModelInput<Indexes> = {
	readonly tokens: Indexes;
	readonly positions: Indexes;
};

/** The forward pass up to the mean loss: how well each position predicts the token after it. */
export function modelLoss<Rows, Indexes, Loss>(operations: Operations<Rows, Indexes, Loss>, model: ModelConfig, input: ModelInput<Indexes>, targets: Indexes): Loss {
	return operations.crossEntropy(modelLogits(operations, model, input), targets);
}

/** The logits of the token after each position: (positions, vocabSize). */
export function modelLogits<Rows, Indexes, Loss>(operations: Operations<Rows, Indexes, Loss>, model: ModelConfig, {tokens, positions}: ModelInput<Indexes>): Rows {
	const ofTokens = operations.embed('wte', tokens);
	const embedding = isRotary(model) || model.without?.includes('position') ? ofTokens : operations.add(ofTokens, operations.embed('wpe', positions));
	// The neural bigram goes straight from here to the logits. (Gary Jackson, Chapter 7.)
	const x = model.architecture === 'gpt' ? transform(operations, model, embedding, positions) : embedding;
	return operations.linear(x, 'lm_head');
}

/** The transformer between embedding and logits, as in microgpt.py: no biases, no final norm; without what is taken out of it. */
function transform<Rows, Indexes, Loss>(operations: Operations<Rows, Indexes, Loss>, model: GptConfig, embedding: Rows, positions: Indexes): Rows {
	const {
		nEmbd, nHead, without = [], activation = 'relu', dropout = 0,
	} = model;
	const headSize = nEmbd / nHead;
	const isTurned = isRotary(model) && !without.includes('position');
	const norm = (rows: Rows) => without.includes('norm') ? rows : operations.rmsNorm(rows);
	const activate = (rows: Rows) => activation === 'squared-relu' ? operations.squaredRelu(rows) : operations.relu(rows);
	const residual = (rows: Rows, past: Rows) => without.includes('residual') ? rows : operations.add(rows, past);
	const drop = (rows: Rows) => dropout > 0 ? operations.dropout(rows, dropout) : rows;
	let x = norm(drop(embedding));
	for (const layer of layersOf(model)) {
		const prefix = `layer${layer}` as const;
		const queriesKeysValues = operations.linear(norm(x), `${prefix}.attn_wq`, `${prefix}.attn_wk`, `${prefix}.attn_wv`);
		// Of each head, its query and its key.
		const placed = isTurned ? operations.rotateSlices(queriesKeysValues, positions, 2 * nHead, headSize) : queriesKeysValues;
		let attended = operations.attention(placed, nHead);
		for (const head of headsWithout(model, layer)) {
			attended = operations.clear(attended, head * headSize, headSize);
		}

		x = residual(drop(operations.linear(attended, `${prefix}.attn_wo`)), x);

		const hidden = activate(operations.linear(norm(x), `${prefix}.mlp_fc1`));
		x = residual(drop(operations.linear(hidden, `${prefix}.mlp_fc2`)), x);
	}

	return x;
}

/** How many positions of a document the model sees: each predicts the token after it. */
export function countPositions({blockSize}: ModelConfig, tokens: readonly number[]): number {
	return Math.min(blockSize, tokens.length - 1);
}
