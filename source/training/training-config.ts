/** How the learning rate goes on after the warm-up: in a straight line or half a cosine to 0, or not at all. */
export const schedules = ['linear', 'cosine', 'constant'] as const;

export type Schedule = (typeof schedules)[number];

/** How a model is trained. The defaults of each preset reproduce its reference. */
export type TrainingConfig = {
	/** The number of updates. */
	readonly steps: number;
	/** The number of documents that a step learns from. */
	readonly batchSize: number;
	/** The highest learning rate: that of the first step, or of the end of the warm-up. */
	readonly learningRate: number;
	readonly schedule: Schedule;
	/** The number of steps in which the learning rate rises from next to 0 to its highest. */
	readonly warmup: number;
	readonly beta1: number;
	readonly beta2: number;
	readonly epsilon: number;
	/** The share of itself that each parameter loses in a step, times the learning rate. */
	readonly weightDecay: number;
	/** Gradients with a larger norm are scaled down to it; 0: never. */
	readonly gradClip: number;
	/** The number of steps between two evaluations on the validation documents. */
	readonly evalEvery: number;
	/** On how many documents of either part at most, drawn once; 0: on all. */
	readonly evalDocuments: number;
};
