/** A published model with the settings that reproduce its run. */
export type Preset = {
	readonly name: string;
	readonly title: string;
	/** Where the model was published. */
	readonly source: string;
	readonly model: {readonly nEmbd: number; readonly blockSize: number};
	readonly training: {
		readonly steps: number;
		readonly learningRate: number;
		readonly beta1: number;
		readonly beta2: number;
		readonly epsilon: number;
		readonly seed: number;
	};
};

/** The neural bigram that the course trains first. */
export const chapter7: Preset = {
	name: 'chapter7',
	title: 'neural bigram',
	source: 'Gary Jackson, “Chapter 7: The Training Loop and Adam Optimiser”',
	model: {nEmbd: 16, blockSize: 8},
	training: {
		steps: 1000,
		learningRate: 0.01,
		beta1: 0.85,
		beta2: 0.99,
		epsilon: 1e-8,
		seed: 42,
	},
};

/** Every preset, in the order of the course. */
export const presets: readonly Preset[] = [chapter7];
