const goldenGamma = 0x9E_37_79_B9_7F_4A_7C_15n;
const firstFactor = 0xBF_58_47_6D_1C_E4_E5_B9n;
const secondFactor = 0x94_D0_49_BB_13_31_11_EBn;

/**
One of the draws of a seed, whichever, without those before it: a whole number from 0 up to but without `limit`.

The draws are those of SplitMix64, whose state grows by the same number with each, so that the nth is as quick as the first. (G. Steele,
D. Lea, C. Flood, 2014: Fast splittable pseudorandom number generators.)

@param seed - A whole number.
@param index - Of the draw, from 0.
*/
export function drawAt(seed: number, index: number, limit: number): number {
	const draw = mix(BigInt.asUintN(64, BigInt(seed) + (BigInt(index + 1) * goldenGamma)));
	return Number((draw * BigInt(limit)) >> 64n);
}

/** A number of 64 bits, all of them mixed up. */
function mix(state: bigint): bigint {
	let mixed = BigInt.asUintN(64, (state ^ (state >> 30n)) * firstFactor);
	mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 27n)) * secondFactor);
	return mixed ^ (mixed >> 31n);
}
