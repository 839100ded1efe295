/**
Starts the threads that run kernels, and hears of it when one of them ends before its time: whoever waits for its part hears
nothing meanwhile. The other side is `kernel-threads.ts`.
*/
import {parentPort, Worker, workerData} from 'node:worker_threads';
import {type KernelWatchInput, places} from './kernel-threads.js';
import {stripBytes} from './kernels.js';

const {strips, ...shared} = workerData as KernelWatchInput;
const {kernels, state} = shared.board;
await Promise.all(Array.from(kernels, async (_, index) => start(index)));
parentPort!.postMessage('ready');

/** Settles when the thread has come up. */
async function start(index: number): Promise<void> {
	const worker = new Worker(new URL('kernel-worker.js', import.meta.url), {
		workerData: {
			...shared, index, strips: strips === undefined ? undefined : strips + ((index + 1) * stripBytes),
		},
		execArgv: [],
		// It makes next to nothing.
		resourceLimits: {maxYoungGenerationSizeMb: 1},
		stdout: true,
		stderr: true,
	});
	await new Promise<unknown>((resolve, reject) => {
		worker.once('message', resolve);
		worker.once('error', reject);
		worker.once('exit', () => {
			reject(new Error('it ended at once'));
			tellTheEnd();
		});
	});
}

/** Wakes who waits for a part that nobody does any more. */
function tellTheEnd(): void {
	if (Atomics.load(state, places.ending) === 1) {
		return;
	}

	Atomics.store(state, places.failed, 1);
	Atomics.store(state, places.pending, 0);
	Atomics.notify(state, places.pending);
}
