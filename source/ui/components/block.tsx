import {stripVTControlCharacters} from 'node:util';
import {Text, Transform} from 'ink';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

export type BlockProps = {
	/** With their colours; what is too long is cut off, never wrapped. */
	readonly lines: readonly string[];
	readonly columns: number;
	/** The rows of the block; it is filled up with empty lines. */
	readonly rows: number;
};

/**
Lines that change with every frame. Ink measures each text and remembers it for ever, so what it is
given to measure are blanks, which the lines then take the place of.
*/
export function Block({lines, columns, rows}: BlockProps) {
	const blanks = Array.from({length: rows}, () => ' '.repeat(columns)).join('\n');
	return (
		<Transform transform={(_, row) => cutLine(lines[row] ?? '', columns)}>
			<Text>{blanks}</Text>
		</Transform>
	);
}

/** Characters of one cell each: ASCII, Latin, box drawing, blocks and the signs that charts are made of. */
const narrow = /^[\u{20}-\u{7E}\u{A0}-\u{AC}\u{AE}-\u{24F}\u{2026}\u{2500}-\u{259F}\u{25B2}\u{25C6}]*$/v;

/** The beginning of a line, as much as fits. */
function cutLine(line: string, columns: number): string {
	const text = stripVTControlCharacters(line);
	const width = narrow.test(text) ? text.length : stringWidth(text);
	return width <= columns ? line : wrapAnsi(line, columns, {hard: true, wordWrap: false, trim: false}).split('\n', 1)[0];
}
