import {type GptConfig, type ModelConfig} from './model-config.js';
import {type Operations} from './operations.js';

/**
The forward pass of a document, up to the mean loss.

@param tokens - The token ids of one document. As many positions are used as fit the block.
*/
export function documentLoss<Rows, Loss>(operations: Operations<Rows, Loss>, model: ModelConfig, tokens: readonly number[]): Loss {
	const positionCount = countPositions(model, tokens);
	const logits = documentLogits(operations, model, tokens.slice(0, positionCount));
	return operations.crossEntropy(logits, tokens.slice(1, positionCount + 1));
}

/** How many positions of a document the model sees: each predicts the token after it. */
export function countPositions({blockSize}: ModelConfig, tokens: readonly number[]): number {
	return Math.min(blockSize, tokens.length - 1);
}

/** The logits of the token after each position: (positions, vocabSize). */
export function documentLogits<Rows, Loss>(operations: Operations<Rows, Loss>, model: ModelConfig, inputs: readonly number[]): Rows {
	const tokenEmbedding = operations.embed('wte', inputs);
	const positionEmbedding = operations.embed('wpe', [...inputs.keys()]);
	const embedding = operations.add(tokenEmbedding, positionEmbedding);
	// The neural bigram goes straight from here to the logits. (Gary Jackson, Chapter 7.)
	const x = model.architecture === 'gpt' ? transform(operations, model, embedding) : embedding;
	return operations.linear(x, 'lm_head');
}

/** The transformer between embedding and logits, as in microgpt.py: no biases, no final norm. */
function transform<Rows, Loss>(operations: Operations<Rows, Loss>, {nLayer, nHead}: GptConfig, embedding: Rows): Rows {
	let x = operations.rmsNorm(embedding);
	for (let layer = 0; layer < nLayer; layer++) {
		const prefix = `layer${layer}` as const;
		const toAttention = operations.rmsNorm(x);
		const queries = operations.linear(toAttention, `${prefix}.attn_wq`);
		const keys = operations.linear(toAttention, `${prefix}.attn_wk`);
		const values = operations.linear(toAttention, `${prefix}.attn_wv`);
		const attended = operations.attention(queries, keys, values, nHead);
		x = operations.add(operations.linear(attended, `${prefix}.attn_wo`), x);

		const hidden = operations.relu(operations.linear(operations.rmsNorm(x), `${prefix}.mlp_fc1`));
		x = operations.add(operations.linear(hidden, `${prefix}.mlp_fc2`), x);
	}

	return x;
}
