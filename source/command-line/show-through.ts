import {summaryRows} from '../report/summary.js';
import {openRunInWorker} from '../run/open-run-in-worker.js';
import {watchableSpeed} from '../session/pacer.js';
import {Replay} from '../shows/replay.js';
import {type Show, type ShownRun, type ShownRuns} from '../shows/show.js';
import {type LaneWish} from '../shows/lane-group.js';
import {Lanes} from '../shows/lanes.js';
import {ShowSequence, type OpenLessons, type OpenShow} from '../shows/show-sequence.js';
import {type TrainingSession} from '../session/training-session.js';
import {readWholeRecord} from '../history/whole-record.js';
import {keptSteps} from '../storage/record/spaced-states.js';
import {findRun, type SavedRun} from '../storage/runs/runs-folder.js';
import type {DashboardOptions} from '../ui/dashboard.js';
import type {Stage} from '../ui/stage.js';
import {resumptionOf} from '../run/resumption.js';
import {checkData} from './check-data.js';
import {openCourse} from './open-course.js';
import {laneOpener, type LaneOptions} from './open-lane.js';
import type {OutputArguments} from './arguments.js';
import {outputWidth, usualWidth} from './output-width.js';
import {type LoadedScreen, showOnScreen} from './screen.js';

/** How runs are shown that are opened in the dashboard, and how those are saved that are resumed. */
export type ShowRequest = Pick<OutputArguments, 'speed' | 'saveEveryMs' | 'keepStates' | 'historyBytes' | 'computing'> & {
	/** What it trains on, if that could be read only once. */
	readonly text?: string | undefined;
	/** What is different about the first of several. */
	readonly label?: string | undefined;
	/** Where saved runs are. */
	readonly runsFolder: string;
};

export type ShowOptions = Pick<DashboardOptions, 'signal' | 'onInterrupt'>;

export type OpeningOptions = Pick<LaneOptions, 'version' | 'signal' | 'onProgress'>;

const widestSummary = 100;

/**
Shows a run in the dashboard, and those that are opened there, until somebody leaves it; then prints what has come of the
last, and closes it.

@returns the session of one that has failed, if one has, else of the last, if that was a training.
@throws whatever went wrong on the screen.
*/
export async function showThrough(shows: ShowSequence, screen: LoadedScreen, {runsFolder, stage = screen.openStage(undefined)}: Pick<ShowRequest, 'runsFolder'> & {
	/** Where it is shown, if something else was shown there before. */
	readonly stage?: Stage;
}, {signal, onInterrupt}: ShowOptions): Promise<TrainingSession | undefined> {
	try {
		await showOnScreen(shows, screen, {
			stage, signal, onInterrupt, runsFolder,
		});
		const shown = trainedIn(shows.shown);
		if (!shown) {
			return undefined;
		}

		// Only now: what is printed while the alternate screen closes is lost.
		printSummary(shown, screen);
		const failed = shown.runs.find(({session}) => session?.failure !== undefined);
		return (failed ?? shown.runs[shown.focus]).session;
	} finally {
		await shows.close();
	}
}

/**
A show, with those that are to go on beside it.

@throws what opening one of them throws; then none of them is left open.
*/
export async function openBeside(first: Show, {beside = [], ...request}: ShowRequest & {readonly beside?: readonly LaneWish[]}, options: OpeningOptions): Promise<ShowSequence> {
	const {lanes, shows} = openShows(first, request, options);
	try {
		for (const wish of beside) {
			await lanes.add(wish);
		}

		return shows;
	} catch (error) {
		await shows.close();
		throw error;
	}
}

/** A show, which runs can leave, and what is opened in its place, one after the other. */
export function openShows(first: Show, {text, label, ...request}: ShowRequest, {version, signal, onProgress}: OpeningOptions): {readonly lanes: Lanes; readonly shows: ShowSequence} {
	const options = {...request, version, signal};
	const lanes = new Lanes(first, laneOpener({...options, text, onProgress}), label);
	const openShow = opener(request, version, signal);
	const openLessons: OpenLessons = async closing => {
		const lessons = await import('./lessons/open-lessons.js');
		return lessons.openLessons({deck: undefined, card: undefined}, {version, signal: AbortSignal.any([signal, closing])});
	};

	// The text is that of the first: another run has its own data.
	return {lanes, shows: new ShowSequence(lanes, async (...opening) => new Lanes(await openShow(...opening), laneOpener(options)), openLessons)};
}

/** The runs with one in focus that was trained: the one that was on last, or the first beside a replay; undefined if there is none. */
export function trainedIn({runs, focus}: ShownRuns): ShownRuns | undefined {
	const isTrained = ({session}: ShownRun) => session?.getSnapshot().mode === 'training';
	const place = isTrained(runs[focus]) ? focus : runs.findIndex(run => isTrained(run));
	return place === -1 ? undefined : {runs, focus: place};
}

function printSummary(shown: ShownRuns, {theme, glyphs}: LoadedScreen) {
	const snapshot = shown.runs[shown.focus].session!.getSnapshot();
	const rows = summaryRows(snapshot, {width: Math.min(outputWidth(usualWidth), widestSummary), glyphs, shown});
	console.log(rows.map(spans => theme.paintRow(spans).trimEnd()).join('\n'));
}

/**
A saved run, to be played as it was.

@throws CheckpointError if there is no record of it.
*/
export async function openReplay(run: SavedRun, {speed, historyBytes}: Pick<ShowRequest, 'speed' | 'historyBytes'>, version: string, signal: AbortSignal): Promise<Replay> {
	const {title, info, folder} = run;
	const {config} = info;
	const events = await readWholeRecord(run, signal);
	const steps = events.findLast(event => event.type === 'step' || event.type === 'interval')?.step ?? 0;
	// Documents that were made up meanwhile came from a stream of their own, which goes on with them.
	const hasPreviews = events.some(event => event.type === 'sample' && event.ordinal === undefined);
	// Weights from elsewhere may be others by now, so that its steps can be done again only from a state on the way.
	const [knownAfter] = config.initFrom === undefined || info.parent !== undefined ? [] : await keptSteps(folder);
	const replay = new Replay(events, {
		speed: speed ?? watchableSpeed(config.training.steps),
		temperature: config.samples.temperature,
		title,
		config,
		folder,
		knownAfter,
		openModel: config.initFrom === undefined || info.parent !== undefined || knownAfter !== undefined
			? async () => openRunInWorker(config, version, {
				hasPreviews, historyBytes, lookedAt: {folder, info, steps}, signal,
			})
			: undefined,
	});
	void replay.prepare(signal);
	return replay;
}

/** Notes on what is opened have no place while the dashboard is there: it shows what there is to know. */
function opener({speed, saveEveryMs, keepStates, historyBytes, computing, runsFolder}: ShowRequest, version: string, signal: AbortSignal): OpenShow {
	return async ({kind, run: {name}}, closing) => {
		// It may have got on since it was listed.
		const run = await findRun(runsFolder, name);
		const given = AbortSignal.any([signal, closing]);
		switch (kind) {
			case 'replay': {
				return openReplay(run, {speed, historyBytes}, version, given);
			}

			case 'resume': {
				const {config} = await resumptionOf(run);
				await checkData({config, resumed: run});
				return openCourse({
					config, resumed: run, speed, historyBytes, computing, saving: {saveEveryMs, keepStates, runsFolder},
				}, {version, signal: given, onNote: () => undefined});
			}
		}
	};
}
