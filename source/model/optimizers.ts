/** What an optimiser makes of the gradients. */
export type Optimizer = {
	readonly title: string;
	/** It follows the running mean of the gradient, and not the gradient itself. */
	readonly hasMomentum: boolean;
	/** It divides by the root of the running mean of the squared gradient: each parameter has a rate of its own. */
	readonly hasOwnRates: boolean;
};

export const optimizerNames = ['adam', 'rmsprop', 'momentum', 'sgd'] as const;

export type OptimizerName = (typeof optimizerNames)[number];

/** Adam, and what is left of it without one of its two ideas, or without both. */
export const optimizers: Readonly<Record<OptimizerName, Optimizer>> = {
	adam: {title: 'Adam', hasMomentum: true, hasOwnRates: true},
	rmsprop: {title: 'RMSProp', hasMomentum: false, hasOwnRates: true},
	momentum: {title: 'Momentum', hasMomentum: true, hasOwnRates: false},
	sgd: {title: 'SGD', hasMomentum: false, hasOwnRates: false},
};
