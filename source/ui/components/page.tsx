import {useLayoutEffect} from 'react';
import {fitOrLast} from '../fitting.js';
import {
	pointedAt,
	shiftSpots,
	type Spot,
	spotOf,
} from '../spots.js';
import {Pane} from '../panes/pane.js';
import {type ViewProps} from '../view-props.js';
import {Block} from './block.js';
import {type KeyBarProps} from './key-bar.js';
import {frameSpots, PageFrame} from './page-frame.js';

/** Header and key bar take these rows of a view. */
export const frameRows = 2;

export type PageProps = KeyBarProps & {
	/** The lines between header and key bar; those that do not fit are left out. */
	readonly lines: readonly string[];
	/** What of the lines is for the mouse, counted from the first of them. */
	readonly spots?: readonly Spot[];
};

/** What all views have in common: their lines, in a frame that each of them has for itself, or as one of several. */
export function Page(page: PageProps) {
	return page.pane ? <PanePage {...page}/> : <WholePage {...withNotice(page)}/>;
}

/** The notice comes below the lines. */
function withNotice({notice, ...page}: PageProps): PageProps {
	if (!notice) {
		return page;
	}

	const {lines, rows, columns, theme: {paint}} = page;
	const above = Array.from({length: rows - frameRows}, (_, row) => lines[row] ?? '');
	return {...page, rows: rows + 1, lines: [...above, paint('warning', ` ${fitOrLast(notice, columns - 2)}`)]};
}

function WholePage({lines, spots = [], ...view}: PageProps) {
	const {columns, rows, state, onDrawn} = view;
	const all = spotsOfPage(spots, view);
	// Before the next key or report, and gone when nothing of it is on the screen.
	useLayoutEffect(() => {
		onDrawn?.({spots: all, state});
		return () => {
			onDrawn?.(undefined);
		};
	});
	return (
		<PageFrame {...view}>
			<Block lines={withReadout(lines, all, view)} columns={columns} rows={rows - frameRows}/>
		</PageFrame>
	);
}

function PanePage({lines, spots = [], idle = [], ...view}: PageProps) {
	const {columns, rows, state: {pointer}, pane, notice} = view;
	useLayoutEffect(() => {
		pane?.tell({spots, idle});
	});
	const told = (pointer && pane && pointedAt(shiftSpots(spots, pane.place), pointer, 'tells')?.has) ?? notice;
	return <Pane {...view} lines={lines} rows={rows - frameRows + 1} told={told && fitOrLast(told, columns - 2)}/>;
}

function spotsOfPage(spots: readonly Spot[], view: KeyBarProps): Spot[] {
	const {columns, rows, state: {view: name, question, isTyping}, snapshot: {stopping}} = view;
	if (question !== undefined || isTyping || stopping !== undefined) {
		return frameSpots(view);
	}

	const whole = spotOf({
		row: 1, column: 0, rows: rows - frameRows, columns,
	}, {wheel: {up: {keys: ['up']}, down: {keys: ['down']}}});
	return [...(name === 'overview' ? [] : [whole]), ...frameSpots(view), ...shiftSpots(spots, {row: 1, column: 0})];
}

/** What is to be said of the place where the mouse is, in the last line, or in the one before if the mouse is there. */
function withReadout(lines: readonly string[], spots: readonly Spot[], {columns, rows, state: {pointer}, theme: {paint}}: ViewProps): readonly string[] {
	const told = pointer && pointedAt(spots, pointer, 'tells')?.has;
	if (!told) {
		return lines;
	}

	const last = rows - frameRows - 1;
	const place = pointer.row === last + 1 ? last - 1 : last;
	return Array.from({length: rows - frameRows}, (_, row) => row === place ? paint('coach', ` ${fitOrLast(told, columns - 2)}`) : lines[row] ?? '');
}
