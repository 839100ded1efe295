import {Box} from 'ink';
import {Block} from './block.js';
import {Header} from './header.js';
import {KeyBar, type KeyBarProps} from './key-bar.js';

/** Header and key bar take these rows of a view. */
export const frameRows = 2;

export type PageProps = KeyBarProps & {
	/** The lines between header and key bar; those that do not fit are left out. */
	readonly lines: readonly string[];
};

/** What all views have in common: header at the top, key bar at the bottom, lines between them. */
export function Page({lines, ...view}: PageProps) {
	const {columns, rows} = view;
	return (
		<Box flexDirection='column' width={columns} height={rows}>
			<Header {...view}/>
			<Block lines={lines} columns={columns} rows={rows - frameRows}/>
			<KeyBar {...view}/>
		</Box>
	);
}
