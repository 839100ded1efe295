import type {Worker as ThreadWorker} from 'node:worker_threads';
import {type EngineName} from '../model/engine.js';
import {type RunConfig} from '../settings/run-config.js';
import {type OpenRunOptions} from './open-run-options.js';
import {type Reply} from './protocol.js';
import {RunConnection} from './run-connection.js';
import {type Run} from './run.js';
import {openings, type WorkerInput} from './worker-input.js';

/**
Room for what lives short, in megabytes. The nodes of the scalar engine need some: on Node 20, where
the default is less, a step of microgpt takes about 0.8 of the time with it; on Node 24, where it is
more, the process takes 100 MB less and a step the same time. The tensor engine makes next to nothing.
*/
const youngGenerationMb: Readonly<Record<EngineName, number>> = {scalar: 64, tensor: 8, torch: 8};

export type OpenRunInWorkerOptions = Omit<OpenRunOptions, 'onLoaded'> & {
	/** Gives up opening. */
	readonly signal?: AbortSignal;
};

/**
Opens a run in a worker thread, so that a step that takes long holds up no key, and a frame that
takes long no step. It gives the same events as `openRun`.

@throws what `openRun` throws, the signal's reason if it is aborted, or why the thread crashed.
*/
export async function openRunInWorker(config: RunConfig, version: string, {onProgress, signal, ...options}: OpenRunInWorkerOptions = {}): Promise<Run> {
	const opening = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
	// A training in lines seldom needs a thread.
	const {Worker} = await import('node:worker_threads');
	signal?.throwIfAborted();
	const connection = connect(Worker, {
		...options, config, version, opening,
	}, onProgress);
	const abort = () => {
		// If it is too late for that, it is soon opened, and then closed.
		if (Atomics.compareExchange(opening, 0, openings.loading, openings.givenUp) !== openings.loaded) {
			connection.fail(signal!.reason as Error);
		}
	};

	signal?.addEventListener('abort', abort);
	try {
		const run = connection.runFrom(await connection.opened);
		signal?.throwIfAborted();
		return run;
	} catch (error) {
		await connection.close();
		throw error;
	} finally {
		signal?.removeEventListener('abort', abort);
	}
}

function connect(Worker: typeof ThreadWorker, input: WorkerInput, onProgress: OpenRunOptions['onProgress']): RunConnection {
	const worker = new Worker(new URL('training-worker.js', import.meta.url), {
		workerData: input,
		// The flags of the main thread are for the main thread; some cannot even be had in another.
		execArgv: [],
		resourceLimits: {maxYoungGenerationSizeMb: youngGenerationMb[input.config.engine]},
		// Read by nobody: what Node prints in there must not get between the frames.
		stdout: true,
		stderr: true,
	});
	const connection = new RunConnection({
		send(message, moved) {
			worker.postMessage(message, moved);
		},
		receive(listener: (reply: Reply) => void) {
			worker.on('message', listener);
		},
		unref() {
			worker.unref();
		},
		async end() {
			await worker.terminate();
		},
	}, onProgress);
	worker.on('error', (error: unknown) => {
		connection.fail(new Error(`The training thread crashed: ${error instanceof Error ? error.message : String(error)}`, {cause: error}));
	});
	worker.on('exit', exitCode => {
		connection.fail(new Error(`The training thread ended before the run, with exit code ${exitCode}.`));
	});
	return connection;
}
