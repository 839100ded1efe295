import {Box} from 'ink';
import {type ReactNode} from 'react';
import {type ViewProps} from '../view-props.js';
import {Header} from './header.js';
import {KeyBar} from './key-bar.js';
import {Row} from './row.js';

/** Header and key bar take these rows of a view. */
export const frameRows = 2;

export type PageProps = ViewProps & {
	/** The lines between header and key bar; those that do not fit are left out. */
	readonly lines: readonly string[];
	/** Below the lines. */
	readonly children?: ReactNode;
};

/** What all views have in common: header at the top, key bar at the bottom, lines between them. */
export function Page({lines, children, ...view}: PageProps) {
	const {columns, rows} = view;
	return (
		<Box flexDirection='column' width={columns} height={rows} overflow='hidden'>
			<Header {...view}/>
			{lines.slice(0, rows - frameRows).map((line, index) => <Row key={index}>{line}</Row>)}
			{children}
			<Box flexGrow={1}/>
			<KeyBar {...view}/>
		</Box>
	);
}
