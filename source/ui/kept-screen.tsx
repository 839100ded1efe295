import {Box} from 'ink';
import {useRef} from 'react';
import {Screen} from './screen.js';
import {type LiveViewProps} from './view-props.js';

type Room = Pick<LiveViewProps, 'columns' | 'rows'>;

export type KeptScreenProps = Omit<LiveViewProps, 'heldPage' | 'pinned' | 'columns' | 'rows'> & {
	/** Undefined where there is none: the window is too small, or something covers it. */
	readonly room: Room | undefined;
	/** Another number, and what it holds is let go of. */
	readonly runNumber: number;
};

/**
The view that is open. Where there is no room for it for a while, it stays as it is, unseen: what it holds (a page that has
been written, a sample that one looks at) is there when there is room again.
*/
export function KeptScreen({room, runNumber, onDrawn, ...view}: KeptScreenProps) {
	const lastRoom = useRef<Room>(undefined);
	lastRoom.current = room ?? lastRoom.current;
	return lastRoom.current && (
		<Box display={room ? 'flex' : 'none'} flexShrink={0}>
			<Screen key={runNumber} {...view} {...lastRoom.current} onDrawn={room && onDrawn}/>
		</Box>
	);
}
