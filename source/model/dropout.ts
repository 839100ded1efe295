/*
Which activations dropout leaves out follows from a key and their place alone, without a stream of random numbers: so a step
can be done again, by either engine, and leaves out the same ones.
*/

/** What is left out in a step: the same ones for the same seed and step. */
export type DropoutMasks = {readonly seed: number; readonly step: number};

/** A key that belongs to one use of dropout in one step. */
export function dropoutKey({seed, step}: DropoutMasks, use: number): number {
	return mixed(mixed(mixed(seed) + step) + use);
}

/** Whether an activation is left out, by its row in the batch and its column; by a threshold as below. */
export function isDropped(key: number, row: number, column: number, threshold: number): boolean {
	return (mixed(mixed(key + row) + column) >>> 0) < threshold;
}

/** Of the numbers of 32 bits, as many as are below it are left out. */
export function dropoutThreshold(rate: number): number {
	return Math.floor(rate * (2 ** 32));
}

/** A whole number of 32 bits of which each bit depends on each of another one: the finaliser of MurmurHash3. */
function mixed(number: number): number {
	let bits = Math.imul(number ^ (number >>> 16), 0x85_EB_CA_6B);
	bits = Math.imul(bits ^ (bits >>> 13), 0xC2_B2_AE_35);
	return bits ^ (bits >>> 16);
}
