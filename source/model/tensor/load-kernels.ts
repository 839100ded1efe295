import {readFile} from 'node:fs/promises';
import {ConfigError} from '../../errors.js';
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

/** A pointer has 32 bits. */
const mostPages = 65_536;

/** The path is the same from `source/` and from `dist/`. */
const folder = new URL('../../../dist/kernels/', import.meta.url);

/**
Makes a memory of some size with the kernels that work on it.

@param pages - The size of the memory, 64 KB each.
@param kind - Without it, SIMD where this Node can run it.
@throws ConfigError if there is not so much memory.
*/
export async function loadKernels(precision: Precision, pages: number, kind: KernelKind = hasSimd() ? 'simd' : 'plain'): Promise<EngineMemory> {
	if (pages > mostPages) {
		throw notEnoughMemory(pages);
	}

	if (kind === 'plain') {
		const buffer = allocate(pages, () => new ArrayBuffer(pages * pageBytes));
		return {
			kind, precision, buffer, kernels: createPlainKernels(buffer, precision),
		};
	}

	const memory = allocate(pages, () => new WebAssembly.Memory({initial: pages, maximum: pages}));
	const {instance} = await WebAssembly.instantiate(await readFile(new URL(`${precision}.wasm`, folder)), {env: {memory}});
	return {
		kind, precision, buffer: memory.buffer, kernels: instance.exports as Kernels,
	};
}

function allocate<Memory>(pages: number, create: () => Memory): Memory {
	try {
		return create();
	} catch (error) {
		throw error instanceof RangeError ? notEnoughMemory(pages) : error;
	}
}

function notEnoughMemory(pages: number): ConfigError {
	const gigabytes = pages * pageBytes / (1024 ** 3);
	const advice = 'Lower --batch-size, --block-size or --n-embd, or add --precision f32.';
	return new ConfigError(`Expected a model and a batch that fit into the memory of an engine, 4 GB at most, got ${gigabytes.toFixed(1)} GB. ${advice}`);
}

/** Whether this Node runs WebAssembly with vectors; `--jitless` turns it off, say. */
function hasSimd(): boolean {
	// A function that makes a vector and drops it.
	const module = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11];
	return typeof WebAssembly === 'object' && WebAssembly.validate(Uint8Array.from(module));
}
