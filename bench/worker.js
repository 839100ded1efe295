/**
What it costs to train in a worker thread: a very small model, so that next to nothing hides the
way of each step from one thread to the other, and the GPT.
*/
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {chapter7, microgpt} from '../dist/settings/presets.js';
import {openRun} from '../dist/run/open-run.js';
import {openRunInWorker} from '../dist/run/open-run-in-worker.js';
import {createRunConfig} from '../dist/settings/run-config.js';
import {TrainingSession} from '../dist/session/training-session.js';
import {median, printTable} from './table.js';

const rounds = 5;
const folder = mkdtempSync(path.join(os.tmpdir(), 'microgpt-tui-'));
const data = path.join(folder, 'short.txt');
writeFileSync(data, 'abcd\nbcda\ncdab\ndabc\n');

/** By the clock, over the second half of a run: a new thread has to compile everything anew first. */
async function microsecondsPerStep(open, config) {
	const run = await open(config, 'bench');
	const half = config.training.steps / 2;
	let startedAt;
	const session = new TrainingSession({
		events: run.events,
		controls: run.controls,
		lead: run.lead,
		speed: 'max',
		onEvent({type, step}) {
			if (type === 'step' && step === half) {
				startedAt = performance.now();
			}
		},
	});
	const stopListening = session.subscribe(() => {
		// As the dashboard does: snapshots are only made for listeners.
	});
	session.start();
	await session.finished;
	const elapsedMs = performance.now() - startedAt;
	stopListening();
	await run.close();
	return elapsedMs * 1000 / half;
}

async function compare(title, config) {
	const here = [];
	const inWorker = [];
	for (let round = 0; round < rounds; round++) {
		here.push(await microsecondsPerStep(openRun, config));
		inWorker.push(await microsecondsPerStep(openRunInWorker, config));
	}

	printTable(title, [
		{what: 'in the thread of the session', microseconds: median(here)},
		{what: 'in a worker', microseconds: median(inWorker)},
	]);
}

try {
	await compare('A step of a model of 32 parameters, told to the session', createRunConfig(chapter7, {
		data, nEmbd: 2, blockSize: 6, steps: 60_000,
	}));
	await compare('A step of microgpt in f64, told to the session', createRunConfig(microgpt, {steps: 60_000, samples: 0}));
} finally {
	rmSync(folder, {recursive: true});
}
