import {ConfigError} from '../errors.js';
import {watchableSpeed} from '../session/pacer.js';
import {Replay} from '../session/replay.js';
import {findRun} from '../storage/runs-folder.js';
import {readWholeRecord} from '../session/whole-record.js';
import {folderOf} from './choose-saving.js';
import {type ReplayArguments} from './parse-arguments.js';
import {hasScreen, loadScreen, showSitting} from './screen.js';
import {type TrainCommandOptions} from './train-command.js';

/**
Plays a saved run in the dashboard.

@throws UserError for what the user can mend.
*/
export async function replayCommand({run: wanted, runsFolder, speed, ...look}: ReplayArguments, {signal, onInterrupt}: TrainCommandOptions): Promise<undefined> {
	const folder = folderOf(runsFolder);
	const run = await findRun(folder, wanted);
	if (!hasScreen()) {
		throw new ConfigError(`Expected a terminal to replay ${run.name} on, got none. For its figures, see microgpt-tui export.`);
	}

	const events = await readWholeRecord(run, signal);
	if (signal.aborted) {
		return;
	}

	const screen = await loadScreen(look);
	const {training, samples} = run.info.config;
	const replay = new Replay(events, speed ?? watchableSpeed(training.steps), samples.temperature);
	void replay.prepare(signal);
	await showSitting(replay, screen, {signal, onInterrupt, runsFolder: folder});
}
