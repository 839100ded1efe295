import {type Precision} from '../engine.js';
import {type MemoryNeeds, type MemoryUse} from '../memory-needs.js';
import {type RealArray} from '../parameters.js';
import {type Pointer} from './kernels.js';

/** Every block begins at a cache line. */
const alignment = 64;
/** A vector of WebAssembly's SIMD. */
const vectorBytes = 16;
/** The unit of WebAssembly's memory. */
export const pageBytes = 65_536;

/** What a number takes. */
export function bytesOf(precision: Precision): number {
	return precision === 'f64' ? 8 : 4;
}

/** Says where everything lies in the memory of an engine, before there is any. */
export class MemoryPlan {
	readonly bytesPerNumber: number;
	/** The first kilobyte belongs to the constants of the compiled kernels. */
	#end = 1024;
	readonly #needs = new Map<MemoryUse, number>();

	constructor(precision: Precision) {
		this.bytesPerNumber = bytesOf(precision);
	}

	/** The pages of WebAssembly memory that all of it takes. */
	get pages(): number {
		return Math.ceil(this.#end / pageBytes);
	}

	/** What the room is for. */
	get needs(): MemoryNeeds {
		return this.#needs;
	}

	/** Room for an array of numbers of a shape, rows first, filled up to whole cache lines. */
	numbers(shape: readonly number[], use: MemoryUse = 'activations'): Pointer {
		if (shape.some(size => !Number.isSafeInteger(size) || size <= 0)) {
			throw new Error(`Expected a shape of whole numbers above 0, got (${shape.join(', ')}).`);
		}

		return this.#take(shape.reduce((product, size) => product * size, this.bytesPerNumber), use);
	}

	/** Room for whole numbers of 32 bits. */
	indexes(count: number): Pointer {
		return this.bytes(count * 4);
	}

	/** Room for something else. */
	bytes(count: number): Pointer {
		return this.#take(count, 'activations');
	}

	/**
	The distance between the rows of a matrix of some width, in numbers: whole vectors, and no multiple
	of a kilobyte, for such rows would push each other out of the cache.
	*/
	stride(columns: number): number {
		const padded = Math.ceil(columns / 8) * 8;
		return (padded * this.bytesPerNumber) % 1024 === 0 ? padded + 8 : padded;
	}

	/** The numbers that fill the vectors of so many. */
	wholeVectors(count: number): number {
		const lanes = vectorBytes / this.bytesPerNumber;
		return Math.ceil(count / lanes) * lanes;
	}

	#take(bytes: number, use: MemoryUse): Pointer {
		const pointer = this.#end;
		const taken = Math.ceil(bytes / alignment) * alignment;
		this.#end += taken;
		this.#needs.set(use, (this.#needs.get(use) ?? 0) + taken);
		return pointer;
	}
}

/** The numbers that lie somewhere in a memory. */
export function viewOf(buffer: ArrayBuffer, precision: Precision, pointer: Pointer, count: number): RealArray {
	return precision === 'f64' ? new Float64Array(buffer, pointer, count) : new Float32Array(buffer, pointer, count);
}
