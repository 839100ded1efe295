import {type RealArray} from '../../model/parameters.js';

/** Numbers with a name; their precision is that of the array. */
export type Tensor = {
	readonly name: string;
	/** Without dimensions it is a single number. */
	readonly shape: readonly number[];
	/** The last dimension varies fastest. */
	readonly data: RealArray;
};

/** What a file holds. */
export type Safetensors = {
	readonly tensors: ReadonlyMap<string, Tensor>;
	/** All of it, also the seal. */
	readonly metadata: ReadonlyMap<string, string>;
};

/** `crypto.subtle.digest` takes no more. */
export const mostFileBytes = (2 ** 31) - 1;
