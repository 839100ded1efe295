import {ConfigError} from '../../errors.js';
import {waitForChange} from '../wait-for-change.js';
import {type Kernels, type Pointer} from './kernels.js';
import {type RunKernel, type RunParts, spreadNames} from './spread-kernels.js';

/** What the thread is started with that starts the others. */
export type KernelWatchInput = {
	readonly module: WebAssembly.Module;
	readonly memory: WebAssembly.Memory;
	/** Room for those of each thread, first of the one that waits for the others; undefined: products are not made in strips. */
	readonly strips: Pointer | undefined;
	readonly board: Board;
};

/** What one of the others is started with; `strips` are its own. */
export type KernelThreadInput = KernelWatchInput & {
	/** Which of them it is, from 0. */
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
	/** 1: a kernel has failed in one of them, or one has ended by itself. */
	failed: 3,
} as const;

export const mostArguments = 16;

/** Threads that run kernels on one memory, and this one with them. */
export class KernelThreads {
	/**
	Starts threads, and settles when all have come up.

	@param count - How many there are with this one.
	@param input.kernels - Those of this one.
	@throws ConfigError if the system gives no more.
	*/
	static async start(count: number, {kernels, ...input}: {readonly kernels: Kernels} & Omit<KernelWatchInput, 'board'>): Promise<KernelThreads> {
		// Most models have one.
		const {Worker} = await import('node:worker_threads');
		const others = count - 1;
		const board: Board = {
			state: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * Object.keys(places).length)),
			kernels: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * others)),
			given: new Float64Array(new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT * mostArguments * others)),
		};
		const watch = new Worker(new URL('kernel-watch.js', import.meta.url), {
			workerData: {...input, board} satisfies KernelWatchInput, execArgv: [], resourceLimits: {maxYoungGenerationSizeMb: 1}, stdout: true, stderr: true,
		});
		try {
			await new Promise<unknown>((resolve, reject) => {
				watch.once('message', resolve);
				watch.once('error', reject);
			});
			return new KernelThreads(board, kernels);
		} catch (error) {
			throw new ConfigError(`Expected ${count} threads to share each step, got “${(error as Error).message}”. Add --threads 1.`);
		} finally {
			// It is not a reason for the process to go on.
			watch.unref();
		}
	}

	#isOpen = true;
	readonly #board: Board;
	readonly #kernels: Kernels;

	private constructor(board: Board, kernels: Kernels) {
		this.#board = board;
		this.#kernels = kernels;
	}

	/**
	The last part is for this thread; see `RunParts`.

	@throws if a thread does not do its part, which is a bug or its end. What the kernel was to write is then not known.
	*/
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
		for (let pending = Atomics.load(state, places.pending); pending > 0 && !this.#hasFailed();) {
			pending = waitForChange(state, places.pending, pending);
		}

		if (this.#hasFailed()) {
			throw new Error(`Expected all threads that share a step to do their part of the kernel ${name}, got one that failed or ended. Add --threads 1.`);
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

	#hasFailed(): boolean {
		return Atomics.load(this.#board.state, places.failed) === 1;
	}
}
