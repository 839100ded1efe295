import * as v from 'valibot';

/** A whole number from 0. */
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** A whole number from 1. */
export const size = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

export const real = v.pipe(v.number(), v.finite());

export const optionalReal = v.exactOptional(real);

const sizes = {nEmbd: size, blockSize: size};

/** What makes a model of each architecture, but for its vocabulary. */
export const bigramSizes = v.object({architecture: v.literal('bigram'), ...sizes});
export const gptSizes = v.object({
	architecture: v.literal('gpt'), ...sizes, nLayer: size, nHead: size,
});
