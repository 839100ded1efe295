import {createRandom} from '../random/create-random.js';
import {type ResumableRandom} from '../random/random-source.js';
import {type RunConfig} from './run-config.js';

/** A new stream that draws what is held out and measured: the same for runs that differ in their seed. */
export function createSplitRandom({random, seed, dataset: {splitSeed = seed}}: Pick<RunConfig, 'random' | 'seed' | 'dataset'>): ResumableRandom {
	return createRandom(random, splitSeed);
}
