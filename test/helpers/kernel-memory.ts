import {type Precision} from '../../source/model/engine.js';
import {type Kernels, type Pointer} from '../../source/model/tensor/kernels.js';
import {pageBytes} from '../../source/model/tensor/memory-plan.js';
import {type EngineMemory, type KernelKind, loadKernels} from '../../source/model/tensor/load-kernels.js';
import {PythonRandom} from '../../source/random/python-random.js';

const pages = 9;
const firstByte = 1024;
const bytesForMatrices = 400_000;
/** On the last page. */
const strips = (pages - 1) * pageBytes;

/** A place in memory that a kernel writes: the numbers of some rows. */
export type Region = {readonly pointer: Pointer; readonly stride: number; readonly rows: number; readonly columns: number};

/** Kernels on a memory full of random numbers, the same for each seed. */
export class KernelMemory {
	/**
	Opens a memory for one call after the other.

	@param spread - Makes of the kernels those that are called.
	*/
	static async open(precision: Precision, kind: KernelKind, spread: (memory: EngineMemory) => Kernels = ({kernels}) => kernels): Promise<KernelMemory> {
		const memory = await loadKernels(precision, pages, {kind});
		return new KernelMemory(precision, spread(memory), memory.buffer);
	}

	/** Those that make large products in strips. */
	static async openInStrips(precision: Precision, kind: KernelKind): Promise<KernelMemory> {
		const {kernels, buffer} = await loadKernels(precision, pages, {kind, strips});
		return new KernelMemory(precision, kernels, buffer);
	}

	readonly kernels: Kernels;
	readonly numbers: Float64Array | Float32Array;
	readonly #whole: Int32Array;
	#end = firstByte;
	#indexEnd = bytesForMatrices;

	private constructor(precision: Precision, kernels: Kernels, buffer: ArrayBuffer) {
		this.kernels = kernels;
		this.numbers = precision === 'f64' ? new Float64Array(buffer) : new Float32Array(buffer);
		this.#whole = new Int32Array(buffer);
	}

	/** Forgets what was placed, and fills everything with normal variates but the constants of the kernels. */
	reset(seed: number): void {
		const random = new PythonRandom(seed);
		const variates = Array.from({length: 2003}, () => random.gauss(0, 1));
		const {BYTES_PER_ELEMENT: bytes} = this.numbers;
		for (let index = firstByte / bytes; index < bytesForMatrices / bytes; index++) {
			this.numbers[index] = variates[index % variates.length];
		}

		this.#end = firstByte;
		this.#indexEnd = bytesForMatrices;
	}

	/** Room for a matrix of random numbers; as in the engine, its rows are padded and its memory ends with a cache line. */
	matrix(rows: number, columns: number, stride = Math.ceil(columns / 8) * 8): Region {
		const pointer = this.#end;
		const bytes = rows * stride * this.numbers.BYTES_PER_ELEMENT;
		this.#end += Math.ceil(bytes / 64) * 64;
		return {
			pointer, stride, rows, columns,
		};
	}

	/** Whole numbers in memory. */
	indexes(values: readonly number[]): Pointer {
		const pointer = this.#indexEnd;
		this.#whole.set(values, pointer / 4);
		this.#indexEnd += values.length * 4;
		return pointer;
	}

	/** The numbers of a region, row after row, without what pads them. */
	read({pointer, stride, rows, columns}: Region): number[] {
		const start = pointer / this.numbers.BYTES_PER_ELEMENT;
		return Array.from({length: rows * columns}, (_, index) => this.numbers[start + (Math.floor(index / columns) * stride) + (index % columns)]);
	}

	/** Changes the numbers of a region. */
	write({pointer, stride, columns}: Region, values: readonly number[]): void {
		const start = pointer / this.numbers.BYTES_PER_ELEMENT;
		for (const [index, value] of values.entries()) {
			this.numbers[start + (Math.floor(index / columns) * stride) + (index % columns)] = value;
		}
	}
}
