import {type Glyphs} from '../../../report/chart/glyphs.js';
import {type Theme} from '../../theme.js';

/** What things are drawn with. */
export type Look = {readonly theme: Theme; readonly glyphs: Glyphs};

/** The cells of a page. */
export type Room = {readonly width: number; readonly rows: number};

/** What a page shows. */
export type Drawn = {
	readonly lines: readonly string[];
	/** How far up and down can move it. */
	readonly most: number;
};

/** The longest of some wordings that fits a line; none if not one does. */
export function fittingText(wordings: readonly string[], width: number): string {
	return wordings.find(({length}) => length <= width) ?? '';
}
