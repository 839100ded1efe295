import wrapAnsi from 'wrap-ansi';
import {formatCount} from '../../text/format.js';
import {useCursor} from '../hooks/use-cursor.js';
import {frameRows, Page, type PageProps} from './page.js';

/** The blanks at both sides of a text. */
export const margin = 2;

/** A text that scrolls where there is no room for all of it; the last line says then where one is. */
export function ScrolledPage({lines, ...view}: PageProps) {
	const {columns, rows, state, theme: {paint}} = view;
	const room = rows - frameRows;
	const shown = room - 1;
	const first = useCursor(state.cursor.row, Math.max(0, lines.length - shown));
	if (lines.length <= room) {
		return <Page {...view} lines={lines} idle={['up', 'down']}/>;
	}

	const place = `${formatCount(first + 1)}-${formatCount(first + shown)} of ${formatCount(lines.length)} lines`;
	const more = paint('label', `${' '.repeat(margin)}${place}: up and down move`.slice(0, columns));
	return <Page {...view} lines={[...lines.slice(first, first + shown), more]}/>;
}

/** The lines of a text, between the margins. */
export function paragraph(text: string, columns: number): string[] {
	return wrapAnsi(text, columns - (2 * margin), {hard: true}).split('\n').map(line => ' '.repeat(margin) + line);
}
