import {Text, useWindowSize} from 'ink';
import {useState} from 'react';
import {type Glyphs} from '../report/glyphs.js';
import {formatCount} from '../report/format.js';
import {type TrainingSession} from '../session/training-session.js';
import {useControls} from './hooks/use-controls.js';
import {useSession} from './hooks/use-session.js';
import {smallestWindow} from './overview-layout.js';
import {type Theme} from './theme.js';
import {Help} from './views/help.js';
import {Overview} from './views/overview.js';

export type AppProps = {
	readonly session: TrainingSession;
	readonly theme: Theme;
	readonly glyphs: Glyphs;
	readonly hasKeys: boolean;
	readonly quit: () => void;
	readonly interrupt: () => void;
};

/** The dashboard: one view of the session, the keys, the size of the window. */
export function App({session, theme, glyphs, hasKeys, quit, interrupt}: AppProps) {
	const snapshot = useSession(session);
	const window = useWindowSize();
	const [isHelpOpen, setIsHelpOpen] = useState(false);
	useControls({
		session,
		hasKeys,
		toggleHelp() {
			setIsHelpOpen(isOpen => !isOpen);
		},
		quit,
		interrupt,
	});

	if (window.columns < smallestWindow.columns || window.rows < smallestWindow.rows) {
		const step = formatCount(snapshot.lastStep?.step ?? 0);
		return <Text>{`Too small: ${smallestWindow.columns}x${smallestWindow.rows} needed.\nStep ${step}, ${snapshot.status}.`}</Text>;
	}

	const View = isHelpOpen ? Help : Overview;
	// A frame as high as the window would make the terminal scroll, and flicker.
	return <View snapshot={snapshot} columns={window.columns} rows={window.rows - 1} theme={theme} glyphs={glyphs} hasKeys={hasKeys}/>;
}
