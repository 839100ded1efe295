import {type Glyphs} from '../report/chart/glyphs.js';
import {type Theme} from './theme.js';

/** How much of something is done, as a bar of so many cells; no wider than what is left of a line, which may be nothing. */
export function progressBar(share: number, width: number, {theme: {paint}, glyphs: {bar}}: {readonly theme: Theme; readonly glyphs: Glyphs}): string {
	const barWidth = Math.max(0, width);
	const doneWidth = Math.floor(Math.min(1, share) * barWidth);
	return `${paint('running', bar.done.repeat(doneWidth))}${paint('label', bar.left.repeat(barWidth - doneWidth))}`;
}
