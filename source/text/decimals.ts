/** Up to here all digits are written, and exact. */
const largestExact = 1e15;

/** A number with so many decimals. What rounds to 0 has no sign: there is no -0.00. */
export function toDecimals(number: number, count: number): string {
	const text = number.toFixed(count);
	return /^-[.0]+$/v.test(text) ? text.slice(1) : text;
}

/** A whole number with its thousands grouped: 32,033. What rounds to 0 has no sign. */
export function countText(count: number): string {
	// To make a formatter takes 20 ms, a tenth of the time in which the program starts.
	return Math.abs(count) < largestExact
		? groupThousands(toDecimals(count, 0))
		: count.toLocaleString('en', {maximumFractionDigits: 0, signDisplay: 'negative'});
}

function groupThousands(digits: string): string {
	const first = digits.startsWith('-') ? 1 : 0;
	let text = digits;
	for (let place = digits.length - 3; place > first; place -= 3) {
		text = `${text.slice(0, place)},${text.slice(place)}`;
	}

	return text;
}
