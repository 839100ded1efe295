import {stripVTControlCharacters} from 'node:util';
import {Box, Text} from 'ink';
import Spinner from 'ink-spinner';
import {presets} from '../../settings/presets.js';
import {cellsOf} from '../../text/cells-of.js';
import {cutText} from '../../text/cut-text.js';
import {formatCount} from '../../text/format.js';
import {visibleText} from '../../text/visible-text.js';
import {type Spot, spotOf} from '../spots.js';
import {numberedViews} from '../view-state.js';
import {viewTitle} from '../view-titles.js';
import {type ViewProps} from '../view-props.js';

const words = {
	idle: 'starting', running: 'training', paused: 'paused', finished: 'finished', failed: 'failed',
} as const;

const runningWords = {training: words.running, replay: 'replaying', watch: 'watching'} as const;

/** Shown until the run has stopped, even if it is paused. */
const stoppingWord = 'stopping';

/** Another program may call its model anything. */
const longestName = 20;
/** Beside the tabs, which are all to be seen, and the status. */
const longestShortName = 15;
const roomForTabs = 76;
/** Below, the tabs need the room. */
const roomForProgram = 92;
const roomForTab = 52;
const roomForSubtitle = 112;
/** Brackets or blanks around the name of a view. */
const tabFrame = 2;

/** Program and model at the left, the views in the middle, the status at the right. */
export function Header(view: ViewProps) {
	const {theme, glyphs, snapshot, past} = view;
	const {before, tabs} = layOutHeader(view);
	const titles = tabs.map(({title, isOpen}) => paintTab(title, isOpen, theme)).join('');
	return (
		<Box height={1} flexShrink={0} overflow='hidden' justifyContent='space-between'>
			<Box flexShrink={1} height={1} overflow='hidden'>
				<Text wrap='hard'>{before + titles}</Text>
			</Box>
			<Box flexShrink={0}>
				{past === undefined ? null : <Text>{theme.paint('paused', `${glyphs.past} step ${formatCount(past)} `)}</Text>}
				<Status snapshot={snapshot} theme={theme} glyphs={glyphs}/>
			</Box>
		</Box>
	);
}

/** Where one can click on the names of the views. */
export function tabSpots(view: ViewProps): Spot[] {
	const {before, tabs} = layOutHeader(view);
	let column = cellsOf(stripVTControlCharacters(before));
	return tabs.map(({title, key}) => {
		const columns = title.length + tabFrame;
		const spot = spotOf({
			row: 0, column, rows: 1, columns,
		}, {click: {keys: [key]}});
		column += columns;
		return spot;
	});
}

/** A name of a view, and the key that opens it. */
type Tab = {readonly title: string; readonly key: string; readonly isOpen: boolean};

/** What stands before the views, and those that there is room for. */
function layOutHeader({snapshot, state: {view}, columns, theme, glyphs}: ViewProps): {readonly before: string; readonly tabs: readonly Tab[]} {
	const {paint} = theme;
	const {start, title: own} = snapshot;
	const preset = visibleText(start?.preset ?? '', glyphs.isAscii);
	const name = cutText(own === undefined ? preset : visibleText(own, glyphs.isAscii), columns >= roomForProgram ? longestName : longestShortName, glyphs.isAscii).trimEnd();
	// What somebody calls the run takes the place of what it is, which then comes second.
	const title = own === undefined ? presets.find(candidate => candidate.name === preset)?.title : preset;
	const program = columns >= roomForProgram || columns < roomForTabs ? `${paint('title', 'microgpt-tui')}  ` : '';
	const subtitle = title !== undefined && columns >= roomForSubtitle ? ` ${glyphs.separator} ${title}` : '';
	const tabs = columns >= roomForTabs
		? numberedViews.map((tab, index) => ({title: `${index + 1} ${viewTitle(tab, snapshot.mode)}`, key: String(index + 1), isOpen: tab === view}))
		: (columns >= roomForTab ? [{title: viewTitle(view, snapshot.mode), key: 'tab', isOpen: true}] : []);
	return {before: ` ${program}${name}${subtitle}  `, tabs};
}

/** Brackets tell the open one without colour; the others keep their places when it changes. */
function paintTab(title: string, isOpen: boolean, {paint}: ViewProps['theme']): string {
	return isOpen ? paint('key', `[${title}]`) : paint('label', ` ${title} `);
}

function Status({snapshot: {status, stopping, activity, mode, finish, lastStep}, theme: {paint}, glyphs}: Pick<ViewProps, 'snapshot' | 'theme' | 'glyphs'>) {
	// Another program may keep training all the same.
	const hasDiverged = finish?.reason === 'diverged' || (lastStep !== undefined && !Number.isFinite(lastStep.loss));
	const isOn = status === 'idle' || status === 'running';
	if ((isOn && !hasDiverged) || stopping !== undefined) {
		const doing = status === 'idle' ? words.idle : activity?.activity ?? runningWords[mode];
		return (
			<Text>
				<Spinner type={glyphs.spinner}/>
				{` ${paint('running', stopping === undefined ? doing : stoppingWord)} `}
			</Text>
		);
	}

	const role = hasDiverged || isOn || finish?.reason === 'failed' ? 'failed' : status;
	return <Text>{paint(role, `${glyphs.status[role]} ${hasDiverged ? 'diverged' : words[role]} `)}</Text>;
}
