import {Box, Text} from 'ink';
import Spinner from 'ink-spinner';
import {presets} from '../../model/presets.js';
import {type Glyphs} from '../../report/glyphs.js';
import {type Snapshot} from '../../session/snapshot.js';
import {type Theme} from '../theme.js';

const words = {
	idle: 'starting', running: 'training', paused: 'paused', finished: 'finished', failed: 'failed',
} as const;

const roomForTitle = 56;

/** Program and model at the left, status at the right. */
export function Header({snapshot, columns, theme, glyphs}: {readonly snapshot: Snapshot; readonly columns: number; readonly theme: Theme; readonly glyphs: Glyphs}) {
	const {paint} = theme;
	const name = snapshot.start?.preset ?? '';
	const title = presets.find(preset => preset.name === name)?.title;
	const subtitle = title !== undefined && columns >= roomForTitle ? ` ${glyphs.separator} ${title}` : '';
	return (
		<Box height={1} flexShrink={0} overflow='hidden' justifyContent='space-between'>
			<Box flexShrink={1} height={1} overflow='hidden'>
				<Text wrap='hard'>{` ${paint('title', 'microgpt-tui')}  ${name}${subtitle}`}</Text>
			</Box>
			<Box flexShrink={0}>
				<Status snapshot={snapshot} theme={theme} glyphs={glyphs}/>
			</Box>
		</Box>
	);
}

function Status({snapshot: {status, finish}, theme: {paint}, glyphs}: {readonly snapshot: Snapshot; readonly theme: Theme; readonly glyphs: Glyphs}) {
	if (status === 'idle' || status === 'running') {
		return (
			<Text>
				<Spinner type={glyphs.spinner}/>
				{` ${paint('running', words[status])} `}
			</Text>
		);
	}

	const hasDiverged = finish?.reason === 'diverged';
	const role = hasDiverged ? 'failed' : status;
	return <Text>{paint(role, `${glyphs.status[role]} ${hasDiverged ? 'diverged' : words[status]} `)}</Text>;
}
