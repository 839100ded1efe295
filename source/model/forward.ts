import {type GptConfig, type ModelConfig} from './model-config.js';
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
	const embedding = operations.add(operations.embed('wte', tokens), operations.embed('wpe', positions));
	// The neural bigram goes straight from here to the logits. (Gary Jackson, Chapter 7.)
	const x = model.architecture === 'gpt' ? transform(operations, model, embedding) : embedding;
	return operations.linear(x, 'lm_head');
}

/** The transformer between embedding and logits, as in microgpt.py: no biases, no final norm. */
function transform<Rows, Indexes, Loss>(operations: Operations<Rows, Indexes, Loss>, {nLayer, nHead}: GptConfig, embedding: Rows): Rows {
	let x = operations.rmsNorm(embedding);
	for (let layer = 0; layer < nLayer; layer++) {
		const prefix = `layer${layer}` as const;
		const queriesKeysValues = operations.linear(operations.rmsNorm(x), `${prefix}.attn_wq`, `${prefix}.attn_wk`, `${prefix}.attn_wv`);
		const attended = operations.attention(queriesKeysValues, nHead);
		x = operations.add(operations.linear(attended, `${prefix}.attn_wo`), x);

		const hidden = operations.relu(operations.linear(operations.rmsNorm(x), `${prefix}.mlp_fc1`));
		x = operations.add(operations.linear(hidden, `${prefix}.mlp_fc2`), x);
	}

	return x;
}

/** How many positions of a document the model sees: each predicts the token after it. */
export function countPositions({blockSize}: ModelConfig, tokens: readonly number[]): number {
	return Math.min(blockSize, tokens.length - 1);
}
