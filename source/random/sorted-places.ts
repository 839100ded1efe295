const digitCount = 2 ** 16;
const lastDigit = digitCount - 1;

/**
The places of some keys in ascending order of the keys, equal ones in the order of their places. By their lower halves first, then by
the upper ones, so that it takes no comparison: it is millions of documents that are shuffled by it.
*/
export function sortedPlaces(keys: Uint32Array): Uint32Array {
	let places = keys.map((_, place) => place);
	for (const shift of [0, 16]) {
		/** For each digit, the place of the next key that has it. */
		const next = new Uint32Array(digitCount + 1);
		for (const key of keys) {
			next[((key >>> shift) & lastDigit) + 1]++;
		}

		for (let digit = 0; digit < digitCount; digit++) {
			next[digit + 1] += next[digit];
		}

		const sorted = new Uint32Array(keys.length);
		for (const place of places) {
			sorted[next[(keys[place] >>> shift) & lastDigit]++] = place;
		}

		places = sorted;
	}

	return places;
}
