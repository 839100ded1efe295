import {type OnLoadProgress} from '../data/load-progress.js';
import {Course, type CoursePlace, type OpenedSession} from '../shows/course.js';
import {type Origin} from '../run/origin.js';
import {openRunInWorker} from '../run/open-run-in-worker.js';
import {type Run} from '../run/run.js';
import {type Speed, watchableSpeed} from '../session/pacer.js';
import {RunRecord} from '../history/run-record.js';
import {TrainingSession} from '../session/training-session.js';
import {type SavingOptions} from '../storage/runs/open-recorder.js';
import {readPast} from '../storage/record/read-record.js';
import {freeTitle} from '../storage/runs/run-titles.js';
import {type SavedRun} from '../storage/runs/runs-folder.js';
import {type RunConfig} from '../settings/run-config.js';
import {type OutputArguments} from './arguments.js';
import {computingFor} from './computing.js';

/** What is trained first, and how it and what comes after it are saved and paced. */
export type CourseRequest = {
	readonly config: RunConfig;
	/** Its data, if that could be read only once. */
	readonly text?: string | undefined;
	/** What a new run is called. */
	readonly title?: string | undefined;
	/** A run to resume. */
	readonly resumed?: SavedRun | undefined;
	/** Where the first run goes on from another one. */
	readonly origin?: Origin | undefined;
	/** Undefined: a pace that suits the run. */
	readonly speed: Speed | undefined;
	/** How much memory the states may take that are kept to look back at; 0: none are. */
	readonly historyBytes: number;
	readonly computing: OutputArguments['computing'];
	/** Undefined: nothing is saved. */
	readonly saving: SavingOptions | undefined;
};

export type CourseOptions = {
	readonly version: string;
	/** Gives up opening. */
	readonly signal: AbortSignal;
	/** Told what a person should know before the first run is there. */
	readonly onNote: (note: string) => void;
	/** Told how far the loading of its text has come. */
	readonly onProgress?: OnLoadProgress;
};

/**
Opens a run for the dashboard: it trains in a thread of its own, so that every key is answered at once, however long
a step takes.

@throws UserError for what the user can mend, the signal's reason if it is aborted.
*/
export async function openCourse({config: first, text, title, resumed, origin, speed, historyBytes, computing, saving}: CourseRequest, {version, signal, onNote, onProgress}: CourseOptions): Promise<Course> {
	const open = async (config: RunConfig, {nextPreset}: CoursePlace, {runTitle, past, isFirst, note, closing}: RunOfCourse): Promise<OpenedSession> => {
		const run = await openRunInWorker(config, version, {
			hasPreviews: true,
			historyBytes,
			text,
			origin: isFirst ? origin : undefined,
			...computingFor(computing, 'dashboard'),
			saving: saving && {...saving, resumed: past?.folder, title: runTitle},
			signal: AbortSignal.any([signal, closing]),
			onProgress: isFirst ? onProgress : undefined,
		});
		for (const sentence of run.notes) {
			note(sentence);
		}

		const session = new TrainingSession({
			...run,
			nextPreset,
			title: runTitle,
			isOpening: isFirst && !past && !origin,
			past: past && await pastOf(past, run),
			temperature: config.samples.temperature,
			speed: speed ?? watchableSpeed(config.training.steps),
		});
		if (!session.getSnapshot().baselines) {
			void run.ask(['countBaselines']);
		}

		return {session, close: run.close};
	};

	return Course.begin(
		first,
		async (config, place, closing) => open(config, place, {
			runTitle: resumed ? resumed.title : title, past: resumed, isFirst: true, note: onNote, closing,
		}),
		async (config, place, closing) => open(config, place, {
			runTitle: await titleOfNext(place.title, saving), past: undefined, isFirst: false, note: () => undefined, closing,
		}),
	);
}

/** What is different with the first run of a course. */
type RunOfCourse = {
	readonly runTitle: string | undefined;
	readonly past: SavedRun | undefined;
	readonly isFirst: boolean;
	readonly note: (note: string) => void;
	readonly closing: AbortSignal;
};

/** A run that is begun anew, or the next model, is called like the one that is left, with another number. */
async function titleOfNext(title: string | undefined, saving: SavingOptions | undefined): Promise<string | undefined> {
	return title === undefined || saving === undefined ? title : freeTitle(saving.runsFolder, title);
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
