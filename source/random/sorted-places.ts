const digitCount = 2 ** 16;
const lastDigit = digitCount - 1;

/** The places of some keys in ascending order of the keys, equal ones in the order of their places. */
export function sortedPlaces(keys: Uint32Array): Uint32Array {
	return keys.length < digitCount ? sortedAsNumbers(keys) : sortedByDigits(keys);
}

/** Each key and its place as one number, which is exact: most of it is done by the sort of Node, which has not to become warm first. */
function sortedAsNumbers(keys: Uint32Array): Uint32Array {
	const {length} = keys;
	const numbers = Float64Array.from(keys).map((key, place) => (key * length) + place).toSorted();
	return Uint32Array.from(numbers.map(number => number % length));
}

/** By their lower halves first, then by the upper ones, so that it takes no comparison: it is millions of documents that are shuffled by it. */
function sortedByDigits(keys: Uint32Array): Uint32Array {
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
