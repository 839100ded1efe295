import * as v from 'valibot';
import {type ForkPoint} from '../training/events.js';
import {count, real} from './number-schemas.js';

const lastStep = v.object({
	type: v.literal('step'),
	step: count,
	loss: real,
	learningRate: real,
	tokenCount: count,
	gradientNorm: real,
	elapsedMs: real,
});

const average = v.object({mean: real, lossCount: count});

/** Where a run has left another one, as it is written down. */
export const forkPointSchema = v.object({
	run: v.exactOptional(v.string()),
	step: count,
	documents: count,
	lastStep: v.exactOptional(lastStep),
	tokens: v.exactOptional(count),
	average: v.exactOptional(average),
}) satisfies v.GenericSchema<unknown, ForkPoint>;
