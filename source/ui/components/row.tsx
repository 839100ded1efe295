import {Box, Text} from 'ink';
import {type ReactNode} from 'react';

/** One line of the screen. What is too long is cut off, never wrapped. */
export function Row({children}: {readonly children?: ReactNode}) {
	return (
		<Box height={1} flexShrink={0} overflow='hidden'>
			<Text wrap='hard'>{children}</Text>
		</Box>
	);
}
