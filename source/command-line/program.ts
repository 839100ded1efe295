import {once} from 'node:events';
import process from 'node:process';
import {isEndUnsaved} from '../session/end-unsaved.js';
import {sameRequestMs} from '../session/same-request.js';
import type {TrainingSession} from '../session/training-session.js';
import {version} from '../version.js';
import {systemReason} from '../files/system-reason.js';
import {exitCodes} from './exit-codes.js';
import {printNote} from './print-note.js';

/** What is around a run, whatever it is and however it is shown. */
export type RunOptions = {
	readonly version: string;
	/** Stops the run. */
	readonly signal: AbortSignal;
	/** Called for Ctrl+C in the dashboard, where it is a key and no signal. */
	readonly onInterrupt: () => void;
	/** Called when standard output can take no more. */
	readonly onOutputError: (error: NodeJS.ErrnoException) => void;
};

/** Goes through a run; undefined if there was none. */
export type GoThrough = (options: RunOptions) => Promise<TrainingSession | undefined>;

/** The process that a command runs in: what it prints, the signals that end it, and what it says when it ends. */
export class Program {
	readonly #stopper: AbortController;
	readonly #patienceMs: number;
	/** When a signal came first. */
	#signalledAt = -Infinity;
	/** Whether a run is trained that nothing but a second signal may take the time to be saved. */
	#isTraining = false;
	#hasOutputFailed = false;

	/**
	Stands by.

	@param stopper - Stops what is under way when aborted, whatever the reason.
	@param patienceMs - How long anything but a training may take to end then.
	*/
	constructor(stopper: AbortController, patienceMs: number) {
		this.#stopper = stopper;
		this.#patienceMs = patienceMs;
	}

	get signal(): AbortSignal {
		return this.#stopper.signal;
	}

	/** Prints what is no result of a run. */
	readonly print = (...lines: readonly string[]): void => {
		this.heedOutput();
		process.stdout.write(`${lines.join('\n')}\n`);
	};

	/** Prints a text whose end may take long, and no faster than it is read. */
	readonly printAsItComes = async (texts: AsyncIterable<string>): Promise<void> => {
		const {signal} = this;
		this.heedOutput();
		for await (const text of texts) {
			if (!process.stdout.write(text)) {
				await once(process.stdout, 'drain', {signal}).catch(() => undefined);
			}

			if (signal.aborted) {
				break;
			}
		}
	};

	/** Stops, and says why, when standard output can take no more. */
	readonly heedOutput = (): void => {
		process.stdout.on('error', this.#failOutput);
	};

	/** Goes through a run that is trained here, or may be. */
	readonly train = async (run: GoThrough): Promise<void> => {
		this.#isTraining = true;
		await this.show(run);
	};

	/**
	Goes through a run, one that is trained or one of another time or program.

	@throws what made it fail.
	*/
	readonly show = async (run: GoThrough): Promise<void> => {
		this.#listenToSignals();
		const session = await run({
			version,
			signal: this.signal,
			onInterrupt: () => {
				this.#stop('SIGINT');
			},
			onOutputError: this.#failOutput,
		});
		if (session?.failure) {
			throw session.failure;
		}

		const {reason} = session?.getSnapshot().finish ?? {};
		this.#isTraining = false;
		if (this.signal.aborted) {
			this.#exitSoon();
		}

		if (reason === 'diverged') {
			process.exitCode = exitCodes.failed;
		} else if (session && isEndUnsaved(session.getSnapshot())) {
			// A signal is told as such: its code says already that not all was done.
			process.exitCode ??= exitCodes.failed;
		} else if ((reason === 'completed' || reason === 'stopped early') && !this.#hasOutputFailed) {
			// A signal that came when all was done took nothing away.
			process.exitCode = exitCodes.done;
		}
	};

	#listenToSignals() {
		// A file that may not grow any more is an error of the write, and no reason to die of.
		process.on('SIGXFSZ', () => undefined);
		for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) {
			process.on(signal, () => {
				this.#stop(signal);
			});
		}
	}

	#stop(signal: 'SIGHUP' | 'SIGINT' | 'SIGTERM') {
		process.exitCode = exitCodes[signal];
		const now = performance.now();
		if (this.signal.aborted) {
			// Asked twice: leave at once. What comes at once after the first is the same: `timeout` signals a process and then its group.
			if (now - this.#signalledAt >= sameRequestMs) {
				process.exit();
			}

			return;
		}

		this.#signalledAt = now;
		this.#stopper.abort();
		if (!this.#isTraining) {
			this.#exitSoon();
		}
	}

	/** Leaves also if something never ends: a reader may never take what is left to write. */
	#exitSoon() {
		setTimeout(() => {
			process.exit();
		}, this.#patienceMs).unref();
	}

	readonly #failOutput = (error: NodeJS.ErrnoException): void => {
		// A reader that has seen enough (`| head`) is no failure.
		if (error.code !== 'EPIPE') {
			this.#hasOutputFailed = true;
			process.exitCode = exitCodes.failed;
			printNote(`Expected to write the results to standard output, got “${systemReason(error)}”.`);
		}

		this.#stopper.abort();
	};
}
