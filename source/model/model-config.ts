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
	/** What stands between the two matrices of the MLP; left out, it is ReLU. */
	readonly activation?: Activation;
	/** How a token tells where it stands: by an embedding of its position that is learned, or by how far its query and its key are turned; left out, it is learned. */
	readonly positions?: Positions;
	/** The share of activations that a step of the training leaves out; left out, it is 0. */
	readonly dropout?: number;
};

export const positionKinds = ['learned', 'rotary'] as const;

export type Positions = (typeof positionKinds)[number];

/** What makes the MLP more than one matrix. */
export const activations = ['relu', 'squared-relu'] as const;

export type Activation = (typeof activations)[number];

/** What a model is like and how large. */
export type ModelConfig = BigramConfig | GptConfig;
