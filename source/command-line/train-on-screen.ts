import {standardInput} from '../data/read-once.js';
import {type TrainingSession} from '../session/training-session.js';
import {freeTitle} from '../storage/runs/run-titles.js';
import {checkData} from './check-data.js';
import {type RacingArguments} from './arguments.js';
import {chooseSaving, folderOf} from './choose-saving.js';
import {openBehindScreen} from './open-behind-screen.js';
import {openCourse} from './open-course.js';
import {printNote} from './print-note.js';
import {type RunOptions} from './program.js';
import {stoppedNote, type TrainRequest} from './train-request.js';
import {loadScreen, openKeyboard} from './screen.js';
import {openBeside, showThrough} from './show-through.js';

/** Ways to train that are to go on beside the first, in step with it. */
type RaceRequest = {
	/** What is different about the first. */
	readonly label?: string;
	readonly beside?: readonly RacingArguments[];
};

/**
Trains in the dashboard, in a thread of its own, so that every key is answered at once, however long a step takes.

@returns the session that was on last; undefined if it was stopped before the first step.
*/
export async function trainOnScreen(request: TrainRequest & RaceRequest, options: RunOptions): Promise<TrainingSession | undefined> {
	const {config, text, label, beside = [], notes: toBegin = []} = request;
	const {version} = options;
	const shownFolder = folderOf(request.runsFolder);
	await checkData(request);
	const saving = await chooseSaving(request);
	const title = label !== undefined && saving ? await freeTitle(saving.runsFolder, label) : request.title;
	// Before the screen: after it, they would be of what is over.
	for (const note of toBegin) {
		printNote(note);
	}

	const keyboard = text !== undefined && config.dataset.pipe?.startsWith(standardInput) ? await openKeyboard() : undefined;
	// It loads while the run is opened.
	const screen = loadScreen(request);
	try {
		const behind = await openBehindScreen({
			name: title ?? config.preset, screen, keyboard, stopped: stoppedNote(request),
		}, options, async given => openBeside(
			await openCourse({...request, title, saving}, {version, ...given}),
			{
				...request, runsFolder: shownFolder, beside: beside.map(lane => ({
					config: lane.config, name: lane.label, origin: undefined, isSaved: saving !== undefined,
				})),
			},
			{version, ...given},
		));
		if (!behind) {
			return undefined;
		}

		const {opened, stage, notes} = behind;
		const session = await showThrough(opened, await screen, {runsFolder: shownFolder, stage}, options);
		for (const note of notes) {
			printNote(note);
		}

		return session;
	} finally {
		keyboard?.destroy();
	}
}
