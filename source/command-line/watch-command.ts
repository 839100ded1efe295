import process from 'node:process';
import {ConfigError} from '../errors.js';
import {sourceNotes} from '../report/source-notes.js';
import {visibleText} from '../text/visible-text.js';
import {type SourceNews} from '../session/source-state.js';
import {type TrainingSession} from '../session/training-session.js';
import {openWatched, type Watched, Watching} from '../shows/watch/watching.js';
import {type ToldEvent} from '../training/told-events.js';
import {folderOf} from './choose-saving.js';
import type {WatchArguments} from './arguments.js';
import {printNote} from './print-note.js';
import {type RunOptions} from './program.js';
import {type HeadlessFormat, runHeadless} from './run-headless.js';
import {
	formatHere,
	loadScreen,
	openKeyboard,
	showOnScreen,
} from './screen.js';

/** A file that comes so soon is not worth a word. */
const patienceMs = 1000;

/**
Shows the training of another program, from a file that grows or from standard input; several of them on one screen.

@throws UserError for what the user can mend.
*/
export async function watchCommand(given: WatchArguments, options: RunOptions): Promise<TrainingSession | undefined> {
	const {sources} = given;
	const format = formatHere(given.format);
	if (sources.length > 1 && format !== 'dashboard') {
		throw new ConfigError(`Expected one file where there is no screen for a chart, got ${sources.length}. Watch each of them by itself.`);
	}

	// Scripts wait for the end of a run; on the screen, one sees when it goes on.
	const isPatient = format === 'dashboard';
	const watched = sources.map(source => openWatched(source === '-' ? {stream: process.stdin, name: 'standard input'} : {path: source}, {isPatient}));
	return isPatient ? showWatched(watched, given, options) : printWatched(watched[0], {...given, format}, options);
}

async function showWatched(watched: readonly Watched[], {sources, speed = 'max', runsFolder, ...look}: WatchArguments, {signal, onInterrupt}: RunOptions): Promise<TrainingSession> {
	const watching = new Watching(watched, speed);
	const keyboard = sources.includes('-') ? await openKeyboard() : undefined;
	const screen = await loadScreen(look);
	await showOnScreen(watching, screen, {
		stage: screen.openStage(keyboard), signal, onInterrupt, runsFolder: folderOf(runsFolder),
	});
	keyboard?.destroy();
	await watching.close();
	// One that could not be read has been said on the screen, where that of the others went on.
	return watching.sessions.find(({failure}) => failure === undefined) ?? watching.session;
}

type LineArguments = Pick<WatchArguments, 'logEvery' | 'isAscii'> & {readonly format: HeadlessFormat};

async function printWatched(watched: Watched, {format, logEvery, isAscii}: LineArguments, {signal, onOutputError}: RunOptions): Promise<TrainingSession | undefined> {
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
