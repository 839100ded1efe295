/** Runs its parts of the work of kernels, until it is told to end. The other side is `kernel-threads.ts`. */
import {parentPort, workerData} from 'node:worker_threads';
import {waitForChange} from '../wait-for-change.js';
import {type KernelThreadInput, mostArguments, places} from './kernel-threads.js';
import {instantiateKernels} from './instantiate-kernels.js';
import {type RunKernel, spreadNames} from './spread-kernels.js';

const {module, memory, strips, board: {state, kernels, given}, index} = workerData as KernelThreadInput;
const all = await instantiateKernels(module, memory, strips);
const own = given.subarray(index * mostArguments, (index + 1) * mostArguments);
const work = spreadNames.map((name): RunKernel => all[name]);
const isOver = () => Atomics.load(state, places.ending) === 1;
let turn = Atomics.load(state, places.turn);
parentPort!.postMessage('ready');
while (!isOver()) {
	turn = waitForChange(state, places.turn, turn);
	if (isOver()) {
		// What stands on the board has been done.
		break;
	}

	try {
		work[kernels[index]]?.(...own);
	} catch {
		// Whoever waits for this part is not to wait for ever.
		Atomics.store(state, places.failed, 1);
	}

	if (Atomics.sub(state, places.pending, 1) === 1) {
		Atomics.notify(state, places.pending);
	}
}
