import * as v from 'valibot';

/** A whole number from 0. */
export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** A whole number from 1. */
export const size = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

export const real = v.pipe(v.number(), v.finite());

export const optionalReal = v.exactOptional(real);
