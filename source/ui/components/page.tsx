import {Box} from 'ink';
import {useLayoutEffect} from 'react';
import {fitOrLast} from '../fitting.js';
import {
	pointedAt,
	shiftSpots,
	type Spot,
	spotOf,
} from '../spots.js';
import {type ViewProps} from '../view-props.js';
import {Block} from './block.js';
import {Header, tabSpots} from './header.js';
import {KeyBar, type KeyBarProps, layOutKeyBar} from './key-bar.js';

/** Header and key bar take these rows of a view. */
export const frameRows = 2;

export type PageProps = KeyBarProps & {
	/** The lines between header and key bar; those that do not fit are left out. */
	readonly lines: readonly string[];
	/** What of the lines is for the mouse, counted from the first of them. */
	readonly spots?: readonly Spot[];
};

/** What all views have in common: header at the top, key bar at the bottom, lines between them. */
export function Page({lines, spots = [], ...view}: PageProps) {
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
		<Box flexDirection='column' width={columns} height={rows}>
			<Header {...view}/>
			<Block lines={withReadout(lines, all, view)} columns={columns} rows={rows - frameRows}/>
			<KeyBar {...view}/>
		</Box>
	);
}

/** While something is asked or typed, the mouse can do what stands in the key bar and nothing else. */
function spotsOfPage(spots: readonly Spot[], view: KeyBarProps): Spot[] {
	const {columns, rows, state: {view: name, question, isTyping}, snapshot: {stopping}} = view;
	const bar = shiftSpots(layOutKeyBar(view).spots, {row: rows - 1, column: 0});
	if (question !== undefined || isTyping || stopping !== undefined) {
		return bar;
	}

	const whole = spotOf({
		row: 1, column: 0, rows: rows - frameRows, columns,
	}, {wheel: {up: {keys: ['up']}, down: {keys: ['down']}}});
	return [...(name === 'overview' ? [] : [whole]), ...tabSpots(view), ...shiftSpots(spots, {row: 1, column: 0}), ...bar];
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
