import {type OnLoadProgress} from '../data/load-progress.js';
import {unlockRun} from '../storage/runs/run-lock.js';
import {Asides} from './asides.js';
import {BurstQueue} from './burst-queue.js';
import {type LeftOnDisk, leftOnDisk} from './left-on-disk.js';
import {
	type DistantQuestion,
	type DistantQuestions,
	type Opened,
	type Reply,
	type RunTransport,
	unpackUserError,
} from './protocol.js';
import {type Ask, type AskOptions, type Run} from './run.js';

type Waiting = {readonly name: keyof DistantQuestions; readonly answer: (answer: unknown) => void};

/** What makes a run and leaves a trace of it; all other questions only look, and need no answer in a run that is to stop. */
const doings: ReadonlySet<keyof DistantQuestions> = new Set(['advance', 'end', 'countBaselines', 'save', 'discard']);

/** The near end of a training that takes place elsewhere. The other side is `serveRun`. */
export class RunConnection {
	/** Settles when the run has been opened. */
	readonly opened: Promise<Opened>;
	#settleOpened!: {readonly resolve: (opened: Opened) => void; readonly reject: (error: Error) => void};
	readonly #transport: RunTransport;
	readonly #asides = new Asides();
	/** Questions by their numbers. */
	readonly #waiting = new Map<number, Waiting>();
	#queue: BurstQueue | undefined;
	#questionCount = 0;
	#isCalledOff = false;
	#isEndAsked = false;
	/** Nobody is left to answer. */
	#isOver = false;

	constructor(transport: RunTransport, onProgress?: OnLoadProgress) {
		this.opened = new Promise((resolve, reject) => {
			this.#settleOpened = {resolve, reject};
		});
		this.#transport = transport;
		transport.receive(reply => {
			if (reply.type === 'loading') {
				onProgress?.(reply.progress);
			} else {
				this.#receive(reply);
			}
		});
	}

	/** The run that has been opened; to be made once. */
	runFrom({start, notes, controls, saving}: Opened): Run {
		const queue = new BurstQueue({
			first: start,
			ask: burstMs => {
				void this.#advance(queue, burstMs, controls);
			},
			close: async () => {
				await this.#end();
				// It still answers questions.
				this.#transport.unref();
			},
			wrapUp: () => {
				this.#callOffLooks();
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
			listen: this.#asides.listen,
			controls,
			lead: queue,
			ask: (async (question: DistantQuestion, options?: AskOptions) => this.#ask(question, options)) as Ask,
			saving,
			abandon: async () => this.abandon(saving?.folder),
			close: async () => this.close(),
		};
	}

	/**
	Ends the training in the middle of whatever it does; what it has saved last is what is left.

	@returns That, if it is saved.
	*/
	async abandon(folder?: string): Promise<LeftOnDisk | undefined> {
		if (this.#isOver) {
			return undefined;
		}

		const ended = this.#transport.end();
		this.#queue?.end();
		this.#answerAll();
		await ended;
		if (folder === undefined) {
			return undefined;
		}

		await unlockRun(folder);
		return leftOnDisk(folder);
	}

	/** Ends whatever is waited for; what fails after the end, or because of it, changes nothing. */
	fail(error: Error): void {
		this.#settleOpened.reject(error);
		this.#queue?.fail(error);
		this.#answerAll();
	}

	async close(): Promise<void> {
		if (this.#queue && !this.#isEndAsked) {
			// Nobody has taken its events to their end: a run that is saved is not to be left locked.
			await this.#end();
		}

		await this.#transport.end();
	}

	#receive(reply: Exclude<Reply, {type: 'loading'}>) {
		switch (reply.type) {
			case 'opened': {
				this.#settleOpened.resolve(reply);
				break;
			}

			case 'userError': {
				this.fail(unpackUserError(reply.error));
				break;
			}

			case 'told': {
				this.#asides.tell(reply.event);
				break;
			}

			case 'answer': {
				this.#answer(reply.id, reply.answer);
				break;
			}
		}
	}

	async #advance(queue: BurstQueue, ...details: Parameters<DistantQuestions['advance']>) {
		try {
			const answer = await this.#ask(['advance', ...details]) as ReturnType<DistantQuestions['advance']> | undefined;
			if (answer) {
				queue.receive(answer.burst, answer.isLast);
			}
		} catch (error) {
			// It could not be asked.
			this.fail(error as Error);
		}
	}

	/** Lets the other side end the run and save it. */
	async #end() {
		this.#isEndAsked = true;
		await this.#ask(['end']);
	}

	async #ask(question: DistantQuestion, {signal, step}: AskOptions = {}): Promise<unknown> {
		const [name] = question;
		const isCancelled = (signal?.aborted ?? false) || (this.#isCalledOff && !doings.has(name));
		if (this.#isOver || isCancelled) {
			return undefined;
		}

		const id = ++this.#questionCount;
		const cancel = () => {
			this.#cancel(id);
		};

		signal?.addEventListener('abort', cancel);
		try {
			return await new Promise(answer => {
				this.#waiting.set(id, {name, answer});
				this.#transport.send({
					type: 'ask', id, question, step,
				});
			});
		} finally {
			this.#waiting.delete(id);
			signal?.removeEventListener('abort', cancel);
		}
	}

	#callOffLooks() {
		this.#isCalledOff = true;
		for (const [id, {name}] of this.#waiting) {
			if (!doings.has(name)) {
				this.#cancel(id);
			}
		}
	}

	#cancel(id: number) {
		this.#transport.send({type: 'cancel', id});
		this.#answer(id, undefined);
	}

	#answer(id: number, answer: unknown) {
		this.#waiting.get(id)?.answer(answer);
	}

	#answerAll() {
		this.#isOver = true;
		for (const id of this.#waiting.keys()) {
			this.#answer(id, undefined);
		}
	}
}
