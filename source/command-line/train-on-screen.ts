import {standardInput} from '../data/read-once.js';
import {type TrainingSession} from '../session/training-session.js';
import {checkData} from './check-data.js';
import {chooseSaving, folderOf} from './choose-saving.js';
import {noteIfSlow} from './note-if-slow.js';
import {openCourse} from './open-course.js';
import {openUnlessStopped} from './open-unless-stopped.js';
import {printNote} from './print-note.js';
import {type RunOptions} from './program.js';
import {type TrainRequest} from './train-request.js';
import {loadScreen, openKeyboard} from './screen.js';
import {showThrough} from './show-through.js';

/**
Trains in the dashboard, in a thread of its own, so that every key is answered at once, however long a step takes.

@returns the session that was on last; undefined if it was stopped before the first step.
*/
export async function trainOnScreen(request: TrainRequest, options: RunOptions): Promise<TrainingSession | undefined> {
	const {config, text, runsFolder} = request;
	const {version, signal} = options;
	await checkData(request);
	const saving = await chooseSaving(request);
	// It loads while the run is opened.
	const screen = loadScreen(request);
	const course = await openUnlessStopped(signal, async () => noteIfSlow('Preparing the data and the model...', async () =>
		openCourse({...request, saving}, {version, signal, onNote: printNote})));
	if (!course) {
		return undefined;
	}

	const keyboard = text !== undefined && config.dataset.pipe?.startsWith(standardInput) ? openKeyboard() : undefined;
	try {
		return await showThrough(course, await screen, {...request, runsFolder: folderOf(runsFolder), keyboard}, options);
	} finally {
		keyboard?.destroy();
	}
}
