import {isatty} from 'node:tty';
import process from 'node:process';
import {useEffect, useState} from 'react';
import {render, useInput, useWindowSize} from 'ink';
import {type LiveResult, roomForResults, sweepFrame} from '../../report/sweep-frame.js';
import {Block} from '../components/block.js';

export type SweepScreenOptions = {
	/** What the combinations have come to by now. */
	readonly results: () => readonly LiveResult[];
	readonly isAscii: boolean;
	/** Stops all that is on. */
	readonly stop: () => void;
	/** Called when Ctrl+C is pressed. */
	readonly onInterrupt: () => void;
	/** Whether they have been told to stop. */
	readonly isStopping: () => boolean;
};

const framesPerSecond = 5;

/**
Shows a sweep on the alternate screen.

@returns closes it, and gives the terminal back.
*/
export function showSweep(options: SweepScreenOptions): () => Promise<void> {
	const instance = render(<SweepScreen {...options}/>, {
		alternateScreen: true, exitOnCtrlC: false, incrementalRendering: true, interactive: true,
	});
	return async () => {
		instance.unmount();
		await instance.waitUntilExit();
	};
}

function SweepScreen({results, isAscii, stop, onInterrupt, isStopping}: SweepScreenOptions) {
	const {columns, rows} = useWindowSize();
	const [first, setFirst] = useState(0);
	const [, setFrame] = useState(0);
	useEffect(() => {
		const timer = setInterval(() => {
			setFrame(frame => frame + 1);
		}, 1000 / framesPerSecond);
		return () => {
			clearInterval(timer);
		};
	}, []);
	const all = results();
	const room = roomForResults(all, {columns, rows});
	const scroll = (by: number) => {
		setFirst(before => Math.max(0, Math.min(before + by, all.length - room)));
	};

	useInput((input, key) => {
		if (key.ctrl && input === 'c') {
			onInterrupt();
		} else if (input === 'q') {
			stop();
		} else if (key.upArrow || key.downArrow) {
			scroll(key.upArrow ? -1 : 1);
		} else if (key.pageUp || key.pageDown) {
			scroll(key.pageUp ? -room : room);
		}
	}, {isActive: isatty(process.stdin.fd)});
	const lines = sweepFrame(all, {
		columns, rows, first, isAscii, isStopping: isStopping(),
	});
	return <Block lines={lines} columns={columns} rows={rows}/>;
}
