import {type WeightMap} from '../../../inspection/weight-map.js';
import {parameterLayouts} from '../../../model/parameters.js';
import {formatCount} from '../../../text/format.js';
import {toDecimals} from '../../../text/decimals.js';
import {isWholeModel} from '../../../training/told-events.js';
import {fit} from '../../fitting.js';
import {pendingText} from '../../pending-text.js';
import {type ViewProps} from '../../view-props.js';
import {type Look} from '../../theme.js';
import {
	drawHeat,
	heatLegend,
	heatStyleOf,
} from './heat.js';
import {type Drawn, type Room} from './look.js';
import {
	drawShelves,
	heightOfAll,
	lastFirst,
	shelve,
	type Tile,
} from './tiles.js';

/** The name of a matrix, what it is for, and its size with the largest weight. */
const titleRows = 3;
/** Wide enough for the names of most matrices. */
const leastTileWidth = 17;
/** A picture of fewer lines would say nothing. */
const leastMapLines = 8;
/** A wider picture would leave no room beside it. */
const mostMapWidth = 64;
const roomForWords = 50;
const rowsForMeaning = 9;
/** A line that stays empty below the explanation. */
const rowsForSpace = 15;

const meanings = [
	'All parameters: each matrix with its name, rows x columns and largest weight. Large matrices are averaged to fit.',
	'each matrix: name, rows x columns, largest weight',
	'name, rows x columns, largest weight',
];

/**
To how many rows and columns matrices are shrunk at most: to the height of the page, or to less if
that shows all of them at once.
*/
export function mapRoom({snapshot: {start}, ...look}: ViewProps, {width, rows}: Room): {readonly rows: number; readonly columns: number} {
	const columns = Math.min(width, mostMapWidth);
	const room = rows - headRows(rows) - 1;
	const perLine = rowsPerLine(look);
	const shapes = start && isWholeModel(start.model) ? parameterLayouts(start.model) : [];
	const fitsAll = (lines: number) => {
		const tiles = shapes.map((shape): Tile => ({
			width: tileWidth(shape, columns),
			lines: Array.from({length: titleRows + Math.min(lines, Math.ceil(shape.rows / perLine))}, () => ''),
		}));
		return heightOfAll(shelve(tiles, width)) <= room;
	};

	const candidates = [1, 2, 3, 4].map(shelfCount => Math.floor((room + 1) / shelfCount) - 1 - titleRows);
	const lines = candidates.find(count => count >= leastMapLines && fitsAll(count)) ?? candidates[0];
	return {rows: Math.max(1, lines) * perLine, columns};
}

function tileWidth({key, columns}: Pick<WeightMap, 'key' | 'columns'>, mostColumns: number): number {
	return Math.max(leastTileWidth, key.length, Math.min(columns, mostColumns));
}

/** In words that are no wider than a tile; a matrix of which we know no purpose has its name all the same. */
const purposes: Readonly<Record<string, string>> = {
	wte: 'letter embedding',
	wpe: 'position embed.',
	lm_head: 'letter scores',
	attn_wq: 'queries',
	attn_wk: 'keys',
	attn_wv: 'values',
	attn_wo: 'joins the heads',
	mlp_fc1: 'MLP, first layer',
	mlp_fc2: 'MLP, second layer',
};

/** All matrices as heat maps. */
export function drawWeights(maps: readonly WeightMap[] | undefined, first: number, {theme, glyphs}: ViewProps, {width, rows}: Room): Drawn {
	const {paint} = theme;
	const look = {theme, glyphs};
	const head = [
		heatLegend(['below 0', width >= roomForWords ? `above 0; ${heatStyleOf(look) === 'signs' ? 'denser' : 'stronger colour'} = larger` : 'above 0'], look),
		...(rows >= rowsForMeaning ? [paint('label', fit(meanings, width))] : []),
		...(rows >= rowsForSpace ? [''] : []),
	];
	if (!maps) {
		return {lines: [...head, paint('label', pendingText('Reading the weights', glyphs))], most: 0};
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
	const width = Math.max(tileWidth({key, columns}, cellCount), facts.length);
	// A cell that stands for many weights is their mean, which is smaller than the largest of them.
	const scale = Math.max(...cells.flat().map(cell => Math.abs(cell)));
	return {
		width,
		lines: [
			paint('title', key.padEnd(width)),
			(purposes[key.split('.').at(-1)!] ?? '').padEnd(width),
			paint('label', facts.padEnd(width)),
			...drawHeat(cells, {scale, rowsPerLine: rowsPerLine(look)}, look).map(line => line + ' '.repeat(width - cellCount)),
		],
	};
}

/** In five cells wherever weights are usual. */
function formatLargest(largest: number): string {
	return (largest < 100 ? toDecimals(largest, 2) : largest.toExponential(0)).padStart(5);
}
