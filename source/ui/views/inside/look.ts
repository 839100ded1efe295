import {formatCount} from '../../../text/format.js';
import {fit} from '../../fitting.js';
import {pendingText, pendingWordings} from '../../pending-text.js';
import {type Spot} from '../../spots.js';
import {type ViewProps} from '../../view-props.js';

/** The cells of a page. */
export type Room = {readonly width: number; readonly rows: number};

/** What a page shows. */
export type Drawn = {
	readonly lines: readonly string[];
	/** What of them is for the mouse, counted from the first of them. */
	readonly spots?: readonly Spot[];
	/** How far up and down can move it. */
	readonly most: number;
};

/** Which of so many things are in sight, in as many words as fit, and that there are others. */
export function placeNote([one, several]: readonly [one: string, several: string], {from, to, of}: {readonly from: number; readonly to: number; readonly of: number}, width: number): string {
	const [first, last, all] = [from, to, of].map(count => formatCount(count));
	const place = `${from === to ? first : `${first}-${last}`} of ${all}`;
	return fit([`${from === to ? one : several} ${place}: up, down`, `${place}: up, down`, place], width);
}

/** What stands in the place of an answer. */
export function pendingLine(doing: string, width: number, view: Pick<ViewProps, 'theme' | 'glyphs' | 'past' | 'wayBack'>): string {
	return view.theme.paint('label', fit([...pendingWordings(doing, view), pendingText('', view.glyphs)], width));
}
