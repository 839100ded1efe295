// The bits of an F16: a sign, 5 of the exponent, 10 of the fraction.
const fractionBits = 10;
const fractions = 2 ** fractionBits;
const exponents = 2 ** 5;
const exponentBias = 15;

/** Numbers of 16 bits as numbers of 32, which hold each of them exactly. */
export function widenF16(halves: Uint16Array): Float32Array<ArrayBuffer> {
	return Float32Array.from(halves, half => valueOfHalf(half));
}

/** Numbers whose bits are the upper half of those of an F32. */
export function widenBF16(halves: Uint16Array): Float32Array<ArrayBuffer> {
	const buffer = new ArrayBuffer(halves.length * Float32Array.BYTES_PER_ELEMENT);
	new Uint32Array(buffer).set(Uint32Array.from(halves, half => half * (2 ** 16)));
	return new Float32Array(buffer);
}

function valueOfHalf(half: number): number {
	const fraction = half % fractions;
	const exponent = Math.floor(half / fractions) % exponents;
	const sign = half < exponents * fractions ? 1 : -1;
	if (exponent === exponents - 1) {
		return fraction === 0 ? sign * Infinity : NaN;
	}

	return exponent === 0
		? sign * fraction * (2 ** (1 - exponentBias - fractionBits))
		: sign * (fractions + fraction) * (2 ** (exponent - exponentBias - fractionBits));
}
