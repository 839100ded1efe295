import {type DropoutMasks} from '../model/dropout.js';
import {type Engine, type Tokens} from '../model/engine.js';
import {type AdamUpdate} from '../model/adam.js';
import {adamUpdateOf} from '../training/adam-update.js';
import {batchOf, documentsOf} from '../training/batches.js';
import {type StepEvent} from '../training/events.js';
import {type InspectionSource} from './inspection-source.js';

/** The last step once more, with all that it was made of. */
export type LastUpdate = {
	readonly step: StepEvent;
	/** What it learnt from, and as much of it as the model sees. */
	readonly documents: readonly string[];
	readonly batch: readonly Tokens[];
	readonly update: AdamUpdate;
	/** What it left out, in a model with dropout. */
	readonly masks: DropoutMasks;
	/** The parameters before it and after it. */
	readonly before: Float64Array;
	readonly after: Float64Array;
};

/**
Takes the last step back, on paper: Adam's moments, which are kept, say how far it went.

@returns undefined before the first step, and after one whose weight decay has left nothing to go back from.
*/
export function lastUpdate({engine, config, start, progress, ...sources}: InspectionSource): LastUpdate | undefined {
	const step = progress.lastStep;
	if (!step) {
		return undefined;
	}

	const update = adamUpdateOf(step, config);
	if (keptBy(update) === 0) {
		return undefined;
	}

	const after = Float64Array.from(engine.parameters.data);
	const source = {...sources, batchSize: config.batchSize, blockSize: engine.model.blockSize};
	return {
		step,
		documents: documentsOf(step.step, source),
		batch: batchOf(step.step, source),
		update,
		masks: {seed: start.seed, step: step.step},
		before: after.map((parameter, index) => beforeUpdate(parameter, index, engine, update)),
		after,
	};
}

/** What a parameter was before the last step: what has been taken from it is given back, and what has decayed too. */
export function beforeUpdate(parameter: number, index: number, engine: Pick<Engine, 'moments'>, update: AdamUpdate): number {
	return (parameter + moveOf(index, engine, update)) / keptBy(update);
}

/** The share of each parameter that weight decay leaves in a step. */
function keptBy({learningRate, weightDecay}: AdamUpdate): number {
	return 1 - (learningRate * weightDecay);
}

/** How far Adam has moved a parameter down its gradient in the last step. */
export function moveOf(index: number, {moments: {first, second}}: Pick<Engine, 'moments'>, {learningRate, firstCorrection, secondCorrection, epsilon}: AdamUpdate): number {
	return learningRate * (first[index] / firstCorrection) / (Math.sqrt(second[index] / secondCorrection) + epsilon);
}

/** Does something with other parameters, and puts back those that are there. */
export function withParameters<Result>(engine: Engine, parameters: ArrayLike<number>, act: () => Result): Result {
	const kept = Float64Array.from(engine.parameters.data);
	engine.setParameters(parameters);
	try {
		return act();
	} finally {
		engine.setParameters(kept);
	}
}
