import {ConfigError} from '../errors.js';
import {countParameters} from '../model/parameters.js';
import {type ModelConfig} from '../model/model-config.js';
import {type RunConfig} from '../settings/run-config.js';

/** How many threads are to share the work of a step: so many, or at most so many, where that pays. */
export type ThreadChoice = {readonly exactly: number} | {readonly atMost: number};

/** Below so many multiplications, a step takes a few milliseconds, and the threads would wait for each other for much of it. */
const worthSharing = 150e6;
/** Of each parameter with each position: forward, and backward for the input and for the parameter. */
const multiplicationsPerParameter = 3;

/**
Refuses for an engine that works number by number what is for one that works with whole matrices.

@throws ConfigError which says so.
*/
export function checkThreads({engine}: Pick<RunConfig, 'engine'>, {threads, wideVectors}: {readonly threads?: number | undefined; readonly wideVectors?: boolean | undefined}): void {
	if (engine === 'scalar' && threads !== undefined && threads > 1) {
		throw new ConfigError(`Expected --threads with the tensor engine, got ${threads} with the scalar one, which works number by number. Leave it out, or add --engine tensor.`);
	}

	if (engine === 'scalar' && wideVectors) {
		throw new ConfigError('Expected --wide-vectors with the tensor engine, got it with the scalar one, which works number by number. Leave it out, or add --engine tensor.');
	}
}

/** The number of threads for a model and its batches; without a choice, one. */
export function threadsFor(model: ModelConfig, {engine, training: {batchSize}}: Pick<RunConfig, 'engine' | 'training'>, choice: ThreadChoice | undefined): number {
	if (engine === 'scalar' || !choice) {
		return 1;
	}

	if ('exactly' in choice) {
		return choice.exactly;
	}

	const multiplications = multiplicationsPerParameter * countParameters(model) * model.blockSize * batchSize;
	return multiplications < worthSharing ? 1 : Math.max(1, choice.atMost);
}
