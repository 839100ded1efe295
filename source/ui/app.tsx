import process from 'node:process';
import {
	Box,
	Text,
	useApp,
	useStdout,
	useWindowSize,
} from 'ink';
import {
	useEffect,
	useLayoutEffect,
	useState,
	useSyncExternalStore,
} from 'react';
import {formatCount} from '../text/format.js';
import {type Glyphs} from '../report/chart/glyphs.js';
import {type Show} from '../shows/show.js';
import {Controls, type ControlsOptions} from './controls.js';
import {useKeys} from './hooks/use-keys.js';
import {useMouse} from './hooks/use-mouse.js';
import {useRepaint} from './hooks/use-repaint.js';
import {useSession} from './hooks/use-session.js';
import {RunsBrowser} from './views/runs/runs-browser.js';
import {smallestWindow} from './views/overview/overview-layout.js';
import {Block} from './components/block.js';
import {layOutCard} from './lessons/lay-out-card.js';
import {KeptScreen} from './kept-screen.js';
import {useCardDone} from './lessons/use-card-done.js';
import {type Mouse} from './mouse/mouse.js';
import {restedWhile} from './rested-while.js';
import {placesOf} from './screen.js';
import {suspendProgram} from './suspend-program.js';
import {type TerminalTitle} from './terminal-title.js';
import {type Theme} from './theme.js';

export type AppProps = Pick<ControlsOptions, 'quit' | 'interrupt' | 'onError' | 'fineLines' | 'isSlow'> & {
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
					await restedWhile(show.sessions ?? [show.session], suspendProgram);
					// Where the cursor is on the screen below, the frame begins.
					stdout.write('\r');
				}).catch(() => undefined);
				mouse?.show();
				// The window may have changed its size while the program was stopped, without an event.
				process.kill(process.pid, 'SIGWINCH');
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
	// A frame as high as the window would make the terminal scroll, and flicker.
	const size = {columns: window.columns, rows: window.rows - 1};
	const {shown} = show;
	const card = shown.card && layOutCard(shown.card, state, size, {theme, glyphs});
	const room = card ? card.room : size;
	const hasPanes = room !== undefined && placesOf(room, snapshot) !== undefined;
	const pages = card?.pages ?? 0;
	const isTooSmall = window.columns < smallestWindow.columns || window.rows < smallestWindow.rows;
	useLayoutEffect(() => {
		if (isTooSmall) {
			return;
		}

		controls.setPanes(hasPanes);
		controls.setCardPages(pages);
	}, [controls, hasPanes, pages, isTooSmall]);
	useCardDone(show, {state, snapshot, shown});
	const step = formatCount(snapshot.lastStep?.step ?? 0);
	return (
		<Box flexDirection={card?.isBeside ? 'row' : 'column'}>
			{isTooSmall && <Text>{`Too small: ${smallestWindow.columns}x${smallestWindow.rows} needed.\nStep ${step}, ${snapshot.status}.`}</Text>}
			<KeptScreen
				room={isTooSmall ? undefined : room}
				runNumber={show.runNumber}
				snapshot={snapshot}
				shown={shown}
				state={state}
				ask={session.ask}
				whyNoAnswers={show.whyNoAnswers}
				browser={browser}
				theme={theme}
				glyphs={glyphs}
				hasKeys={hasKeys}
				onDrawn={mouse && controls.draw}
				onHeld={controls.goOn}
			/>
			{card && !isTooSmall && <Block lines={card.lines} {...card.size}/>}
		</Box>
	);
}
