/** The numbers that a setting may be; of an infinite maximum, any finite one from the minimum. */
export type NumberRange = {
	readonly isWhole: boolean;
	readonly minimum: number;
	readonly maximum: number;
	/** The minimum itself is not allowed. */
	readonly isAboveMinimum: boolean;
	/** The maximum itself is not allowed. */
	readonly isBelowMaximum: boolean;
	/** 0 is allowed too. */
	readonly hasZero?: boolean;
};

export const whole = (minimum: number, maximum = Infinity): NumberRange => ({
	isWhole: true, minimum, maximum, isAboveMinimum: false, isBelowMaximum: false,
});

export const real = (minimum: number, maximum = Infinity, ends: Partial<Pick<NumberRange, 'isAboveMinimum' | 'isBelowMaximum'>> = {}): NumberRange => ({
	isWhole: false, minimum, maximum, isAboveMinimum: false, isBelowMaximum: false, ...ends,
});

/** Whether the number is one of the range. */
export function isWithin({isWhole, minimum, maximum, isAboveMinimum, isBelowMaximum, hasZero}: NumberRange, number: number): boolean {
	const isHighEnough = isAboveMinimum ? number > minimum : number >= minimum;
	const isLowEnough = isBelowMaximum ? number < maximum : number <= maximum;
	const isOfKind = isWhole ? Number.isSafeInteger(number) : Number.isFinite(number);
	return (number === 0 && hasZero === true) || (isHighEnough && isLowEnough && isOfKind);
}

/** The range in words, as after “Expected … to be”. */
export function rangeText({isWhole, minimum, maximum, isAboveMinimum, isBelowMaximum, hasZero}: NumberRange): string {
	const kind = `${hasZero ? '0 or ' : ''}${isWhole ? 'a whole number' : 'a number'} ${isAboveMinimum ? 'above' : 'from'} ${minimum}`;
	return maximum === Infinity ? kind : `${kind}${isAboveMinimum ? ' and up' : ''} to ${isBelowMaximum ? 'below ' : ''}${maximum}`;
}
