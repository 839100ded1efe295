/** How many bits a number of each kind takes. */
export const bitsOfDtypes = {
	F64: 64,
	F32: 32,
	F16: 16,
	BF16: 16,
	BOOL: 8,
	U8: 8,
	U16: 16,
	U32: 32,
	U64: 64,
	I8: 8,
	I16: 16,
	I32: 32,
	I64: 64,
	C64: 64,
	F4: 4,
	F6_E2M3: 6,
	F6_E3M2: 6,
	F8_E4M3: 8,
	F8_E4M3FNUZ: 8,
	F8_E5M2: 8,
	F8_E5M2FNUZ: 8,
	F8_E8M0: 8,
} as const;

/** What the format knows. */
export type Dtype = keyof typeof bitsOfDtypes;

/** What can be read as a weight; the rest can only be there. */
export const weightDtypes = ['F64', 'F32', 'F16', 'BF16'] as const satisfies readonly Dtype[];

export type WeightDtype = (typeof weightDtypes)[number];

/** Whether the numbers of a tensor can be read. */
export function isWeight(dtype: Dtype): dtype is WeightDtype {
	return (weightDtypes as readonly Dtype[]).includes(dtype);
}
