import {type WeightMap} from '../../../inspection/weight-map.js';
import {parameterLayouts} from '../../../model/parameters.js';
import {isWholeModel} from '../../../training/told-events.js';
import {fit} from '../../fitting.js';
import {shiftSpots, stack} from '../../spots.js';
import {type ViewProps} from '../../view-props.js';
import {type Look} from '../../theme.js';
import {edgeWidth} from './edge-letter.js';
import {
	heatLegend,
	type Legend,
	wordForLarger,
	type Zoom,
} from './heat.js';
import {
	type Drawn,
	pendingLine,
	placeNote,
	type Room,
} from './look.js';
import {
	drawPage,
	packPages,
	type Placed,
	type Size,
} from './pack.js';
import {
	drawWeightTile,
	isAveraged,
	pictureOf,
	type PictureSize,
	type RowLetters,
	tileSize,
	weightSpots,
} from './weight-tile.js';
import {zoomsOf} from './zoom.js';

/** A picture of fewer lines would say nothing. */
const leastMapLines = 8;
/** To how many columns matrices are averaged, so that one sees all of them; fewer would say nothing. */
const widestMaps = [Infinity, 128, 64];
/** The numbers of the rows, and a blank. */
const mostEdge = 5;
const rowsForMeaning = 9;
/** A line that stays empty below the explanation. */
const rowsForSpace = 15;

const meanings = {
	plain: [
		'All parameters: each matrix with its name, what it is for, its rows x columns and the largest number drawn.',
		'each matrix: name, what for, rows x columns, largest number drawn',
		'name, rows x columns, largest number',
	],
	averaged: [
		'All parameters: each matrix with its name, rows x columns and the largest number drawn. Mean: neighbours are averaged to fit.',
		'each matrix: rows x columns; mean: neighbours averaged to fit; ± largest mean',
		'mean: neighbours are averaged to fit',
	],
} as const;

/**
To how many rows and columns matrices are shrunk at most: to as many as show all of them at once; or, if they
would be too small, to the height of the page.
*/
export function mapRoom(view: ViewProps, {width, rows}: Room): {readonly rows: number; readonly columns: number} {
	const {snapshot: {start}} = view;
	const shapes = start && isWholeModel(start.model) ? parameterLayouts(start.model) : [];
	const letters = lettersOf(view);
	const room = {width, rows: rows - headRows(rows) - 1};
	const zoom = zoomsOf(view).at(-1)!;
	const limitsOf = (lines: number, columns: number) => ({rows: Math.floor(lines / zoom.height), columns: Math.max(1, Math.min(columns, width - mostEdge))});
	const sizesIn = (limits: ReturnType<typeof limitsOf>) => shapes.map(shape => tileSize({...shape, height: Math.min(limits.rows, shape.rows), width: Math.min(limits.columns, shape.columns)}, zoom, letters));
	for (let lines = room.rows; lines >= leastMapLines; lines = Math.floor(lines * 0.9)) {
		const limits = widestMaps.map(columns => limitsOf(lines, columns)).find(candidate => packPages(sizesIn(candidate), room).length === 1);
		if (limits) {
			return limits;
		}
	}

	let lines = Math.max(1, room.rows);
	while (lines > 1 && sizesIn(limitsOf(lines, Infinity)).some(({height}) => height > room.rows)) {
		lines--;
	}

	return limitsOf(lines, Infinity);
}

/** All matrices as heat maps. */
export function drawWeights(maps: readonly WeightMap[] | undefined, first: number, view: ViewProps, {width, rows}: Room): Drawn {
	const {theme, glyphs} = view;
	const {paint} = theme;
	const look = {theme, glyphs};
	const isMean = maps?.some(map => isAveraged(pictureOf(map))) ?? false;
	const hasMeaning = rows >= rowsForMeaning;
	const meaning = meanings[isMean ? 'averaged' : 'plain'].map(wording => glyphs.isAscii ? wording.replace('±', '+-') : wording);
	const head = [
		heatLegend(legendOf(look, isMean && !hasMeaning), width, look),
		...(hasMeaning ? [paint('label', fit(meaning, width))] : []),
		...(rows >= rowsForSpace ? [''] : []),
	];
	if (!maps) {
		return {lines: [...head, pendingLine('Reading the weights', width, view)], most: 0};
	}

	const room = {width, rows: rows - headRows(rows) - 1};
	const letters = lettersOf(view);
	const {zooms, pages} = planTiles(maps.map(map => pictureOf(map)), letters, room, look);
	const most = pages.length - 1;
	const place = Math.min(first, most);
	const lines = drawPage(pages[place], index => drawWeightTile(maps[index], zooms[index], letters, look));
	const spots = pages[place].flatMap(({index, x, y}) => shiftSpots(weightSpots(maps[index], zooms[index], letters, look), {row: y, column: x}));
	const before = pages.slice(0, place).flat().length;
	const foot = most > 0 ? [paint('label', placeNote(['matrix', 'matrices'], {from: before + 1, to: before + pages[place].length, of: maps.length}, width))] : [];
	return {...stack([{lines: head}, {lines, spots}, {lines: foot}]), most};
}

type Plan = {readonly zooms: readonly Zoom[]; readonly pages: ReadonlyArray<readonly Placed[]>};

/**
How large each matrix is drawn, and where: as large as costs no more pages than if all were drawn as small as can be.
One that would be larger than a page is drawn smaller than the others.
*/
function planTiles(pictures: readonly PictureSize[], letters: RowLetters, room: Room, look: Look): Plan {
	const zooms = zoomsOf(look);
	const sizes = pictures.map(picture => zooms.map(zoom => tileSize(picture, zoom, letters)));
	const planFrom = (from: number): Plan => {
		const chosen = sizes.map(each => firstThatFits(each, from, room));
		return {zooms: chosen.map(zoom => zooms[zoom]), pages: packPages(chosen.map((zoom, index) => sizes[index][zoom]), room)};
	};

	const areaFrom = (from: number) => sizes.reduce((sum, each) => {
		const {width, height} = each[firstThatFits(each, from, room)];
		return sum + (width * height);
	}, 0);
	const last = planFrom(zooms.length - 1);
	const area = last.pages.length * room.width * room.rows;
	for (let from = 0; from < zooms.length - 1; from++) {
		// To look for places takes long: only where there can be enough of them.
		const plan = areaFrom(from) <= area ? planFrom(from) : last;
		if (plan !== last && plan.pages.length <= last.pages.length) {
			return plan;
		}
	}

	return last;
}

/** From a zoom on, the first at which a tile is no larger than the page; else the last. */
function firstThatFits(sizes: readonly Size[], from: number, room: Room): number {
	const index = sizes.findIndex(({width, height}, zoom) => zoom >= from && width <= room.width && height <= room.rows);
	return index === -1 ? sizes.length - 1 : index;
}

/**
What the colours or signs stand for.

@param isMeanTold - That cells are means is said nowhere else.
*/
function legendOf(look: Look, isMeanTold: boolean): Legend {
	const sign = look.glyphs.isAscii ? '+-' : '±';
	const larger = `${wordForLarger(look)} = larger`;
	return {
		below: '-max', above: 'max', notes: [
			...(isMeanTold ? [`; ${larger}; mean: neighbours averaged`, '; mean: averaged'] : []),
			`; ${sign}: the largest number drawn of each; ${larger}`,
			`; ${sign}: of each matrix; ${larger}`,
			`; ${larger}`,
		],
	};
}

function headRows(rows: number): number {
	return 1 + (rows >= rowsForMeaning ? 1 : 0) + (rows >= rowsForSpace ? 1 : 0);
}

/** The letters of the data, and the end of a document. */
function lettersOf({snapshot: {start}, glyphs}: ViewProps): RowLetters {
	const letters = start?.dataset.characters === undefined ? [] : [...start.dataset.characters, undefined];
	return {letters, width: edgeWidth(letters, glyphs)};
}
