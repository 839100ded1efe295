type Sizes = {
	/** The number of tokens, BOS among them. */
	readonly vocabSize: number;
	/** The width of the embeddings. */
	readonly nEmbd: number;
	/** The longest stretch of tokens that the model sees at once. */
	readonly blockSize: number;
};

/** Each token on its own: embedding, then logits. */
export type BigramConfig = Sizes & {readonly architecture: 'bigram'};

/** The transformer of microgpt.py. */
export type GptConfig = Sizes & {
	readonly architecture: 'gpt';
	/** The number of layers. */
	readonly nLayer: number;
	/** The number of attention heads; it divides `nEmbd`. */
	readonly nHead: number;
};

/** What a model is like and how large. */
export type ModelConfig = BigramConfig | GptConfig;
