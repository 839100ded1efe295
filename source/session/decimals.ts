const grouping = new Intl.NumberFormat('en', {maximumFractionDigits: 0, signDisplay: 'negative'});

/** A number with so many decimals. What rounds to 0 has no sign: there is no -0.00. */
export function toDecimals(number: number, count: number): string {
	const text = number.toFixed(count);
	return /^-[.0]+$/v.test(text) ? text.slice(1) : text;
}

/** A whole number with its thousands grouped: 32,033. What rounds to 0 has no sign. */
export function countText(count: number): string {
	return grouping.format(count);
}
