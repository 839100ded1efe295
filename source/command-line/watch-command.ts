import process from 'node:process';
import {type TrainingSession} from '../session/training-session.js';
import {openWatched, type Watched, Watching} from '../session/watching.js';
import {type FinishReason, type TrainingEvent} from '../training/events.js';
import {folderOf} from './choose-saving.js';
import {type WatchArguments} from './parse-arguments.js';
import {runHeadless} from './run-headless.js';
import {
	hasScreen,
	loadScreen,
	openKeyboard,
	showSitting,
} from './screen.js';
import {type TrainCommandOptions} from './train-command.js';

/**
Shows the training of another program, from a file that grows or from standard input.

@throws UserError for what the user can mend.
*/
export async function watchCommand(watchArguments: WatchArguments, options: TrainCommandOptions): Promise<FinishReason | undefined> {
	const {source, format} = watchArguments;
	const watched = openWatched(source === '-' ? {stream: process.stdin, name: 'standard input'} : {path: source});
	const session = format === 'dashboard' && hasScreen() ? await showWatched(watched, watchArguments, options) : await printWatched(watched, watchArguments, options);
	if (session?.failure) {
		throw session.failure;
	}

	return session?.getSnapshot().finish?.reason;
}

async function showWatched(watched: Watched, {source, speed = 'max', runsFolder, ...look}: WatchArguments, {signal, onInterrupt}: TrainCommandOptions): Promise<TrainingSession> {
	const watching = new Watching(watched, speed);
	const keyboard = source === '-' ? openKeyboard() : undefined;
	const screen = await loadScreen(look);
	await showSitting(watching, screen, {
		signal, onInterrupt, runsFolder: folderOf(runsFolder), keyboard,
	});
	keyboard?.destroy();
	return watching.session;
}

async function printWatched(watched: Watched, {format, logEvery, isAscii}: WatchArguments, {signal, onOutputError}: TrainCommandOptions): Promise<TrainingSession | undefined> {
	const {events, lead} = watched;
	signal.addEventListener('abort', lead.wrapUp);
	const {value: start} = await events.next();
	return start?.type === 'start'
		? runHeadless({
			...watched, start, events: startingWith(start, events), saving: undefined,
		}, {
			format: format === 'dashboard' ? 'plain' : format, logEvery, isAscii, isWatched: true, signal, onOutputError, past: undefined,
		})
		: undefined;
}

async function * startingWith(start: TrainingEvent, events: AsyncGenerator<TrainingEvent, void, undefined>): AsyncGenerator<TrainingEvent, void, undefined> {
	yield start;
	yield * events;
}
