import {ConfigError} from '../errors.js';
import {commandOn} from '../storage/runs/run-command.js';
import {shownName} from '../storage/runs/shown-name.js';
import {findRun} from '../storage/runs/runs-folder.js';
import {type TrainingSession} from '../session/training-session.js';
import {
	bytesPerMegabyte,
	defaultHistoryMegabytes,
	defaultKeepStates,
	defaultSaveEverySeconds,
} from '../run/run-defaults.js';
import {usualComputing} from './computing.js';
import {folderOf} from './choose-saving.js';
import {type ReplayArguments} from './arguments.js';
import {type RunOptions} from './program.js';
import {hasScreen, loadScreen} from './screen.js';
import {openReplay, openShows, showThrough} from './show-through.js';

/**
Plays a saved run in the dashboard.

@returns the session of a run that was resumed from there, if one was the last.
@throws UserError for what the user can mend.
*/
export async function replayCommand({run: wanted, runsFolder, speed, ...look}: ReplayArguments, options: RunOptions): Promise<TrainingSession | undefined> {
	const {version, signal} = options;
	const folder = folderOf(runsFolder);
	const historyBytes = defaultHistoryMegabytes * bytesPerMegabyte;
	const run = await findRun(folder, wanted);
	if (!hasScreen()) {
		throw new ConfigError(`Expected a terminal to replay ${shownName(run)} on, got none. For its figures, see ${commandOn('export', run)}.`);
	}

	// First: what goes wrong with it leaves nothing open.
	const screen = await loadScreen(look);
	const replay = await openReplay(run, {speed, historyBytes}, version, signal);
	if (signal.aborted) {
		return undefined;
	}

	const {shows} = openShows(replay, {
		speed, saveEveryMs: defaultSaveEverySeconds * 1000, keepStates: defaultKeepStates, historyBytes, computing: usualComputing, runsFolder: folder,
	}, {version, signal});
	return showThrough(shows, screen, {runsFolder: folder}, options);
}
