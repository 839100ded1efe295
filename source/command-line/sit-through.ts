import process from 'node:process';
import {type ReadStream} from 'node:tty';
import {summaryRows} from '../report/summary.js';
import {watchableSpeed} from '../session/pacer.js';
import {Replay} from '../shows/replay.js';
import {type Sitting} from '../shows/sitting.js';
import {Sittings, type OpenSitting} from '../shows/sittings.js';
import {type TrainingSession} from '../session/training-session.js';
import {readWholeRecord} from '../history/whole-record.js';
import {findRun, type SavedRun} from '../storage/runs/runs-folder.js';
import type {DashboardOptions} from '../ui/dashboard.js';
import {checkData} from './check-data.js';
import {openCourse} from './open-course.js';
import {type OutputArguments} from './arguments.js';
import {resumedConfig} from './resumed-config.js';
import {type LoadedScreen, showSitting} from './screen.js';

/** How runs are shown that are opened in the dashboard, and how those are saved that are resumed. */
export type SittingRequest = Pick<OutputArguments, 'speed' | 'saveEveryMs'> & {
	/** Where saved runs are. */
	readonly runsFolder: string;
	/** Where keys come from; without it, standard input. */
	readonly keyboard?: ReadStream | undefined;
};

export type SittingOptions = Pick<DashboardOptions, 'signal' | 'onInterrupt'> & {readonly version: string};

const widestSummary = 100;
const usualWidth = 80;

/**
Shows a run in the dashboard, and those that are opened there, until somebody leaves it; then prints what has come of the
last.

@returns its session, if that was a training.
@throws whatever went wrong on the screen.
*/
export async function sitThrough(first: Sitting, screen: LoadedScreen, {runsFolder, keyboard, ...request}: SittingRequest, {version, signal, onInterrupt}: SittingOptions): Promise<TrainingSession | undefined> {
	const {theme, glyphs} = screen;
	const sittings = new Sittings(first, opener({...request, runsFolder}, version, signal));
	try {
		await showSitting(sittings, screen, {
			signal, onInterrupt, runsFolder, keyboard,
		});
		const {session} = sittings;
		if (session.getSnapshot().mode !== 'training') {
			return undefined;
		}

		// Only now: what is printed while the alternate screen closes is lost.
		// A terminal that does not know its size says 0.
		const columns = process.stdout.columns > 0 ? process.stdout.columns : usualWidth;
		const rows = summaryRows(session.getSnapshot(), {width: Math.min(columns, widestSummary), glyphs});
		console.log(rows.map(spans => theme.paintRow(spans).trimEnd()).join('\n'));
		return session;
	} finally {
		await sittings.close();
	}
}

/**
A saved run, to be played as it was.

@throws CheckpointError if there is no record of it.
*/
export async function openReplay(run: SavedRun, {speed}: Pick<SittingRequest, 'speed'>, signal: AbortSignal): Promise<Replay> {
	const {title, info} = run;
	const {training, samples} = info.config;
	const events = await readWholeRecord(run, signal);
	const replay = new Replay(events, {speed: speed ?? watchableSpeed(training.steps), temperature: samples.temperature, title});
	void replay.prepare(signal);
	return replay;
}

/** Notes on what is opened have no place while the dashboard is there: it shows what there is to know. */
function opener({speed, saveEveryMs, runsFolder}: SittingRequest, version: string, signal: AbortSignal): OpenSitting {
	return async ({kind, run: {name}}, closing) => {
		// It may have got on since it was listed.
		const run = await findRun(runsFolder, name);
		const given = AbortSignal.any([signal, closing]);
		switch (kind) {
			case 'replay': {
				return openReplay(run, {speed}, given);
			}

			case 'resume': {
				const config = resumedConfig(run);
				await checkData({config, resumed: run});
				return openCourse({
					config, resumed: run, speed, saving: {saveEveryMs, runsFolder},
				}, {version, signal: given, onNote: () => undefined});
			}
		}
	};
}
