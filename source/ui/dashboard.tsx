import {setImmediate} from 'node:timers/promises';
import {type Glyphs} from '../report/chart/glyphs.js';
import {type Show} from '../shows/show.js';
import {App, type AppProps} from './app.js';
import {type Stage} from './stage.js';
import {TerminalTitle, titleOf} from './terminal-title.js';
import {type Theme} from './theme.js';

export type DashboardOptions = {
	readonly show: Show;
	readonly theme: Theme;
	readonly glyphs: Glyphs;
	readonly fineLines: AppProps['fineLines'];
	/** Whether it opens with the first step in slow motion. */
	readonly isSlow: boolean;
	/** Where it is shown; something else may have been before. */
	readonly stage: Stage;
	/** Where saved runs are. */
	readonly runsFolder: string;
	/** Called when Ctrl+C is pressed. */
	readonly onInterrupt: () => void;
	/** Stops the run and closes the dashboard. */
	readonly signal: AbortSignal;
};

/** A title is seen out of the corner of the eye. */
const titleIntervalMs = 1000;

/**
Shows the sessions of a show on the alternate screen and starts the first. Settles when the dashboard has closed, the
run has ended and the terminal is as it was.

@throws whatever went wrong on the screen.
*/
export async function showDashboard({show, stage, theme, glyphs, fineLines, isSlow, runsFolder, onInterrupt, signal}: DashboardOptions): Promise<void> {
	const {hasKeys, mouse} = stage;
	// The first event says what is trained: with it, the first frame is whole.
	if (isSlow) {
		show.session.stepOnce();
	} else {
		show.session.start();
	}

	await setImmediate();

	const title = new TerminalTitle();
	const showTitle = () => {
		title.show(titleOf(show.session.getSnapshot(), glyphs));
	};

	const closeSoon = () => {
		void stage.close(async () => stopAll(show));
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

	stage.onGone(closeSoon);
	stage.show(<App show={show} theme={theme} glyphs={glyphs} fineLines={fineLines} isSlow={isSlow} runsFolder={runsFolder} hasKeys={hasKeys} title={title} mouse={mouse} quit={closeSoon} interrupt={onInterrupt} onError={fail}/>);
	signal.addEventListener('abort', closeSoon);
	if (signal.aborted) {
		closeSoon();
	}

	// A failure has to be told on the normal screen, but not at the cost of what goes on beside it.
	const closeIfAllFailed = () => {
		const {session, sessions = [session]} = show;
		if (sessions.every(each => each.failure !== undefined)) {
			closeSoon();
		}
	};

	const closeAtEnd = () => {
		const {session, sessions = [session]} = show;
		for (const {finished} of sessions) {
			void finished.then(closeIfAllFailed);
		}

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
		await stage.waitUntilClosed();
	} finally {
		clearInterval(titleTimer);
		title.giveBack();
		signal.removeEventListener('abort', closeSoon);
		await stopAll(show);
	}

	if (failure !== undefined) {
		throw failure;
	}
}

/** All that goes on, be it in focus or beside that. */
async function stopAll(show: Show): Promise<void> {
	// A run that waits behind the lessons is stopped before one's eyes, too.
	await show.leave?.();
	const {session, sessions = [session]} = show;
	await Promise.all(sessions.map(async each => each.stop()));
}
