import process from 'node:process';
import {setImmediate} from 'node:timers/promises';
import {standardInput} from '../data/read-once.js';
import {openRunInWorker} from '../run/open-run-in-worker.js';
import {requiresThread} from '../run/requires-thread.js';
import {openRun, type OpenRunOptions, type Run} from '../run/open-run.js';
import {type TrainingSession} from '../session/training-session.js';
import {type FinishReason} from '../training/events.js';
import {readPast} from '../storage/record/read-record.js';
import {checkTitleIsFree} from '../storage/runs/run-titles.js';
import {type SavedRun} from '../storage/runs/runs-folder.js';
import {type RunConfig} from '../training/run-config.js';
import {checkData} from './check-data.js';
import {chooseSaving, folderOf} from './choose-saving.js';
import {largeFileNote} from './large-file-note.js';
import {type OutputArguments} from './parse-arguments.js';
import {printNote} from './print-note.js';
import {type HeadlessFormat, runHeadless} from './run-headless.js';
import {hasScreen, loadScreen, openKeyboard} from './screen.js';

/** What is to be trained, and how it is shown and saved. */
export type TrainRequest = OutputArguments & {
	readonly config: RunConfig;
	/** Its data, if that could be read only once. */
	readonly text?: string;
	/** What a new run is called. */
	readonly title?: string | undefined;
	/** A run to resume. */
	readonly resumed?: SavedRun;
};

export type TrainCommandOptions = {
	readonly version: string;
	/** Stops the run. */
	readonly signal: AbortSignal;
	/** Called for Ctrl+C in the dashboard, where it is a key and no signal. */
	readonly onInterrupt: () => void;
	/** Called when standard output can take no more. */
	readonly onOutputError: (error: NodeJS.ErrnoException) => void;
};

/** After this time one wonders what is going on. */
const patienceMs = 1000;

/**
Trains, in the dashboard where there is a screen and else in lines, and returns how it ended.

@throws UserError for what the user can mend; anything else is a bug.
*/
export async function trainCommand(request: TrainRequest, options: TrainCommandOptions): Promise<FinishReason | undefined> {
	// What changes all over the screen cannot be read out.
	const isRead = process.env.INK_SCREEN_READER === 'true';
	const {format} = request;
	// Again: while the data came, another run may have taken it.
	await checkName(request);
	const session = format === 'dashboard' && hasScreen() && !isRead
		? await runInDashboard(request, options)
		: await runInLines(request, format === 'dashboard' ? (isRead ? 'sentences' : 'plain') : format, options);

	if (session?.failure !== undefined) {
		throw session.failure;
	}

	return session?.getSnapshot().finish?.reason;
}

/**
Refuses a name that another run has, before anybody waits for the data.

@throws ConfigError which says which run has it.
*/
export async function checkName({title, runsFolder}: Pick<TrainRequest, 'title' | 'runsFolder'>): Promise<void> {
	if (title !== undefined) {
		await checkTitleIsFree(folderOf(runsFolder), title);
	}
}

/** Trains in a thread of its own, so that every key is answered at once, however long a step takes. */
async function runInDashboard(request: TrainRequest, options: TrainCommandOptions): Promise<TrainingSession | undefined> {
	const {config, text} = request;
	const {version, signal} = options;
	await checkData(request);
	const saving = await chooseSaving(request);
	// Loaded only here: plain lines should not wait for a screen that they do not use.
	const screen = loadScreen(request);
	const [{openCourse}, {sitThrough}] = await Promise.all([import('./open-course.js'), import('./sit-through.js')]);
	const notice = setTimeout(() => {
		printNote('Preparing the data and the model...');
	}, patienceMs);
	const course = await openUnlessStopped(signal, async () => openCourse({...request, saving}, {version, signal, onNote: printNote})).finally(() => {
		clearTimeout(notice);
	});
	if (!course) {
		return undefined;
	}

	const keyboard = text !== undefined && config.dataset.pipe?.startsWith(standardInput) ? openKeyboard() : undefined;
	try {
		return await sitThrough(course, await screen, {...request, runsFolder: folderOf(request.runsFolder), keyboard}, options);
	} finally {
		keyboard?.destroy();
	}
}

async function runInLines(request: TrainRequest, format: HeadlessFormat, {version, signal, onOutputError}: TrainCommandOptions): Promise<TrainingSession | undefined> {
	const {config, text, title, resumed, logEvery, isAscii} = request;
	const saving = await chooseSaving(request);
	const run = await openUnlessStopped(signal, async () => {
		const runOptions: OpenRunOptions = {
			text,
			saving: saving && {...saving, resumed: resumed?.folder, title},
			onLargeFile(path, megabytes) {
				printNote(largeFileNote(path, megabytes));
			},
		};
		const opened: Run = await requiresThread(config, text) ? await openRunInWorker(config, version, {...runOptions, signal}) : await openRun(config, version, runOptions);
		// Loading a large file lets no signal in until it is done; signals come between two immediates.
		await setImmediate();
		await setImmediate();
		return opened;
	});
	if (!run) {
		return undefined;
	}

	for (const note of run.notes) {
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

/** Opens a run; undefined if it is stopped before the first step. */
async function openUnlessStopped<AnyRun extends {readonly close: () => Promise<void>}>(signal: AbortSignal, open: () => Promise<AnyRun>): Promise<AnyRun | undefined> {
	try {
		const run = await open();
		if (signal.aborted) {
			await run.close();
			signal.throwIfAborted();
		}

		return run;
	} catch (error) {
		if (signal.aborted && error === signal.reason) {
			printNote('Stopped before the first step.');
			return undefined;
		}

		throw error;
	}
}
