import {
	useApp,
	useStdin,
	useStdout,
	useWindowSize,
} from 'ink';
import {useCallback, useEffect, useRef} from 'react';

/** After this time without another change of its size, the window has come to rest. */
const restMs = 150;

/** Back to the beginning of the line, and nothing is left of what is on it. */
const emptyLine = '\r\u{1B}[K';

/**
Draws the screen anew when the size of the window has changed, and whenever it is asked to.

Ink moves the cursor relative to where it left it. A frame of the old size that was on its way when the
window changed takes other rows than Ink thinks, and everything after it would be out of place.
*/
export function useRepaint(): () => void {
	const {suspendTerminal} = useApp();
	const {stdin, isRawModeSupported} = useStdin();
	const {stdout} = useStdout();
	const {columns, rows} = useWindowSize();
	const drawnSize = useRef(`${columns}x${rows}`);
	const repaint = useCallback(() => {
		// It is drawn anew when the terminal comes back; where it is away already, that will happen anyway.
		suspendTerminal(async () => {
			// Meanwhile the terminal would show what is typed, on the screen below. The frame begins in the column of that one's cursor.
			if (isRawModeSupported) {
				stdin.setRawMode(true);
			}

			stdout.write(emptyLine);
		}).catch(() => undefined);
	}, [suspendTerminal, stdin, isRawModeSupported, stdout]);

	useEffect(() => {
		const size = `${columns}x${rows}`;
		if (size === drawnSize.current) {
			return;
		}

		const timer = setTimeout(() => {
			drawnSize.current = size;
			repaint();
		}, restMs);
		return () => {
			clearTimeout(timer);
		};
	}, [columns, rows, repaint]);
	return repaint;
}
