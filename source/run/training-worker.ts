/**
A training in a thread of its own: opens the run that it is given, then sends its events in
bursts, each on demand. The other side is `open-run-in-worker.ts`.
*/
import {parentPort, workerData} from 'node:worker_threads';
import {UserError} from '../errors.js';
import {BurstWriter} from './burst.js';
import {type LocalRun, openRun} from './open-run.js';
import {
	openings,
	type Reply,
	type Request,
	type WorkerInput,
} from './worker-messages.js';

const port = parentPort!;

function reply(message: Reply) {
	port.postMessage(message, message.type === 'burst' ? [message.burst.steps.buffer] : []);
}

/** Sends the events of so many milliseconds, or one event. */
async function sendBurst({events}: LocalRun, burstMs: number) {
	const writer = new BurstWriter();
	const startedAt = performance.now();
	let isLast = false;
	do {
		const {value, done} = await events.next();
		isLast = done === true;
		if (value) {
			writer.add(value);
		}
	} while (!isLast && performance.now() - startedAt < burstMs);

	reply({type: 'burst', burst: writer.finish(), isLast});
}

async function sendBaselines(run: LocalRun) {
	reply({type: 'baselines', baselines: await run.countBaselines()});
}

async function perform(request: Exclude<Request, {type: 'baselines' | 'callOff'}>, run: LocalRun) {
	switch (request.type) {
		case 'burst': {
			Object.assign(run.controls, request.controls);
			await sendBurst(run, request.burstMs);
			break;
		}

		case 'inspect': {
			const {id, name, details} = request;
			reply({type: 'answer', id, answer: await run.inspect(name, ...details)});
			break;
		}

		case 'save': {
			reply({type: 'answer', id: request.id, answer: await run.saving?.save()});
			break;
		}

		case 'end': {
			if (request.isDiscarded) {
				run.saving?.discard();
			}

			await run.events.return();
			reply({type: 'ended', last: run.saving?.last});
			break;
		}
	}
}

try {
	const {config, version, hasPreviews, saving, text, opening} = workerData as WorkerInput;
	const run = await openRun(config, version, {
		hasPreviews,
		saving,
		text,
		onLargeFile(path, megabytes) {
			reply({type: 'largeFile', path, megabytes});
		},
		onLoaded() {
			if (Atomics.compareExchange(opening, 0, openings.loading, openings.loaded) === openings.givenUp) {
				throw new Error('Expected a run to open, got one that was given up.');
			}
		},
	});
	// The other side has this event when it has `start`.
	await run.events.next();
	let work = Promise.resolve();
	port.on('message', (request: Request) => {
		if (request.type === 'baselines') {
			// Beside the training, which gives it its turns.
			void sendBaselines(run);
			return;
		}

		if (request.type === 'callOff') {
			run.callOffQuestions();
			return;
		}

		// One after the other: what is looked at is what a whole burst has left.
		work = work.then(async () => perform(request, run));
	});
	const {start, notes, controls, saving: saved} = run;
	reply({
		type: 'opened', start, notes, controls, saving: saved && {folder: saved.folder, resumedStep: saved.resumedStep, last: saved.last},
	});
} catch (error) {
	if (!(error instanceof UserError)) {
		throw error;
	}

	reply({type: 'userError', error: {name: error.name, message: error.message}});
}
