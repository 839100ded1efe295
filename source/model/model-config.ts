/** The size of a model. `vocabSize` counts the BOS token. */
export type ModelConfig = {
	readonly vocabSize: number;
	/** The width of the embeddings. */
	readonly nEmbd: number;
	/** The longest stretch of tokens that the model sees at once. */
	readonly blockSize: number;
};
