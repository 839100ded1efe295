import {stripVTControlCharacters} from 'node:util';
import {Text, Transform} from 'ink';
import wrapAnsi from 'wrap-ansi';
import {cellsOf} from '../../text/cells-of.js';

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

/** The beginning of a line, as much as fits. */
function cutLine(line: string, columns: number): string {
	return cellsOf(stripVTControlCharacters(line)) <= columns ? line : wrapAnsi(line, columns, {hard: true, wordWrap: false, trim: false}).split('\n', 1)[0];
}
