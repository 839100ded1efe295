import {Buffer} from 'node:buffer';
import {type Worker as ThreadWorker} from 'node:worker_threads';
import {EngineError} from '../../errors.js';
import {waitForChange} from '../wait-for-change.js';
import {type Kind} from './questions.js';
import {type TorchJob} from './torch-options.js';

/** What the thread is started with that has the processes. */
export type PythonThreadInput = {
	readonly python: string;
	readonly job: TorchJob;
	readonly board: Board;
};

/** What both threads see. */
export type Board = {
	/** One of `places` each. */
	readonly state: Int32Array<SharedArrayBuffer>;
	/** The details of a question, then the content of its answer. */
	readonly data: Uint8Array<SharedArrayBuffer>;
};

export const places = {
	/** One of `stages`. */
	stage: 0,
	/** How many bytes of `data` count. */
	length: 1,
} as const;

export const stages = {
	/** A question is on its way. */
	asked: 0,
	answered: 1,
	/** Nobody answers any more: why, stands in `data`. */
	over: 2,
} as const;

export type Question = {readonly kind: Kind; readonly hasAnswer: boolean};

/** What the processes say of themselves: the version of PyTorch, and how many threads each of them has. */
export type TorchFacts = {readonly version: string; readonly threads: number};

/** What the other thread tells: that the processes are there, or why they are not. */
export type News = {readonly facts: TorchFacts} | {readonly failure: string};

/** Room for a sentence. */
const leastBytes = 4096;

/**
The processes of PyTorch, asked from a thread that waits for each answer: an engine is asked in the middle of a step. They
are held by another thread, which goes on meanwhile and hears of it when they end.
*/
export class TorchProcess {
	/**
	Starts the processes, and settles when they are ready.

	@param mostBytes - How long details and answers can get.
	@throws EngineError if they cannot be had.
	*/
	static async start(python: string, job: TorchJob, mostBytes: number): Promise<TorchProcess> {
		const {Worker} = await import('node:worker_threads');
		const board: Board = {
			state: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * Object.keys(places).length)),
			data: new Uint8Array(new SharedArrayBuffer(Math.max(leastBytes, mostBytes))),
		};
		const input: PythonThreadInput = {python, job, board};
		const thread = new Worker(new URL('python-thread.js', import.meta.url), {
			workerData: input, execArgv: [], stdout: true, stderr: true,
		});
		const news = await new Promise<News>((resolve, reject) => {
			thread.once('message', resolve);
			thread.once('error', reject);
		});
		if ('failure' in news) {
			await thread.terminate();
			throw new EngineError(news.failure);
		}

		// It is not a reason for the program to go on.
		thread.unref();
		return new TorchProcess(thread, board, news.facts);
	}

	readonly facts: TorchFacts;
	readonly #thread: ThreadWorker;
	readonly #board: Board;

	private constructor(thread: ThreadWorker, board: Board, facts: TorchFacts) {
		this.#thread = thread;
		this.#board = board;
		this.facts = facts;
	}

	/** Tells the processes something. Whether it could be done shows when they are asked next. */
	tell(kind: Kind, ...details: readonly Uint8Array[]): void {
		this.#send({kind, hasAnswer: false}, details);
	}

	/**
	Waits for an answer.

	@returns what holds until the next question.
	@throws EngineError if the processes have ended.
	*/
	ask(kind: Kind, ...details: readonly Uint8Array[]): DataView<SharedArrayBuffer> {
		this.#send({kind, hasAnswer: true}, details);
		const {state, data} = this.#board;
		return new DataView(data.buffer, 0, state[places.length]);
	}

	/** Ends the processes. */
	close(): void {
		void this.#thread.terminate();
	}

	#send(question: Question, details: readonly Uint8Array[]) {
		const {state, data} = this.#board;
		// What has been said of their end stays.
		if (Atomics.load(state, places.stage) !== stages.over) {
			let length = 0;
			for (const part of details) {
				data.set(part, length);
				length += part.length;
			}

			state[places.length] = length;
			if (Atomics.compareExchange(state, places.stage, stages.answered, stages.asked) === stages.answered) {
				this.#thread.postMessage(question);
				waitForChange(state, places.stage, stages.asked);
			}
		}

		if (Atomics.load(state, places.stage) === stages.over) {
			throw new EngineError(Buffer.from(data.slice(0, state[places.length])).toString());
		}
	}
}
