/** A training in a thread of its own. The other side is `open-run-in-worker.ts`. */
import {parentPort, workerData} from 'node:worker_threads';
import {type Request} from './protocol.js';
import {serveRun} from './serve-run.js';
import {openings, type WorkerInput} from './worker-input.js';

const port = parentPort!;
const {config, version, opening, ...options} = workerData as WorkerInput;
await serveRun(config, version, {
	...options,
	onLoaded() {
		if (Atomics.compareExchange(opening, 0, openings.loading, openings.loaded) === openings.givenUp) {
			throw new Error('Expected a run to open, got one that was given up.');
		}
	},
}, {
	send(message, moved) {
		port.postMessage(message, moved);
	},
	receive(listener: (request: Request) => void) {
		port.on('message', listener);
	},
});
