import {CheckpointError, ConfigError} from '../errors.js';
import {watchableSpeed} from '../session/pacer.js';
import {Replay} from '../session/replay.js';
import {readRecord} from '../storage/read-record.js';
import {findRun, type SavedRun} from '../storage/runs-folder.js';
import {type StartEvent, type TrainingEvent} from '../training/events.js';
import {folderOf} from './choose-saving.js';
import {type ReplayArguments} from './parse-arguments.js';
import {hasScreen, loadScreen, showSitting} from './screen.js';
import {type TrainCommandOptions} from './train-command.js';

/**
Plays a saved run in the dashboard.

@throws UserError for what the user can mend.
*/
export async function replayCommand({run: wanted, runsFolder, speed, ...look}: ReplayArguments, {signal, onInterrupt}: TrainCommandOptions): Promise<undefined> {
	const run = await findRun(folderOf(runsFolder), wanted);
	if (!hasScreen()) {
		throw new ConfigError(`Expected a terminal to replay ${run.name} on, got none. For its figures, see microgpt-tui export.`);
	}

	const events = await readWholeRecord(run);
	const screen = await loadScreen(look);
	const replay = new Replay(events, speed ?? watchableSpeed(run.info.config.training.steps));
	await showSitting(replay, screen, {signal, onInterrupt});
}

/**
The record of a run, with its beginning.

@throws CheckpointError if nothing of it is there.
*/
export async function readWholeRecord({folder, name}: SavedRun): Promise<[StartEvent, ...TrainingEvent[]]> {
	const [start, ...events] = await readRecord(folder);
	if (start?.type !== 'start') {
		throw new CheckpointError(`Expected the record of ${name} to begin with what was trained, got ${start === undefined ? 'nothing' : `“${start.type}”`}. It is damaged, or nothing was written yet.`);
	}

	return [start, ...events];
}
