import {readFile} from 'node:fs/promises';
import {type Precision} from '../engine.js';
import {type Kernels} from './kernels.js';
import {pageBytes} from './memory-plan.js';
import {createPlainKernels} from './plain-kernels.js';

/** How the kernels of an engine are made. */
export type KernelKind = 'simd' | 'plain';

/** The memory of an engine and the kernels that work on it. */
export type EngineMemory = {
	readonly kind: KernelKind;
	readonly precision: Precision;
	readonly buffer: ArrayBuffer;
	readonly kernels: Kernels;
};

/** The path is the same from `source/` and from `dist/`. */
const folder = new URL('../../../dist/kernels/', import.meta.url);

/**
Makes a memory of some size with the kernels that work on it.

@param pages - The size of the memory, 64 KB each.
@param kind - Without it, SIMD where this Node can run it.
@throws RangeError if there is not so much memory.
*/
export async function loadKernels(precision: Precision, pages: number, kind: KernelKind = hasSimd() ? 'simd' : 'plain'): Promise<EngineMemory> {
	if (kind === 'plain') {
		const buffer = new ArrayBuffer(pages * pageBytes);
		return {
			kind, precision, buffer, kernels: createPlainKernels(buffer, precision),
		};
	}

	const memory = new WebAssembly.Memory({initial: pages, maximum: pages});
	const {instance} = await WebAssembly.instantiate(await readFile(new URL(`${precision}.wasm`, folder)), {env: {memory}});
	return {
		kind, precision, buffer: memory.buffer, kernels: instance.exports as Kernels,
	};
}

/** Whether this Node runs WebAssembly with vectors; `--jitless` turns it off, say. */
function hasSimd(): boolean {
	// A function that makes a vector and drops it.
	const module = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11];
	return typeof WebAssembly === 'object' && WebAssembly.validate(Uint8Array.from(module));
}
