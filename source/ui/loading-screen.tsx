import {Box, useInput, useWindowSize} from 'ink';
import {useSyncExternalStore} from 'react';
import {type Glyphs} from '../report/chart/glyphs.js';
import {loadedPercent, loadingText} from '../report/loading-text.js';
import {type Loading} from '../session/loading.js';
import {cutText} from '../text/cut-text.js';
import {visibleText} from '../text/visible-text.js';
import {Row} from './components/row.js';
import {useRepaint} from './hooks/use-repaint.js';
import {progressBar} from './progress-bar.js';
import {type Stage} from './stage.js';
import {type Theme} from './theme.js';

export type LoadingScreenProps = {
	readonly loading: Loading;
	/** What the run is called, or its preset. */
	readonly name: string;
	readonly theme: Theme;
	readonly glyphs: Glyphs;
	readonly hasKeys: boolean;
	readonly quit: () => void;
	readonly interrupt: () => void;
};

const margin = 2;
const widestBar = 60;
const percentWidth = 4;

/** What stands on the screen until there is a run to show: how far its text is read. */
export function LoadingScreen({loading, name, theme, glyphs, hasKeys, quit, interrupt}: LoadingScreenProps) {
	const {paint} = theme;
	useRepaint();
	const window = useWindowSize();
	const progress = useSyncExternalStore(loading.subscribe, loading.get);
	useInput((input, {ctrl}) => {
		if (ctrl && input === 'c') {
			interrupt();
		} else if (input === 'q') {
			quit();
		}
	}, {isActive: hasKeys});
	const room = window.columns - (2 * margin);
	const text = cutText(visibleText(progress ? loadingText(progress) : 'Preparing the data and the model', glyphs.isAscii), room, glyphs.isAscii);
	const barWidth = Math.min(widestBar, room) - percentWidth - 1;
	const percent = progress && loadedPercent(progress);
	const bar = percent === undefined ? '' : `${progressBar(progress!.done / progress!.total, barWidth, {theme, glyphs})} ${percent.padStart(percentWidth)}`;
	const indent = ' '.repeat(margin);
	// A frame as high as the window would make the terminal scroll, and flicker.
	return (
		<Box flexDirection='column' height={window.rows - 1} overflow='hidden'>
			<Row>{` ${paint('title', 'microgpt-tui')}  ${cutText(visibleText(name, glyphs.isAscii), room, glyphs.isAscii)}`}</Row>
			<Box flexDirection='column' flexGrow={1} justifyContent='center'>
				<Row>{indent + text}</Row>
				<Row>{bar === '' ? ' ' : indent + bar}</Row>
			</Box>
			<Row>{hasKeys ? ` ${paint('key', 'q')} ${paint('label', 'quit')}` : ' '}</Row>
		</Box>
	);
}

/** Shows it until something else is shown on the stage, or that is closed. What is typed is for what comes next, but for the keys that leave. */
export function showLoading(stage: Stage, props: Omit<LoadingScreenProps, 'hasKeys'>): void {
	stage.showMeanwhile(<LoadingScreen {...props} hasKeys={stage.hasKeys}/>);
}
