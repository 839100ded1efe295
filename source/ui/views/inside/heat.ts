import {type Look} from '../../theme.js';

/**
How numbers on both sides of 0 become cells: two of them in a half block of the colours of the palette; one in a
shade, blue or red; or, where colour tells nothing, one in a sign that says on which side it is.
*/
export type HeatStyle = 'halves' | 'shades' | 'signs';

type Heat = {
	/** What counts as the farthest from 0. */
	readonly scale: number;
	/** How many rows of numbers go into a line: two for half blocks only. */
	readonly rowsPerLine: 1 | 2;
	readonly cellWidth?: number;
};

/** On each side of 0. */
const colorLevels = 6;

const shades = ['░', '▒', '▓', '█'];
const signs = {
	unicode: {below: ['╌', '─', '━', '═'], above: shades},
	ascii: {below: [',', '-', '~', '='], above: ['.', ':', '+', '#']},
} as const;

export function heatStyleOf({theme: {colorCount}, glyphs: {isAscii}}: Look): HeatStyle {
	return isAscii || colorCount === 0 ? 'signs' : (colorCount === 256 ? 'halves' : 'shades');
}

/** A heat map: a line for each row of numbers, or for two of them. */
export function drawHeat(rows: ReadonlyArray<readonly number[]>, heat: Heat, look: Look): string[] {
	if (heatStyleOf(look) !== 'halves') {
		return rows.map(row => joinCells(row.map(value => shadeCell(value, heat, look))));
	}

	const lines: string[] = [];
	for (let row = 0; row < rows.length; row += heat.rowsPerLine) {
		const below = heat.rowsPerLine === 2 ? rows.at(row + 1) : rows[row];
		lines.push(joinCells(rows[row].map((value, column) => halfCell(value, below?.[column], heat, look))));
	}

	return lines;
}

/** What the colours or signs stand for, between the words for both ends. */
export function heatLegend([below, above]: readonly [string, string], look: Look): string {
	const values = [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1];
	const [ramp] = drawHeat([values], {scale: 1, rowsPerLine: 1}, look);
	const {paint} = look.theme;
	return `${paint('label', below)} ${ramp} ${paint('label', above)}`;
}

type Cell = {readonly text: string; readonly paint: (text: string) => string; readonly key: string};

function shadeCell(value: number, {scale, cellWidth = 1}: Heat, look: Look): Cell {
	const {theme: {paint}, glyphs: {isAscii}} = look;
	const ramps = heatStyleOf(look) === 'shades' ? {below: shades, above: shades} : signs[isAscii ? 'ascii' : 'unicode'];
	const side = value < 0 ? 'below' : 'above';
	const level = levelOf(value, scale, shades.length);
	const text = level === 0 ? ' ' : ramps[side][level - 1];
	return {text: text.repeat(cellWidth), paint: level === 0 ? String : cells => paint(side, cells), key: level === 0 ? '' : side};
}

function halfCell(top: number, bottom: number | undefined, {scale, cellWidth = 1}: Heat, {theme: {paintCell, palette}}: Look): Cell {
	const [above, below] = [top, bottom].map(value => value === undefined ? undefined : Math.sign(value) * levelOf(value, scale, colorLevels) / colorLevels);
	return {
		text: '▀'.repeat(cellWidth),
		paint: cells => paintCell(cells, palette.diverging(above ?? 0), below === undefined ? undefined : palette.diverging(below)),
		key: `${above} ${below}`,
	};
}

/** From 0 for what is next to nothing; where there are no numbers to compare, 0 too. */
function levelOf(value: number, scale: number, count: number): number {
	const share = Math.abs(value) / scale;
	return Number.isNaN(share) ? 0 : Math.min(count, Math.round(share * count));
}

/** Neighbours of the same look are painted together. */
function joinCells(cells: readonly Cell[]): string {
	let line = '';
	let start = 0;
	for (const [index, {key}] of cells.entries()) {
		if (cells[index + 1]?.key === key) {
			continue;
		}

		line += cells[start].paint(cells.slice(start, index + 1).map(({text}) => text).join(''));
		start = index + 1;
	}

	return line;
}
