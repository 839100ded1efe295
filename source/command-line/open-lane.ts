import {type OnLoadProgress} from '../data/load-progress.js';
import {openRunInWorker} from '../run/open-run-in-worker.js';
import {TrainingSession} from '../session/training-session.js';
import {type OpenLane} from '../shows/lane-group.js';
import {longestTitle} from '../storage/runs/run-title.js';
import {freeTitle} from '../storage/runs/run-titles.js';
import {formatCount} from '../text/format.js';
import {cutText} from '../text/cut-text.js';
import {type OutputArguments} from './arguments.js';
import {computingBeside} from './computing.js';

export type LaneOptions = Pick<OutputArguments, 'saveEveryMs' | 'keepStates' | 'historyBytes' | 'computing'> & {
	/** Where they are saved. */
	readonly runsFolder: string;
	/** What they train on, if that could be read only once. */
	readonly text?: string | undefined;
	readonly version: string;
	readonly signal: AbortSignal;
	/** Told how far the loading of its text has come, where somebody waits for that. */
	readonly onProgress?: OnLoadProgress | undefined;
};

/** Opens runs that go on beside others, each in a thread of its own. */
export function laneOpener({saveEveryMs, keepStates, historyBytes, computing, runsFolder, text, version, signal, onProgress}: LaneOptions): OpenLane {
	return async ({config, origin, name, isSaved}, speed, closing) => {
		const wanted = origin ? `${name} from ${formatCount(origin.point.step)}` : name;
		const title = isSaved ? await freeTitle(runsFolder, cutText(wanted, longestTitle, true).trimEnd()) : undefined;
		const run = await openRunInWorker(config, version, {
			hasPreviews: true,
			historyBytes,
			text,
			origin,
			...computingBeside(computing),
			...(isSaved && {
				saving: {
					saveEveryMs, keepStates, runsFolder, logEvery: undefined, title,
				},
			}),
			signal: AbortSignal.any([signal, closing]),
			onProgress,
		});
		const session = new TrainingSession({
			...run, title, temperature: config.samples.temperature, speed,
		});
		void run.ask(['countBaselines']);
		return {session, close: run.close};
	};
}
