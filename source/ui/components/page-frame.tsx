import {Box} from 'ink';
import {type ReactNode} from 'react';
import {shiftSpots, type Spot} from '../spots.js';
import {Header, tabSpots} from './header.js';
import {KeyBar, type KeyBarProps, layOutKeyBar} from './key-bar.js';

/** What the whole screen has at any time: header at the top, key bar at the bottom. */
export function PageFrame({children, ...view}: KeyBarProps & {readonly children?: ReactNode}) {
	const {columns, rows} = view;
	return (
		<Box flexDirection='column' width={columns} height={rows}>
			<Header {...view}/>
			{children}
			<KeyBar {...view}/>
		</Box>
	);
}

/** What of the two is for the mouse: while something is asked or typed, the key bar alone. */
export function frameSpots(view: KeyBarProps): Spot[] {
	const {rows, state: {question, isTyping}, snapshot: {stopping}} = view;
	const bar = shiftSpots(layOutKeyBar(view).spots, {row: rows - 1, column: 0});
	return question !== undefined || isTyping || stopping !== undefined ? bar : [...tabSpots(view), ...bar];
}
