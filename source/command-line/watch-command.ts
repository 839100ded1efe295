import process from 'node:process';
import {ConfigError} from '../errors.js';
import {sourceNotes} from '../report/source-notes.js';
import {visibleText} from '../text/visible-text.js';
import {type SourceNews} from '../session/source-state.js';
import {type TrainingSession} from '../session/training-session.js';
import {openWatched, type Watched, Watching} from '../shows/watch/watching.js';
import {type FinishReason} from '../training/events.js';
import {type ToldEvent} from '../training/told-events.js';
import {folderOf} from './choose-saving.js';
import {type WatchArguments} from './parse-arguments.js';
import {printNote} from './print-note.js';
import {runHeadless} from './run-headless.js';
import {
	hasScreen,
	loadScreen,
	openKeyboard,
	showSitting,
} from './screen.js';
import {type TrainCommandOptions} from './train-command.js';

/** A file that comes so soon is not worth a word. */
const patienceMs = 1000;

/**
Shows the training of another program, from a file that grows or from standard input; several of them on one screen.

@throws UserError for what the user can mend.
*/
export async function watchCommand(watchArguments: WatchArguments, options: TrainCommandOptions): Promise<FinishReason | undefined> {
	const {sources, format} = watchArguments;
	// What changes all over the screen cannot be read out.
	const isRead = process.env.INK_SCREEN_READER === 'true';
	const isShown = format === 'dashboard' && hasScreen() && !isRead;
	if (sources.length > 1 && !isShown) {
		throw new ConfigError(`Expected one file where there is no screen for a chart, got ${sources.length}. Watch each of them by itself.`);
	}

	const watched = sources.map(source => openWatched(source === '-' ? {stream: process.stdin, name: 'standard input'} : {path: source}));
	const session = isShown
		? await showWatched(watched, watchArguments, options)
		: await printWatched(watched[0], {...watchArguments, format: format === 'dashboard' ? (isRead ? 'sentences' : 'plain') : format}, options);
	if (session?.failure) {
		throw session.failure;
	}

	return session?.getSnapshot().finish?.reason;
}

async function showWatched(watched: readonly Watched[], {sources, speed = 'max', runsFolder, ...look}: WatchArguments, {signal, onInterrupt}: TrainCommandOptions): Promise<TrainingSession> {
	const watching = new Watching(watched, speed);
	const keyboard = sources.includes('-') ? openKeyboard() : undefined;
	const screen = await loadScreen(look);
	await showSitting(watching, screen, {
		signal, onInterrupt, runsFolder: folderOf(runsFolder), keyboard,
	});
	keyboard?.destroy();
	await watching.close();
	// One that could not be read has been said on the screen, where that of the others went on.
	return watching.sessions.find(({failure}) => failure === undefined) ?? watching.session;
}

type LineArguments = Pick<WatchArguments, 'logEvery' | 'isAscii'> & {readonly format: 'plain' | 'json' | 'sentences'};

async function printWatched(watched: Watched, {format, logEvery, isAscii}: LineArguments, {signal, onOutputError}: TrainCommandOptions): Promise<TrainingSession | undefined> {
	const {events, lead, source} = watched;
	signal.addEventListener('abort', lead.wrapUp);
	printNotesOn(source);
	const {value: start} = await events.next();
	return start?.type === 'start'
		? runHeadless({
			...watched, start, events: startingWith(start, events), saving: undefined, trained: undefined,
		}, {
			format, logEvery, isAscii, signal, onOutputError, past: undefined,
		})
		: undefined;
}

/** Says what there is to say of a source, each thing once. */
function printNotesOn(source: SourceNews) {
	const said = new Set<string>();
	const say = (kind: string, note: string | undefined) => {
		if (note === undefined || said.has(kind)) {
			return;
		}

		said.add(kind);
		printNote(note);
	};

	const {name} = source.state;
	source.subscribe(() => {
		const {name: found, isMissing} = source.state;
		say('found', found === name || isMissing ? undefined : `Watching ${visibleText(found)}, which has grown last in ${visibleText(name)}.`);
		const {unread, counting, missing} = sourceNotes(source.state);
		say('unread', unread);
		say('counting', counting);
		if (missing === undefined) {
			// It may be gone once more.
			said.delete('missing');
			return;
		}

		setTimeout(() => {
			say('missing', sourceNotes(source.state).missing);
		}, patienceMs).unref();
	});
}

async function * startingWith(start: ToldEvent, events: AsyncGenerator<ToldEvent, void, undefined>): AsyncGenerator<ToldEvent, void, undefined> {
	yield start;
	yield * events;
}
