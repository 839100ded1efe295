import {
	Text,
	useApp,
	useStdout,
	useWindowSize,
} from 'ink';
import {
	type FunctionComponent,
	useEffect,
	useState,
	useSyncExternalStore,
} from 'react';
import {formatCount} from '../text/format.js';
import {type Glyphs} from '../report/chart/glyphs.js';
import {type Show} from '../shows/show.js';
import {type Snapshot} from '../session/snapshot.js';
import {type TrainingSession} from '../session/training-session.js';
import {Controls, type ControlsOptions} from './controls.js';
import {useKeys} from './hooks/use-keys.js';
import {useMouse} from './hooks/use-mouse.js';
import {useRepaint} from './hooks/use-repaint.js';
import {useSession} from './hooks/use-session.js';
import {RunsBrowser} from './views/runs/runs-browser.js';
import {smallestWindow} from './views/overview/overview-layout.js';
import {type Mouse} from './mouse/mouse.js';
import {suspendProgram} from './suspend-program.js';
import {type TerminalTitle} from './terminal-title.js';
import {type Theme} from './theme.js';
import {type LiveViewProps} from './view-props.js';
import {type ViewName} from './view-state.js';
import {Help} from './views/help.js';
import {LiveInside} from './views/inside/inside.js';
import {Overview} from './views/overview/overview.js';
import {Metrics} from './views/metrics.js';
import {NotRecorded} from './views/not-recorded.js';
import {LiveRuns} from './views/runs/runs.js';
import {LiveSamples} from './views/samples/samples.js';
import {LiveStep} from './views/step/step.js';

export type AppProps = Pick<ControlsOptions, 'quit' | 'interrupt' | 'onError'> & {
	readonly show: Show;
	readonly theme: Theme;
	readonly glyphs: Glyphs;
	readonly hasKeys: boolean;
	/** Given back while the shell has the terminal. */
	readonly title: Pick<TerminalTitle, 'giveBack'>;
	/** The same; undefined where the mouse is the terminal's own. */
	readonly mouse: Pick<Mouse, 'show' | 'rest' | 'giveBack' | 'listen'> | undefined;
	/** Where saved runs are. */
	readonly runsFolder: string;
};

const views: Readonly<Record<ViewName, FunctionComponent<LiveViewProps>>> = {
	overview: Overview, step: LiveStep, samples: LiveSamples, inside: LiveInside, runs: LiveRuns, help: Help,
};

/** The dashboard: one view of the session that is on, the keys, the size of the window. */
export function App({show, theme, glyphs, hasKeys, title, mouse, runsFolder, ...options}: AppProps) {
	const {suspendTerminal} = useApp();
	const {stdout} = useStdout();
	const repaint = useRepaint();
	const [browser] = useState(() => new RunsBrowser({runsFolder, getRunOn: () => show.session.getSnapshot()}));
	const [controls] = useState(() => new Controls({
		show,
		browser,
		...options,
		repaint,
		suspend() {
			const suspendNow = async () => {
				await mouse?.rest();
				// If the terminal has already been handed over, there is nothing to do.
				await suspendTerminal(async () => {
					title.giveBack();
					await restedWhile(show.session, suspendProgram);
					// Where the cursor is on the screen below, the frame begins.
					stdout.write('\r');
				}).catch(() => undefined);
				mouse?.show();
				// The window may have changed its size while the program was stopped, without an event.
				stdout.emit('resize');
			};

			void suspendNow();
		},
	}));
	const session = useSyncExternalStore(show.subscribe, show.getSession);
	const snapshot = useSession(session);
	const state = useSyncExternalStore(controls.subscribe, controls.getState);
	const window = useWindowSize();
	useKeys(controls, hasKeys);
	useMouse(controls, mouse);
	useEffect(() => () => {
		browser.close();
	}, [browser]);

	if (window.columns < smallestWindow.columns || window.rows < smallestWindow.rows) {
		const step = formatCount(snapshot.lastStep?.step ?? 0);
		return <Text>{`Too small: ${smallestWindow.columns}x${smallestWindow.rows} needed.\nStep ${step}, ${snapshot.status}.`}</Text>;
	}

	const View = viewOf(state.view, show.whyNoAnswers === undefined ? snapshot : {...snapshot, canAsk: false});
	// A frame as high as the window would make the terminal scroll, and flicker.
	return <View key={show.runNumber} snapshot={snapshot} shown={show.shown} state={state} ask={session.ask} whyNoAnswers={show.whyNoAnswers} browser={browser} onDrawn={mouse && controls.draw} columns={window.columns} rows={window.rows - 1} theme={theme} glyphs={glyphs} hasKeys={hasKeys}/>;
}

/** What is trained elsewhere cannot be asked what is inside it. */
function viewOf(view: ViewName, {mode, canAsk}: Pick<Snapshot, 'mode' | 'canAsk'>): FunctionComponent<LiveViewProps> {
	if (canAsk || (view !== 'step' && view !== 'inside')) {
		return views[view];
	}

	return mode === 'watch' && view === 'step' ? Metrics : NotRecorded;
}

/** Pauses the training as long as something takes, so that neither its clock nor its pace count the time. */
async function restedWhile(session: TrainingSession, act: () => Promise<void>): Promise<void> {
	const isRunning = session.getSnapshot().status === 'running';
	session.pause();
	await act();
	if (isRunning) {
		session.resume();
	}
}
