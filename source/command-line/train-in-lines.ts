import {setImmediate} from 'node:timers/promises';
import {openRunInWorker} from '../run/open-run-in-worker.js';
import {openRun} from '../run/open-run.js';
import type {Run} from '../run/run.js';
import {requiresThread} from '../run/requires-thread.js';
import {type TrainingSession} from '../session/training-session.js';
import {type SavingOptions} from '../storage/runs/open-recorder.js';
import {readPast} from '../storage/record/read-record.js';
import {chooseSaving} from './choose-saving.js';
import {withLoadingNote} from './loading-note.js';
import {openUnlessStopped} from './open-unless-stopped.js';
import {computingFor} from './computing.js';
import {printNote} from './print-note.js';
import {type RunOptions} from './program.js';
import {type HeadlessFormat, runHeadless} from './run-headless.js';
import {stoppedNote, type TrainRequest} from './train-request.js';

/**
Trains at full speed, and prints what comes.

@returns the session; undefined if it was stopped before the first step.
*/
export async function trainInLines(request: TrainRequest, format: HeadlessFormat, options: RunOptions): Promise<TrainingSession | undefined> {
	const {title, resumed, logEvery, isAscii, notes = []} = request;
	const {signal, onOutputError} = options;
	const saving = await chooseSaving(request);
	const run = await openUnlessStopped(signal, stoppedNote(request), async () => open(request, saving, options));
	if (!run) {
		return undefined;
	}

	for (const note of [...notes, ...run.notes]) {
		printNote(note);
	}

	try {
		return await runHeadless({...run, trained: run.start}, {
			format, logEvery, isAscii, signal, onOutputError, title: resumed ? resumed.title : title, past: resumed && await readPast(resumed.folder),
		});
	} finally {
		await run.close();
	}
}

/** In this thread, unless a step or opening the data would keep a signal waiting. */
async function open({config, text, title, resumed, origin, computing}: TrainRequest, saving: SavingOptions | undefined, {version, signal}: RunOptions): Promise<Run> {
	const options = {
		text,
		origin,
		...computingFor(computing, 'lines'),
		saving: saving && {...saving, resumed: resumed?.folder, title},
	};
	const isInThread = await requiresThread(config, text);
	const run: Run = await withLoadingNote(async onProgress => isInThread ? openRunInWorker(config, version, {...options, onProgress, signal}) : openRun(config, version, {...options, onProgress}));
	// Loading a large file lets no signal in until it is done; signals come between two immediates.
	await setImmediate();
	await setImmediate();
	return run;
}
