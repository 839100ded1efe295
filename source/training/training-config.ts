/** How a model is trained. The defaults of each preset reproduce its reference. */
export type TrainingConfig = {
	/** The number of updates. */
	readonly steps: number;
	/** The learning rate at the first step; it falls in a straight line to 0. */
	readonly learningRate: number;
	readonly beta1: number;
	readonly beta2: number;
	readonly epsilon: number;
	/** The number of steps between two evaluations on the validation documents. */
	readonly evalEvery: number;
};
