import {type Glyphs} from '../report/chart/glyphs.js';
import {formatCount} from '../text/format.js';
import {fitOrLast} from './fitting.js';
import {type ViewProps} from './view-props.js';

/** In the place of what is not known yet: what is being done to know it, if there is room to say so. */
export function pendingText(doing: string, {isAscii}: Pick<Glyphs, 'isAscii'>): string {
	return doing + (isAscii ? '...' : '…');
}

/** The same for a model that is looked at, from the most words to the fewest; where the way back to it is long, how far it is. */
export function pendingWordings(doing: string, {past, wayBack, glyphs}: Pick<ViewProps, 'past' | 'wayBack' | 'glyphs'>): string[] {
	if (past === undefined || wayBack === undefined) {
		return [pendingText(doing, glyphs)];
	}

	const again = `${formatCount(wayBack.done)} of ${formatCount(wayBack.total)} steps done again`;
	return [`Going back to step ${formatCount(past)}: ${again}`, again].map(text => pendingText(text, glyphs));
}

/** In the place of a step taken apart, until there is one. */
export function noReportText(view: ViewProps, width: number): string {
	const {snapshot: {lastStep}, past, hasKeys} = view;
	if (lastStep) {
		return fitOrLast(pendingWordings(past === undefined ? 'Reading the last step' : `Reading step ${formatCount(past)}`, view), width);
	}

	return hasKeys ? 'No step yet. Press s to take one.' : 'No step yet.';
}
