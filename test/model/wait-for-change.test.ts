import {Worker} from 'node:worker_threads';
import {expect, it} from 'vitest';
import {waitForChange} from '../../source/model/wait-for-change.js';

/** Wakes whoever waits a hundred times for nothing, with time to fall asleep again, and only then changes the number. */
const wake = `
const {workerData: numbers} = require('node:worker_threads');
const pause = new Int32Array(new SharedArrayBuffer(4));
for (let time = 0; time < 100; time++) {
	Atomics.wait(pause, 0, 0, 1);
	Atomics.notify(numbers, 0);
}

Atomics.store(numbers, 0, 8);
Atomics.notify(numbers, 0);
`;

it('is not woken by a notice of what it has seen already', async () => {
	const numbers = new Int32Array(new SharedArrayBuffer(4)).fill(7);
	const worker = new Worker(wake, {eval: true, workerData: numbers});
	expect(waitForChange(numbers, 0, 7)).toBe(8);
	await worker.terminate();
});

it('does not wait for a change that has been', () => {
	const numbers = new Int32Array(new SharedArrayBuffer(8)).fill(3);
	expect(waitForChange(numbers, 1, 2)).toBe(3);
});
