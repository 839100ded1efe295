import {Worker} from 'node:worker_threads';
import {type Baselines} from '../data/baselines.js';
import {type EngineName} from '../model/engine.js';
import {unlockRun} from '../storage/runs/run-lock.js';
import {type RunConfig} from '../training/run-config.js';
import {BurstQueue} from './burst-queue.js';
import {
	type Inspect,
	type OpenRunOptions,
	type Run,
	type Saving,
} from './open-run.js';
import {
	openings,
	type Opened,
	type Reply,
	type Request,
	unpackUserError,
	type WorkerInput,
} from './worker-messages.js';

/**
Room for what lives short, in megabytes. The nodes of the scalar engine need some: on Node 20, where
the default is less, a step of microgpt takes about 0.8 of the time with it; on Node 24, where it is
more, the process takes 100 MB less and a step the same time. The tensor engine makes next to nothing.
*/
const youngGenerationMb: Readonly<Record<EngineName, number>> = {scalar: 64, tensor: 8};

export type OpenRunInWorkerOptions = Omit<OpenRunOptions, 'onLoaded'> & {
	/** Gives up opening. */
	readonly signal?: AbortSignal;
};

/**
Opens a run in a worker thread, so that a step that takes long holds up no key, and a frame that
takes long no step. It gives the same events as `openRun`.

@throws what `openRun` throws, the signal's reason if it is aborted, or why the thread crashed.
*/
export async function openRunInWorker(config: RunConfig, version: string, {hasPreviews = false, onLargeFile, saving, text, signal}: OpenRunInWorkerOptions = {}): Promise<Run> {
	signal?.throwIfAborted();
	const thread = new TrainingThread({
		config, version, hasPreviews, saving, text,
	}, onLargeFile);
	const abort = () => {
		if (thread.isGivenUp()) {
			thread.fail(signal!.reason as Error);
		}
	};

	signal?.addEventListener('abort', abort);
	try {
		const run = thread.runFrom(await thread.opened);
		signal?.throwIfAborted();
		return run;
	} catch (error) {
		await thread.close();
		throw error;
	} finally {
		signal?.removeEventListener('abort', abort);
	}
}

/** The main thread's end of a training in a worker. */
class TrainingThread {
	/** Settles when the run has been opened. */
	readonly opened: Promise<Opened>;
	readonly #worker: Worker;
	readonly #opening = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
	#queue: BurstQueue | undefined;
	#baselines: Promise<Baselines | undefined> | undefined;
	#settleOpened!: {readonly resolve: (opened: Opened) => void; readonly reject: (error: Error) => void};
	#settleEnd: (() => void) | undefined;
	#isEndAsked = false;
	#isDiscarded = false;
	#lastSave: Saving['last'];
	#settleBaselines: ((baselines: Baselines | undefined) => void) | undefined;
	/** Questions that wait for their answers, by their numbers. */
	readonly #questions = new Map<number, (answer: unknown) => void>();
	#questionCount = 0;
	#isOver = false;

	constructor(input: Omit<WorkerInput, 'opening'>, onLargeFile: OpenRunOptions['onLargeFile']) {
		this.opened = new Promise((resolve, reject) => {
			this.#settleOpened = {resolve, reject};
		});
		this.#worker = new Worker(new URL('training-worker.js', import.meta.url), {
			workerData: {...input, opening: this.#opening} satisfies WorkerInput,
			// The flags of the main thread are for the main thread; some cannot even be had in another.
			execArgv: [],
			resourceLimits: {maxYoungGenerationSizeMb: youngGenerationMb[input.config.engine]},
			// Read by nobody: what Node prints in there must not get between the frames.
			stdout: true,
			stderr: true,
		});
		this.#worker.on('message', (reply: Reply) => {
			this.#receive(reply, onLargeFile);
		});
		this.#worker.on('error', (error: unknown) => {
			this.fail(new Error(`The training thread crashed: ${error instanceof Error ? error.message : String(error)}`, {cause: error}));
		});
		this.#worker.on('exit', exitCode => {
			this.fail(new Error(`The training thread ended before the run, with exit code ${exitCode}.`));
		});
	}

	/** Gives up opening, unless it is too late for that: then it is soon opened. */
	isGivenUp(): boolean {
		return Atomics.compareExchange(this.#opening, 0, openings.loading, openings.givenUp) !== openings.loaded;
	}

	runFrom({start, notes, controls, saving}: Opened): Run {
		this.#lastSave = saving?.last;
		const getLast = () => this.#lastSave;
		const queue = new BurstQueue({
			first: start,
			ask: burstMs => {
				this.#send({type: 'burst', burstMs, controls});
			},
			close: async () => {
				await this.#end();
				// From now on it keeps no program from ending, but still answers questions.
				this.#worker.unref();
			},
			wrapUp: () => {
				this.#send({type: 'callOff'});
			},
			hasToFinish: saving !== undefined,
			giveUp: () => {
				void this.abandon();
			},
		});
		this.#queue = queue;
		return {
			start,
			notes,
			events: queue.events(),
			controls,
			lead: queue,
			countBaselines: async () => this.#countBaselines(),
			inspect: this.#inspect,
			saving: saving && {
				folder: saving.folder,
				resumedStep: saving.resumedStep,
				get last() {
					return getLast();
				},
				save: async () => this.#ask(id => ({type: 'save', id})),
				discard: () => {
					this.#isDiscarded = true;
				},
			},
			abandon: async () => this.abandon(saving?.folder),
			close: async () => this.close(),
		};
	}

	/** Ends the thread in the middle of whatever it does; what it has saved last is what is left. */
	async abandon(folder?: string): Promise<void> {
		if (this.#isOver) {
			return;
		}

		this.#lastSave = undefined;
		const terminated = this.#worker.terminate();
		this.#queue?.end();
		this.#settleAll();
		await terminated;
		if (folder !== undefined) {
			await unlockRun(folder);
		}
	}

	/** Ends whatever is waited for; what fails after the end, or because of it, changes nothing. */
	fail(error: Error): void {
		this.#settleOpened.reject(error);
		this.#queue?.fail(error);
		this.#settleAll();
	}

	/** Nobody is left to answer. */
	#settleAll() {
		this.#isOver = true;
		this.#settleBaselines?.(undefined);
		for (const answer of this.#questions.values()) {
			answer(undefined);
		}

		this.#questions.clear();
		this.#settleEnd?.();
	}

	/** Lets the other side end the run and save it. */
	async #end() {
		if (this.#isOver) {
			return;
		}

		this.#isEndAsked = true;
		await new Promise<void>(resolve => {
			this.#settleEnd = resolve;
			this.#send({type: 'end', isDiscarded: this.#isDiscarded});
		});
	}

	async close(): Promise<void> {
		if (this.#queue && !this.#isEndAsked) {
			// Nobody has taken its events to their end: a run that is saved is not to be left locked.
			await this.#end();
		}

		await this.#worker.terminate();
	}

	#receive(reply: Reply, onLargeFile: OpenRunOptions['onLargeFile']) {
		switch (reply.type) {
			case 'largeFile': {
				onLargeFile?.(reply.path, reply.megabytes);
				break;
			}

			case 'opened': {
				this.#settleOpened.resolve(reply);
				break;
			}

			case 'userError': {
				this.fail(unpackUserError(reply.error));
				break;
			}

			case 'burst': {
				this.#queue?.receive(reply.burst, reply.isLast);
				break;
			}

			case 'baselines': {
				this.#settleBaselines?.(reply.baselines);
				this.#settleBaselines = undefined;
				break;
			}

			case 'ended': {
				this.#lastSave = reply.last;
				this.#settleEnd?.();
				break;
			}

			case 'answer': {
				this.#questions.get(reply.id)?.(reply.answer);
				this.#questions.delete(reply.id);
				break;
			}
		}
	}

	async #countBaselines(): Promise<Baselines | undefined> {
		this.#baselines ??= this.#isOver
			? Promise.resolve(undefined)
			: new Promise(resolve => {
				this.#settleBaselines = resolve;
				this.#send({type: 'baselines'});
			});
		return this.#baselines;
	}

	readonly #inspect: Inspect = async (name, ...details) => this.#ask(id => ({
		type: 'inspect', id, name, details,
	}));

	/** Undefined if there is nobody left to answer. */
	async #ask<Answer>(requestOf: (id: number) => Request): Promise<Answer | undefined> {
		return this.#isOver
			? undefined
			: new Promise(resolve => {
				const id = ++this.#questionCount;
				this.#questions.set(id, resolve as (answer: unknown) => void);
				this.#send(requestOf(id));
			});
	}

	#send(request: Request) {
		this.#worker.postMessage(request);
	}
}
