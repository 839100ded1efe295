import wrapAnsi from 'wrap-ansi';

const indent = '  ';

/**
A title, and below it texts with labels that stand one below the other.

@param room - The cells of a line: a text that is longer goes on below its beginning, broken between words.
*/
export function labelledBlock(title: string, rows: Readonly<Record<string, string>>, room: number): string {
	const width = Math.max(...Object.keys(rows).map(label => label.length));
	const textAt = (2 * indent.length) + width;
	return [title, ...Object.entries(rows).flatMap(([label, text]) => {
		const lines = Number.isFinite(room) ? wrapAnsi(text, room - textAt, {hard: true}).split('\n') : [text];
		return lines.map((line, index) => index === 0 ? `${indent}${label.padEnd(width)}${indent}${line}` : ' '.repeat(textAt) + line);
	})].join('\n');
}
