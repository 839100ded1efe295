import {type WeightMap} from '../../inspection/weight-map.js';
import {formatCount} from '../../report/format.js';
import {type ViewProps} from '../view-props.js';
import {
	drawHeat,
	heatLegend,
	heatStyleOf,
} from './heat.js';
import {
	type Drawn,
	fittingText,
	type Look,
	type Room,
} from './look.js';
import {
	drawShelves,
	lastFirst,
	shelve,
	type Tile,
} from './tiles.js';

/** The name of a matrix, and its size with the largest weight. */
const titleRows = 2;
/** Wide enough for the names of most matrices. */
const leastTileWidth = 16;
/** A wider picture would leave no room beside it. */
const mostMapWidth = 64;
const rowsForMeaning = 9;
/** A line that stays empty below the explanation. */
const rowsForSpace = 15;

const meanings = [
	'All that the model has learnt: each matrix by its name, rows x columns, and its largest weight.',
	'every matrix: name, rows x columns, largest weight',
	'name, rows x columns, largest weight',
];

/** How many weights of a matrix there is room for; the rest of the page stands around them. */
export function mapRoom({width, rows}: Room, look: Look): {readonly rows: number; readonly columns: number} {
	const lines = Math.max(1, rows - headRows(rows) - titleRows - 1);
	return {rows: lines * rowsPerLine(look), columns: Math.min(width, mostMapWidth)};
}

/** All matrices as heat maps. */
export function drawWeights(maps: readonly WeightMap[] | undefined, first: number, {theme, glyphs}: ViewProps, {width, rows}: Room): Drawn {
	const {paint} = theme;
	const look = {theme, glyphs};
	const head = [
		heatLegend(width, look),
		...(rows >= rowsForMeaning ? [paint('label', fittingText(meanings, width))] : []),
		...(rows >= rowsForSpace ? [''] : []),
	];
	if (!maps) {
		return {lines: [...head, paint('label', 'The matrices come with the first answer.')], most: 0};
	}

	const room = rows - headRows(rows) - 1;
	const shelves = shelve(maps.map(map => tileOf(map, look)), width);
	const most = lastFirst(shelves, room);
	const place = Math.min(first, most);
	const {lines, shown} = drawShelves(shelves, {first: place, rows: room});
	const countBefore = shelves.slice(0, place).flat().length;
	const countShown = shelves.slice(place, place + shown).flat().length;
	const foot = countShown < maps.length ? [paint('label', `matrices ${countBefore + 1}-${countBefore + countShown} of ${maps.length}: up, down`)] : [];
	return {lines: [...head, ...lines, ...foot], most};
}

function headRows(rows: number): number {
	return 1 + (rows >= rowsForMeaning ? 1 : 0) + (rows >= rowsForSpace ? 1 : 0);
}

function rowsPerLine(look: Look): 1 | 2 {
	return heatStyleOf(look) === 'halves' ? 2 : 1;
}

function tileOf({key, rows, columns, cells, largest}: WeightMap, look: Look): Tile {
	const {paint} = look.theme;
	const size = `${formatCount(rows)}x${formatCount(columns)}`;
	const facts = `${size} ${formatLargest(largest)}`;
	const cellCount = cells[0].length;
	const width = Math.max(leastTileWidth, cellCount, key.length, facts.length);
	// A cell that stands for many weights is their mean, which is smaller than the largest of them.
	const scale = Math.max(...cells.flat().map(cell => Math.abs(cell)));
	return {
		width,
		lines: [
			paint('title', key.padEnd(width)),
			paint('label', facts.padEnd(width)),
			...drawHeat(cells, {scale, rowsPerLine: rowsPerLine(look)}, look).map(line => line + ' '.repeat(width - cellCount)),
		],
	};
}

/** In five cells wherever weights are usual. */
function formatLargest(largest: number): string {
	return (largest < 100 ? largest.toFixed(2) : largest.toExponential(0)).padStart(5);
}
