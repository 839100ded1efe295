import {type Glyphs} from '../report/chart/glyphs.js';

/** In the place of what is not known yet: what is being done to know it, if there is room to say so. */
export function pendingText(doing: string, {isAscii}: Pick<Glyphs, 'isAscii'>): string {
	return doing + (isAscii ? '...' : '…');
}
