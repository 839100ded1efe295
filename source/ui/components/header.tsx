import {stripVTControlCharacters} from 'node:util';
import {Box, Text} from 'ink';
import Spinner from 'ink-spinner';
import {type SessionMode} from '../../history/recorded-run.js';
import {type Snapshot} from '../../session/snapshot.js';
import {presets} from '../../settings/presets.js';
import {cellsOf} from '../../text/cells-of.js';
import {cutText} from '../../text/cut-text.js';
import {formatCount} from '../../text/format.js';
import {visibleText} from '../../text/visible-text.js';
import {type Spot, spotOf} from '../spots.js';
import {numberedViews, type ViewName} from '../view-state.js';
import {viewTitle} from '../view-titles.js';
import {bindingOf} from '../keys.js';
import {pastOf} from '../step-cursor.js';
import {type ViewProps} from '../view-props.js';

const words = {
	idle: 'starting', running: 'training', paused: 'paused', finished: 'finished', failed: 'failed',
} as const;

const runningWords = {training: words.running, replay: 'replaying', watch: 'watching'} as const;

/** Of a run that may go on after its end, which is named. */
const endRoles = {
	completed: 'finished', 'stopped early': 'finished', stopped: 'paused', diverged: 'failed', failed: 'failed',
} as const;

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
	const {theme, snapshot, glyphs} = view;
	const {before, tabs, past, hasStatusWord} = layOutHeader(view);
	const titles = tabs.map(({title, isOpen}) => paintTab(title, isOpen, theme)).join('');
	return (
		<Box height={1} flexShrink={0} overflow='hidden' justifyContent='space-between'>
			<Box flexShrink={1} height={1} overflow='hidden'>
				<Text wrap='hard'>{before + titles}</Text>
			</Box>
			<Box flexShrink={0}>
				{past === '' ? null : <Text>{theme.paint('paused', past)}</Text>}
				<Status snapshot={snapshot} theme={theme} glyphs={glyphs} hasWord={hasStatusWord}/>
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

/** What of the header there is room for. */
type HeaderLayout = {
	/** What stands before the views. */
	readonly before: string;
	readonly tabs: readonly Tab[];
	/** Which step is shown instead of the newest, and the way back; else nothing. */
	readonly past: string;
	/** Whether the status has a word beside its sign. */
	readonly hasStatusWord: boolean;
};

/** The most of it for which there is room; in the present, the width of the window alone decides. */
function layOutHeader(view: ViewProps): HeaderLayout {
	const {columns, snapshot, glyphs: {past: sign, separator}, state: {view: open}} = view;
	const step = pastOf(view);
	if (step === undefined) {
		return {...leftOf(view, {hasProgram: true, hasSubtitle: true, tabs: 'all'}), past: '', hasStatusWord: true};
	}

	const place = `${sign} step ${formatCount(step)} `;
	const past = bindingOf('end', open, snapshot)?.action === 'cursorLast' ? `${place}${separator} end: now ` : place;
	const layouts = [
		...leftParts.map(parts => ({...leftOf(view, parts), past, hasStatusWord: true})),
		{...leftOf(view, leftParts.at(-1)!), past, hasStatusWord: false},
	];
	// With a blank between left and right.
	return layouts.find(layout => widthOf(layout, snapshot) < columns) ?? layouts.at(-1)!;
}

type LeftParts = {readonly hasProgram: boolean; readonly hasSubtitle: boolean; readonly tabs: 'all' | 'numbers' | 'none'};

/** What gives way one after the other where there is also to be told which step is shown. */
const leftParts: readonly LeftParts[] = [
	{hasProgram: true, hasSubtitle: true, tabs: 'all'},
	{hasProgram: true, hasSubtitle: false, tabs: 'all'},
	{hasProgram: false, hasSubtitle: false, tabs: 'all'},
	{hasProgram: false, hasSubtitle: false, tabs: 'numbers'},
	{hasProgram: false, hasSubtitle: false, tabs: 'none'},
];

function leftOf({snapshot, state: {view}, columns, theme, glyphs}: ViewProps, {hasProgram, hasSubtitle, tabs}: LeftParts): Pick<HeaderLayout, 'before' | 'tabs'> {
	const {paint} = theme;
	const {start, title: own} = snapshot;
	const preset = visibleText(start?.preset ?? '', glyphs.isAscii);
	const name = cutText(own === undefined ? preset : visibleText(own, glyphs.isAscii), columns >= roomForProgram ? longestName : longestShortName, glyphs.isAscii).trimEnd();
	// What somebody calls the run takes the place of what it is, which then comes second.
	const title = own === undefined ? presets.find(candidate => candidate.name === preset)?.title : preset;
	const program = hasProgram && (columns >= roomForProgram || columns < roomForTabs) ? `${paint('title', 'microgpt-tui')}  ` : '';
	const subtitle = hasSubtitle && title !== undefined && columns >= roomForSubtitle ? ` ${glyphs.separator} ${title}` : '';
	return {before: ` ${program}${name}${subtitle}  `, tabs: tabs === 'none' ? [] : tabsOf(view, snapshot.mode, {columns, hasTitles: tabs === 'all'})};
}

function tabsOf(view: ViewName, mode: SessionMode, {columns, hasTitles}: {readonly columns: number; readonly hasTitles: boolean}): Tab[] {
	if (columns < roomForTabs) {
		return columns >= roomForTab ? [{title: viewTitle(view, mode), key: 'tab', isOpen: true}] : [];
	}

	return numberedViews.map((tab, index) => {
		const number = String(index + 1);
		return {title: hasTitles || tab === view ? `${number} ${viewTitle(tab, mode)}` : number, key: number, isOpen: tab === view};
	});
}

function widthOf({before, tabs, past, hasStatusWord}: HeaderLayout, snapshot: Snapshot): number {
	const status = 1 + (hasStatusWord ? ` ${statusOf(snapshot).word} ` : ' ').length;
	return cellsOf(stripVTControlCharacters(before)) + tabs.reduce((sum, {title}) => sum + title.length + tabFrame, 0) + past.length + status;
}

/** Brackets tell the open one without colour; the others keep their places when it changes. */
function paintTab(title: string, isOpen: boolean, {paint}: ViewProps['theme']): string {
	return isOpen ? paint('key', `[${title}]`) : paint('label', ` ${title} `);
}

function Status({snapshot, theme: {paint}, glyphs, hasWord}: Pick<ViewProps, 'snapshot' | 'theme' | 'glyphs'> & {readonly hasWord: boolean}) {
	const {role, word} = endOf(snapshot) ?? statusOf(snapshot);
	if (role === 'running') {
		return (
			<Text>
				<Spinner type={glyphs.spinner}/>
				{hasWord ? ` ${paint(role, word)} ` : ' '}
			</Text>
		);
	}

	return <Text>{paint(role, `${glyphs.status[role]} ${hasWord ? `${word} ` : ''}`)}</Text>;
}

/** How a run has ended that is watched all the same; undefined if it goes on, or nobody waits for it. */
function endOf({status, stopping, finish, source}: Snapshot) {
	return source?.isWaiting && finish && status === 'running' && stopping === undefined ? {role: endRoles[finish.reason], word: finish.reason} : undefined;
}

/** What goes on, in a word; as long as it goes on, its sign turns. */
function statusOf({status, stopping, activity, mode, finish, lastStep}: Snapshot): {readonly role: 'running' | 'paused' | 'finished' | 'failed'; readonly word: string} {
	// Another program may keep training all the same.
	const hasDiverged = finish?.reason === 'diverged' || (lastStep !== undefined && !Number.isFinite(lastStep.loss));
	const isOn = status === 'idle' || status === 'running';
	if ((isOn && !hasDiverged) || stopping !== undefined) {
		const doing = status === 'idle' ? words.idle : activity?.activity ?? runningWords[mode];
		return {role: 'running', word: stopping === undefined ? doing : stoppingWord};
	}

	return {role: hasDiverged || isOn || finish?.reason === 'failed' ? 'failed' : status, word: hasDiverged ? 'diverged' : (status === 'finished' && finish?.reason === 'stopped early' ? finish.reason : words[status])};
}
