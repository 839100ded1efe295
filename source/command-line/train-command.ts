import process from 'node:process';
import {setImmediate} from 'node:timers/promises';
import {standardInput} from '../data/read-once.js';
import {openRunInWorker} from '../session/open-run-in-worker.js';
import {Course, type OpenSession} from '../session/course.js';
import {requiresThread} from '../session/requires-thread.js';
import {openRun, type OpenRunOptions, type Run} from '../session/open-run.js';
import {watchableSpeed} from '../session/pacer.js';
import {RunRecord} from '../session/run-record.js';
import {TrainingSession} from '../session/training-session.js';
import {type FinishReason} from '../training/events.js';
import {readPast} from '../storage/read-record.js';
import {type SavedRun} from '../storage/runs-folder.js';
import {type RunConfig} from '../training/run-config.js';
import {checkData} from './check-data.js';
import {chooseSaving, folderOf} from './choose-saving.js';
import {type OutputArguments} from './parse-arguments.js';
import {printNote} from './print-note.js';
import {type HeadlessFormat, runHeadless} from './run-headless.js';
import {
	hasScreen,
	loadScreen,
	openKeyboard,
	showSitting,
} from './screen.js';

/** What is to be trained, and how it is shown and saved. */
export type TrainRequest = OutputArguments & {
	readonly config: RunConfig;
	/** Its data, if that could be read only once. */
	readonly text?: string;
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

const widestSummary = 100;
const usualWidth = 80;
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
	const session = format === 'dashboard' && hasScreen() && !isRead
		? await runInDashboard(request, options)
		: await runInLines(request, format === 'dashboard' ? (isRead ? 'sentences' : 'plain') : format, options);

	if (session?.failure !== undefined) {
		throw session.failure;
	}

	return session ? session.getSnapshot().finish?.reason : 'stopped';
}

/** Trains in a thread of its own, so that every key is answered at once, however long a step takes. */
async function runInDashboard(request: TrainRequest, {version, signal, onInterrupt}: TrainCommandOptions): Promise<TrainingSession | undefined> {
	const {config, text, resumed, speed} = request;
	await checkData(request);
	const saving = await chooseSaving(request);
	// Loaded only here: plain lines should not wait for a screen that they do not use.
	const screen = loadScreen(request);
	let isFirst = true;
	const open: OpenSession = async (runConfig, place, closing) => {
		const past = isFirst ? resumed : undefined;
		// Notes are for before the screen is there.
		const print = isFirst ? printNote : () => undefined;
		isFirst = false;
		const run = await openRunInWorker(runConfig, version, {
			hasPreviews: true,
			text,
			saving: saving && {...saving, resumed: past?.folder},
			signal: AbortSignal.any([signal, closing]),
			onLargeFile(path, megabytes) {
				print(largeFileNote(path, megabytes));
			},
		});
		for (const note of run.notes) {
			print(note);
		}

		const session = new TrainingSession({
			...run,
			...place,
			past: past && await pastOf(past, run),
			temperature: runConfig.samples.temperature,
			speed: speed ?? watchableSpeed(runConfig.training.steps),
		});
		if (!session.getSnapshot().baselines) {
			void countBaselines(run, session);
		}

		return {session, close: run.close};
	};

	const notice = setTimeout(() => {
		printNote('Preparing the data and the model...');
	}, patienceMs);
	const course = await openUnlessStopped(signal, async () => Course.begin(config, open)).finally(() => {
		clearTimeout(notice);
	});
	if (!course) {
		return undefined;
	}

	const keyboard = text !== undefined && config.dataset.pipe?.startsWith(standardInput) ? openKeyboard() : undefined;
	try {
		const {theme, glyphs} = await screen;
		await showSitting(course, await screen, {
			signal, onInterrupt, runsFolder: folderOf(request.runsFolder), keyboard,
		});

		// Loaded only here, like the screen.
		const {summaryRows} = await import('../report/summary.js');
		// Only now: what is printed while the alternate screen closes is lost.
		// A terminal that does not know its size says 0.
		const columns = process.stdout.columns > 0 ? process.stdout.columns : usualWidth;
		const width = Math.min(columns, widestSummary);
		const rows = summaryRows(course.session.getSnapshot(), {width, glyphs});
		console.log(rows.map(spans => theme.paintRow(spans).trimEnd()).join('\n'));
		return course.session;
	} finally {
		keyboard?.destroy();
		await course.close();
	}
}

async function runInLines(request: TrainRequest, format: HeadlessFormat, {version, signal, onOutputError}: TrainCommandOptions): Promise<TrainingSession | undefined> {
	const {config, text, resumed, logEvery, isAscii} = request;
	const saving = await chooseSaving(request);
	const run = await openUnlessStopped(signal, async () => {
		const runOptions: OpenRunOptions = {
			text,
			saving: saving && {...saving, resumed: resumed?.folder},
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
			format, logEvery, isAscii, signal, onOutputError, past: resumed && await readPast(resumed.folder),
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

/** What a run that is resumed had come to; if that cannot be read, the run is let go of again. */
async function pastOf({folder}: SavedRun, run: Pick<Run, 'close'>): Promise<RunRecord> {
	try {
		return RunRecord.of(await readPast(folder));
	} catch (error) {
		await run.close();
		throw error;
	}
}

function largeFileNote(path: string, megabytes: number): string {
	return `Reading ${path}, ${megabytes} MB...`;
}

async function countBaselines(run: Run, session: TrainingSession) {
	const baselines = await run.countBaselines();
	if (baselines) {
		session.setBaselines(baselines);
	}
}
