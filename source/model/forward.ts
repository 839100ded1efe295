import {type ModelConfig} from './model-config.js';
import {type Operations} from './operations.js';

/**
The forward pass of the neural bigram: each position on its own goes from the embedding of its
token and its place straight to the logits of the next token. (Gary Jackson, Chapter 7.)

@param tokens - The token ids of one document. As many positions are used as fit the block.
*/
export function documentLoss<Rows, Loss>(operations: Operations<Rows, Loss>, model: ModelConfig, tokens: readonly number[]): Loss {
	const positionCount = countPositions(model, tokens);
	const inputs = tokens.slice(0, positionCount);
	const targets = tokens.slice(1, positionCount + 1);

	const tokenEmbedding = operations.embed('wte', inputs);
	const positionEmbedding = operations.embed('wpe', [...inputs.keys()]);
	const x = operations.add(tokenEmbedding, positionEmbedding);
	const logits = operations.linear(x, 'lm_head');
	return operations.crossEntropy(logits, targets);
}

/** How many positions of a document the model sees: each predicts the token after it. */
export function countPositions({blockSize}: ModelConfig, tokens: readonly number[]): number {
	return Math.min(blockSize, tokens.length - 1);
}
