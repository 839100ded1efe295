/**
Takes a picture of a view of the dashboard in a real pseudo-terminal and prints it as SVG.

	npm run build
	node media/screenshot.ts > overview.svg
	node media/screenshot.ts 2 v > step.svg     # presses 2 and v first
	node media/screenshot.ts 4 right > inside.svg
	rsvg-convert --zoom 2 overview.svg | pngquant - > media/overview.png
*/
import process from 'node:process';
import {pause, Terminal} from '../test/helpers/terminal.ts';

/** The keys that lead to the view, pressed when most of the run is done. */
const arrows: Readonly<Record<string, string>> = {right: '\u{1B}[C', down: '\u{1B}[B'};
const keys = process.argv.slice(2).map(key => arrows[key] ?? key);
/** What a view asks the training for is there by then. */
const settlingMs = 1500;

const columns = 100;
const rows = 30;
const cellWidth = 8.4;
const cellHeight = 18;
const padding = 14;
const foreground = '#d8dee9';
const background = '#1b1f27';
/** The sixteen basic colours as a common dark theme has them. */
const palette = [
	'#3b4252',
	'#e06c75',
	'#98c379',
	'#e5c07b',
	'#61afef',
	'#c678dd',
	'#56b6c2',
	'#d8dee9',
	'#5c6370',
	'#e06c75',
	'#98c379',
	'#e5c07b',
	'#61afef',
	'#c678dd',
	'#56b6c2',
	'#ffffff',
];

/** The first of the greys among the 256 colours. */
const greysFrom = 232;

type Cell = ReturnType<Terminal['cells']>[number][number];

const terminal = new Terminal('$MICROGPT --preset microgpt', {columns, rows});
await terminal.waitUntil('most of the run', () => (terminal.step() ?? 0) >= 700);
if (keys.length > 0) {
	terminal.send(' ');
	for (const key of keys) {
		terminal.send(key);
		await pause(settlingMs);
	}
}

const svg = draw(terminal.cells());
terminal.send('q');
await terminal.exitCode();
process.stdout.write(svg);

function draw(grid: readonly Cell[][]): string {
	const width = (columns * cellWidth) + (2 * padding);
	const height = (rows * cellHeight) + (2 * padding);
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
		`<rect width="100%" height="100%" rx="8" fill="${background}"/>`,
		'<g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14" xml:space="preserve">',
		...grid.flatMap((cells, row) => cells.map((cell, column) => drawCell(cell, row, column))),
		'</g>',
		'</svg>\n',
	].filter(line => line !== '').join('\n');
}

/** One of the 256 colours of a terminal: the basic ones, a cube of 6 × 6 × 6, and greys. */
function colorOf(index: number): string {
	if (index < palette.length) {
		return palette[index];
	}

	if (index >= greysFrom) {
		const level = 8 + ((index - greysFrom) * 10);
		return `rgb(${level},${level},${level})`;
	}

	const place = index - palette.length;
	const levels = [Math.floor(place / 36), Math.floor(place / 6) % 6, place % 6].map(step => step === 0 ? 0 : 55 + (step * 40));
	return `rgb(${levels.join(',')})`;
}

function drawCell({text, color, background: cellBackground, isBold, isDim}: Cell, row: number, column: number): string {
	const x = (padding + (column * cellWidth)).toFixed(1);
	const top = padding + (row * cellHeight);
	const fill = color === undefined ? foreground : colorOf(color);
	const back = cellBackground === undefined ? '' : `<rect x="${x}" y="${top}" width="${cellWidth}" height="${cellHeight}" fill="${colorOf(cellBackground)}"/>`;
	// A font has gaps between its blocks where a terminal has none.
	if (text === '▀') {
		return `${back}<rect x="${x}" y="${top}" width="${cellWidth}" height="${cellHeight / 2}" fill="${fill}"/>`;
	}

	if (text.trim() === '') {
		return back;
	}

	const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
	return `${back}<text x="${x}" y="${top + 14}" fill="${fill}"${isBold ? ' font-weight="bold"' : ''}${isDim ? ' opacity="0.55"' : ''}>${escaped}</text>`;
}
