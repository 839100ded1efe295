/**
What can be taken out of a model to see what it is good for: all residual connections, all RMS norms, the position
embedding, a head of a layer, or a whole layer; both count from 0. Its parameters stay, with a gradient of 0.
*/
export type Ablation = 'residual' | 'norm' | 'position' | `head:${number}.${number}` | `layer:${number}`;

type Sizes = {
	/** The number of tokens, BOS among them. */
	readonly vocabSize: number;
	/** The width of the embeddings. */
	readonly nEmbd: number;
	/** The longest stretch of tokens that the model sees at once. */
	readonly blockSize: number;
	/** What is taken out of it; left out, nothing is. */
	readonly without?: readonly Ablation[];
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
