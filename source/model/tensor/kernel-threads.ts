import {type Worker as ThreadWorker} from 'node:worker_threads';
import {ConfigError} from '../../errors.js';
import {type Kernels, type Pointer, stripBytes} from './kernels.js';
import {type RunKernel, type RunParts, spreadNames} from './spread-kernels.js';

/** What a thread is started with. */
export type KernelThreadInput = {
	readonly module: WebAssembly.Module;
	readonly memory: WebAssembly.Memory;
	/** Its room for strips; undefined: products are not made in them. */
	readonly strips: Pointer | undefined;
	readonly board: Board;
	/** Which of the threads it is, from 0. */
	readonly index: number;
};

/** Where threads are told their work, shared by all of them. */
export type Board = {
	/** One of `places` each. */
	readonly state: Int32Array<SharedArrayBuffer>;
	/** For each thread the kernel that it is to run, by its place in `spreadNames`; −1: none. */
	readonly kernels: Int32Array<SharedArrayBuffer>;
	/** For each thread the arguments, `mostArguments` apart. */
	readonly given: Float64Array<SharedArrayBuffer>;
};

export const places = {
	/** Counts the pieces of work: when it changes, there is another one. */
	turn: 0,
	/** How many threads have not done their part yet. */
	pending: 1,
	/** 1: all are to end. */
	ending: 2,
	/** 1: a kernel has failed in one of them, which is a bug. */
	failed: 3,
} as const;

export const mostArguments = 16;

/** Looks so often before it goes to sleep: some microseconds, about as long as it takes to be woken. */
const mostLooks = 4000;

/** Waits until a number is another one than it was. */
export function waitForChange(numbers: Int32Array<SharedArrayBuffer>, place: number, old: number): number {
	for (let look = 0; look < mostLooks; look++) {
		const now = Atomics.load(numbers, place);
		if (now !== old) {
			return now;
		}
	}

	Atomics.wait(numbers, place, old);
	return Atomics.load(numbers, place);
}

/** Threads that run kernels on one memory, and this one with them. */
export class KernelThreads {
	/**
	Starts threads, and settles when all have come up.

	@param count - How many there are with this one.
	@param memory.strips - Room for those of each, first of this one.
	@throws ConfigError if the system gives no more.
	*/
	static async start(count: number, {kernels, strips, ...memory}: {readonly kernels: Kernels} & Pick<KernelThreadInput, 'module' | 'memory' | 'strips'>): Promise<KernelThreads> {
		// Most models have one.
		const {Worker} = await import('node:worker_threads');
		const others = count - 1;
		const board: Board = {
			state: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * Object.keys(places).length)),
			kernels: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * others)),
			given: new Float64Array(new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT * mostArguments * others)),
		};
		const threads = new KernelThreads(board, kernels);
		const starts = Array.from({length: others}, async (_, index) => startThread(Worker, {
			...memory, board, index, strips: strips === undefined ? undefined : strips + ((index + 1) * stripBytes),
		}));
		try {
			await Promise.all(starts);
			return threads;
		} catch (error) {
			threads.close();
			throw new ConfigError(`Expected ${count} threads to share each step, got “${(error as Error).message}”. Add --threads 1.`);
		}
	}

	#isOpen = true;
	readonly #board: Board;
	readonly #kernels: Kernels;

	private constructor(board: Board, kernels: Kernels) {
		this.#board = board;
		this.#kernels = kernels;
	}

	/** The last part is for this thread; see `RunParts`. */
	readonly run: RunParts = (name, parts) => {
		const kernel: RunKernel = this.#kernels[name];
		if (!this.#isOpen) {
			for (const part of parts) {
				kernel(...part);
			}

			return;
		}

		const {state, kernels, given} = this.#board;
		const number = spreadNames.indexOf(name);
		for (let index = 0; index < kernels.length; index++) {
			kernels[index] = index < parts.length - 1 ? number : -1;
			given.set(parts[index] ?? [], index * mostArguments);
		}

		Atomics.store(state, places.pending, kernels.length);
		Atomics.add(state, places.turn, 1);
		Atomics.notify(state, places.turn);
		kernel(...parts.at(-1)!);
		for (let pending = Atomics.load(state, places.pending); pending > 0;) {
			pending = waitForChange(state, places.pending, pending);
		}

		if (Atomics.load(state, places.failed) === 1) {
			throw new Error(`The kernel ${name} failed in a thread.`);
		}
	};

	/** Ends the others; from then on, this one does the work alone. */
	close(): void {
		const {state} = this.#board;
		this.#isOpen = false;
		Atomics.store(state, places.ending, 1);
		Atomics.add(state, places.turn, 1);
		Atomics.notify(state, places.turn);
	}
}

async function startThread(Worker: typeof ThreadWorker, input: KernelThreadInput): Promise<void> {
	const worker = new Worker(new URL('kernel-worker.js', import.meta.url), {
		workerData: input,
		execArgv: [],
		// It makes next to nothing.
		resourceLimits: {maxYoungGenerationSizeMb: 1},
		stdout: true,
		stderr: true,
	});
	try {
		await new Promise<unknown>((resolve, reject) => {
			worker.once('message', resolve);
			worker.once('error', reject);
			worker.once('exit', () => {
				reject(new Error('it ended at once'));
			});
		});
	} finally {
		// It is not a reason for the process to go on.
		worker.unref();
	}
}
