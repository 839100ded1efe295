import {Buffer} from 'node:buffer';
import {readFile} from 'node:fs/promises';
import {ConfigError} from '../../errors.js';
import {type Precision} from '../engine.js';
import {instantiateKernels} from './instantiate-kernels.js';
import {KernelThreads} from './kernel-threads.js';
import {type Kernels, type Pointer} from './kernels.js';
import {bytesOf, pageBytes} from './memory-plan.js';
import {createPlainKernels} from './plain-kernels.js';
import {spreadKernels} from './spread-kernels.js';

/**
How the kernels of an engine are made: plain TypeScript, vectors, or vectors that multiply and add in
one instruction. Those round in their own way on each kind of machine, so only f32 has them, which
reproduces no reference.
*/
const kernelKinds = ['relaxed', 'simd', 'plain'] as const;

export type KernelKind = (typeof kernelKinds)[number];

/** The memory of an engine and the kernels that work on it. */
export type EngineMemory = {
	readonly kind: KernelKind;
	readonly precision: Precision;
	readonly buffer: ArrayBuffer;
	readonly kernels: Kernels;
	/** Ends the threads that share the work, if there are any; it goes on in one. */
	readonly close?: () => void;
};

export type LoadKernelsOptions = {
	readonly kind?: KernelKind | undefined;
	readonly threads?: number | undefined;
	/** Room for `stripBytes` of each thread, if large products are to be made in strips; plain kernels make none. */
	readonly strips?: Pointer | undefined;
};

/** A pointer has 32 bits. */
const mostPages = 65_536;

/** The path is the same from `source/` and from `dist/`. */
const folder = new URL('../../../dist/kernels/', import.meta.url);

/**
Makes a memory of some size with the kernels that work on it.

@param pages - The size of the memory, 64 KB each.
@param options.kind - Without it, the fastest one that this Node can run.
@param options.threads - How many threads share the work; plain kernels have one.
@param options.strips - See `areStripsFaster`.
@throws ConfigError if there is not so much memory.
*/
export async function loadKernels(precision: Precision, pages: number, {kind = fastestKind(precision), threads = 1, strips}: LoadKernelsOptions = {}): Promise<EngineMemory> {
	if (pages > mostPages) {
		throw notEnoughMemory(pages);
	}

	if (kind === 'plain') {
		const buffer = allocate(pages, () => new ArrayBuffer(pages * pageBytes));
		return {
			kind, precision, buffer, kernels: createPlainKernels(buffer, precision),
		};
	}

	const isShared = threads > 1;
	const memory = allocate(pages, () => new WebAssembly.Memory({initial: pages, maximum: pages, shared: isShared}));
	const bytes = await readFile(new URL(kind === 'relaxed' ? `${precision}-relaxed.wasm` : `${precision}.wasm`, folder));
	const module = await WebAssembly.compile(isShared ? withSharedMemory(bytes) : bytes);
	const kernels = await instantiateKernels(module, memory, strips);
	const {buffer} = memory;
	if (!isShared) {
		return {
			kind, precision, buffer, kernels,
		};
	}

	const team = await KernelThreads.start(threads, {
		kernels, module, memory, strips,
	});
	return {
		kind, precision, buffer, kernels: spreadKernels(kernels, {
			buffer, bytesPerNumber: bytesOf(precision), threads, runParts: team.run,
		}), close() {
			team.close();
		},
	};
}

/** How a module asks for its memory: from one page to as many as a pointer reaches. The number before says whether threads share it. */
const memoryLimits = [1, 0x80, 0x80, 4];
const memoryImport = [...Buffer.from('memory'), 2, 1, ...memoryLimits];
const sharedMemory = 3;

/** A module whose memory is one that threads share; nothing else in it is different. */
function withSharedMemory(bytes: Uint8Array): Uint8Array {
	const shared = Buffer.from(bytes);
	const place = shared.indexOf(Buffer.from(memoryImport));
	if (place === -1) {
		throw new Error('Expected kernels that import a memory of up to 65,536 pages, got others.');
	}

	shared[place + memoryImport.length - memoryLimits.length - 1] = sharedMemory;
	return shared;
}

function allocate<Memory>(pages: number, create: () => Memory): Memory {
	try {
		return create();
	} catch (error) {
		throw error instanceof RangeError ? notEnoughMemory(pages) : error;
	}
}

function notEnoughMemory(pages: number): ConfigError {
	const gigabytes = pages * pageBytes / 1e9;
	return new ConfigError(`Expected a model and a batch that fit into the memory that this machine gives an engine, got ${gigabytes.toFixed(1)} GB. Lower --batch-size, --block-size, --n-embd or --n-layer.`);
}

/** What there is depends on Node's version and flags: `--jitless` turns all of it off, say. */
export function fastestKind(precision: Precision): KernelKind {
	if (precision === 'f32' && canRun(relaxedFunction)) {
		return 'relaxed';
	}

	return canRun(simdFunction) ? 'simd' : 'plain';
}

const makeVector = [65, 0, 253, 15];
const relaxedMultiplyAdd = [253, 133, 2];
const simdFunction = makeVector;
const relaxedFunction = [...makeVector, ...makeVector, ...makeVector, ...relaxedMultiplyAdd];

/** Whether this Node accepts a module with one function that computes a vector and drops it. */
function canRun(instructions: readonly number[]): boolean {
	const [noLocals, drop, end] = [0, 26, 11];
	const body = [noLocals, ...instructions, drop, end];
	const code = [10, body.length + 2, 1, body.length, ...body];
	const module = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, ...code];
	return typeof WebAssembly === 'object' && WebAssembly.validate(Uint8Array.from(module));
}
