import {useEffect} from 'react';
import {type Mouse} from '../mouse/mouse.js';
import {type MouseReport} from '../mouse/report.js';

/**
Reports what the mouse does, once keys are read: before that, the terminal would show its reports as text.

@param pointing - Who is told.
@param mouse - Undefined where it is the terminal's own.
*/
export function useMouse(pointing: {readonly point: (report: MouseReport) => void}, mouse: Pick<Mouse, 'show' | 'listen' | 'giveBack'> | undefined): void {
	useEffect(() => {
		mouse?.listen(report => {
			pointing.point(report);
		});
		mouse?.show();
		return mouse?.giveBack;
	}, [pointing, mouse]);
}
