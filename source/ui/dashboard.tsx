import process from 'node:process';
import {setImmediate} from 'node:timers/promises';
import {isatty, type ReadStream} from 'node:tty';
import {render} from 'ink';
import {type Glyphs} from '../report/chart/glyphs.js';
import {type Show} from '../shows/show.js';
import {App, type AppProps} from './app.js';
import {Keyboard} from './mouse/keyboard.js';
import {Mouse} from './mouse/mouse.js';
import {TerminalTitle, titleOf} from './terminal-title.js';
import {type Theme} from './theme.js';

export type DashboardOptions = {
	readonly show: Show;
	readonly theme: Theme;
	readonly glyphs: Glyphs;
	readonly fineLines: AppProps['fineLines'];
	/** Whether the mouse is for the dashboard, where there are keys. */
	readonly hasMouse: boolean;
	/** Where saved runs are. */
	readonly runsFolder: string;
	/** Where keys come from; without it, standard input. */
	readonly keyboard?: ReadStream | undefined;
	/** Called when Ctrl+C is pressed. */
	readonly onInterrupt: () => void;
	/** Stops the run and closes the dashboard. */
	readonly signal: AbortSignal;
};

/** Of its own accord the picture changes 15 times a second; a key need not wait for that. */
const mostFramesPerSecond = 30;
/** A title is seen out of the corner of the eye. */
const titleIntervalMs = 1000;

/**
Shows the sessions of a show on the alternate screen and starts the first. Settles when the dashboard has closed, the
run has ended and the terminal is as it was.

@throws whatever went wrong on the screen.
*/
export async function showDashboard({show, theme, glyphs, fineLines, hasMouse, runsFolder, keyboard, onInterrupt, signal}: DashboardOptions): Promise<void> {
	// Ink cannot read keys from what is not a terminal, and throws if it is asked to; nor from one that has been read to its end.
	const stdin = keyboard ?? process.stdin;
	const hasKeys = keyboard !== undefined || (isatty(process.stdin.fd) && !process.stdin.destroyed);
	const mouse = hasMouse && hasKeys ? new Mouse(stdin) : undefined;
	// The first event says what is trained: with it, the first frame is whole.
	show.session.start();
	await setImmediate();

	const title = new TerminalTitle();
	const showTitle = () => {
		title.show(titleOf(show.session.getSnapshot(), glyphs));
	};

	const close = async () => {
		const closed = mouse?.close();
		await stopAll(show);
		await closed;
		instance.unmount();
	};

	const closeSoon = () => {
		void close();
	};

	let failure: Error | undefined;
	const fail = (error: unknown) => {
		// What is given up when the dashboard closes is no failure.
		if (signal.aborted) {
			return;
		}

		failure ??= error instanceof Error ? error : new Error(String(error));
		closeSoon();
	};

	// A terminal that is gone cannot be read or written; the listeners stay, for such errors come late.
	stdin.on('error', closeSoon);
	process.stdout.on('error', closeSoon);
	const instance = render(
		<App show={show} theme={theme} glyphs={glyphs} fineLines={fineLines} runsFolder={runsFolder} hasKeys={hasKeys} title={title} mouse={mouse} quit={closeSoon} interrupt={onInterrupt} onError={fail}/>,
		{
			alternateScreen: true,
			exitOnCtrlC: false,
			incrementalRendering: true,
			interactive: true,
			maxFps: mostFramesPerSecond,
			stdin: mouse?.keyboard ?? (hasKeys ? withoutLateAnswers(stdin) : stdin),
		},
	);
	signal.addEventListener('abort', closeSoon);
	if (signal.aborted) {
		closeSoon();
	}

	const closeAtEnd = () => {
		const {session, sessions = [session]} = show;
		void session.finished.then(() => {
			// A failure has to be told on the normal screen.
			if (session.failure !== undefined) {
				closeSoon();
			}
		});
		// With keys it stays until one is pressed.
		if (!hasKeys) {
			void Promise.all(sessions.map(async ({finished}) => finished)).then(closeSoon);
		}
	};

	closeAtEnd();
	show.subscribe(closeAtEnd);
	showTitle();
	const titleTimer = setInterval(showTitle, titleIntervalMs);
	try {
		await instance.waitUntilExit();
	} finally {
		clearInterval(titleTimer);
		title.giveBack();
		mouse?.giveBack();
		signal.removeEventListener('abort', closeSoon);
		await stopAll(show);
	}

	if (failure !== undefined) {
		throw failure;
	}
}

/** All that goes on, be it in focus or beside that. */
async function stopAll({session, sessions = [session]}: Show): Promise<void> {
	await Promise.all(sessions.map(async each => each.stop()));
}

/** What a terminal was asked before it may answer only now. */
function withoutLateAnswers(terminal: ReadStream): ReadStream {
	return new Keyboard(terminal, () => undefined) as unknown as ReadStream;
}
