import {type DocumentTrace, type Letter} from '../../../inspection/document-trace.js';
import {type AttentionMap} from '../../../model/internals.js';
import {type Look, type Role} from '../../theme.js';
import {letterText} from '../../../report/letter-text.js';
import {toDecimals} from '../../../text/decimals.js';
import {stack} from '../../spots.js';
import {fit} from '../../fitting.js';
import {type ViewProps} from '../../view-props.js';
import {drawAlone} from './alone.js';
import {edgeLetter, edgeWidth} from './edge-letter.js';
import {
	drawCells,
	heatStyleOf,
	middleLine,
	type Shade,
	textEnd,
	wordForLarger,
	type Zoom,
} from './heat.js';
import {
	type Drawn,
	pendingLine,
	type Room,
} from './look.js';
import {mapSpot} from './map-spot.js';
import {
	drawShelves,
	lastFirst,
	shelve,
	type Tile,
	tileGap,
} from './tiles.js';
import {typedNote, wordLine} from './word-lines.js';

const ramps = {unicode: [...'·░▒▓█'], ascii: [...'.:+*#']};
/** From which weight on each sign of the ramp but the first stands for one. */
const thresholds = [0.05, 0.2, 0.4, 0.7];
const roles: readonly Role[] = ['label', 'coach', 'coach', 'coach', 'smoothed'];
/** A title and the letters over the columns. */
const headRows = 2;
/** A weight in percent. */
const percentWidth = 3;
/** Room for a weight in percent and a sign. */
const numberedWidth = percentWidth + 1;
/** The largest first: nearly square, or wide enough for numbers. */
const zooms: readonly Zoom[] = [[12, 6], [10, 5], [8, 4], [6, 3], [6, 2], [5, 2], [4, 2], [6, 1], [5, 1], [numberedWidth, 1], [2, 1], [1, 1]].map(([width, height]) => ({width, height}));
/** More could not be told apart. */
const colorLevels = 24;
/** Weights that stand for the scale. */
const coloredScale = [0, 0.25, 0.5, 0.75, 1];
/** From here on there is room for the explanation, and then for what the shades mean. */
const rowsForMeaning = 9;
const rowsForScale = 12;
const roomForSum = 64;
const roomForScale = 36;

const meanings = [
	'Row: the letter that looks. Column: the letters it looks at, itself and those before. Denser = more.',
	'row: the letter that looks; column: what it looks at; denser = more',
	'row looks at column; denser = more',
];

export type AttentionContent = {
	/** Undefined before the first answer. */
	readonly answer: DocumentTrace | undefined;
	/** Room to be kept for so many positions, so that the maps stay where they are while documents come and go. */
	readonly longest?: number | undefined;
};

/** Of each head, how much each letter looks at those before it. */
export function drawAttention({answer: trace, longest}: AttentionContent, first: number, view: ViewProps, {width, rows}: Room): Drawn {
	const head = [wordLine(view, trace, width), ...typedNote(view, width)];
	if (view.snapshot.start?.model.architecture === 'bigram') {
		return drawAlone(trace, head, view, {width, rows});
	}

	if (!trace) {
		return {lines: [...head, pendingLine('Reading the attention', width, view)], most: 0};
	}

	const {paint} = view.theme;
	const layersOff = trace.attention.flatMap((heads, layer) => heads.length === 0 ? [`layer${layer}`] : []);
	const notes = [
		...(layersOff.length > 0 ? [paint('label', fit([`Off: ${layersOff.join(', ')}`, 'Some layers are off.'], width))] : []),
		...(rows >= rowsForMeaning ? [paint('label', fit(meaningsIn(view), width))] : []),
		...(rows >= rowsForScale ? [scaleLine(width, view)] : []),
		...(rows >= rowsForScale + 3 ? [''] : []),
	];
	const room = {width, rows: rows - head.length - notes.length - 1};
	const {tiles, shownCount, gridWidth} = mapsOf(trace, longest ?? 0, room, view);
	const shelves = shelve(tiles, gridWidth);
	const most = lastFirst(shelves, room.rows);
	const place = Math.min(first, most);
	const {lines, spots, shown} = drawShelves(shelves, {first: place, rows: room.rows});
	const countShown = shelves.slice(place, place + shown).flat().length;
	const foot = fit(footNotes(trace, {shown: shownCount, heads: countShown, allHeads: tiles.length}), width);
	return {...stack([{lines: [...head, ...notes]}, {lines, spots}, {lines: foot === '' ? [] : [paint('label', foot)]}]), most};
}

/** What there is no room for: heads, positions, or both; nothing if all of it shows. */
function footNotes({positions}: DocumentTrace, {shown, heads: headCount, allHeads}: {readonly shown: number; readonly heads: number; readonly allHeads: number}): string[] {
	const crop = shown < positions.length ? `the first ${shown} of ${positions.length} positions` : '';
	if (headCount === allHeads) {
		return [crop];
	}

	const heads = `${headCount} of ${allHeads} heads`;
	return crop === ''
		? [`${heads}: up, down show others`, `${heads}: up, down`]
		: [`${heads}: up, down show others; ${crop}`, `${heads}, ${shown} of ${positions.length} positions: up, down`, `${heads}, ${shown} of ${positions.length} letters: up, down`];
}

function scaleLine(width: number, look: Look): string {
	if (width < roomForScale) {
		return '';
	}

	const {theme: {paint}, glyphs: {isAscii}} = look;
	if (hasColoredCells(look)) {
		const [ramp] = drawWeights([coloredScale], {width: 5, height: 1}, look);
		return ramp + paint('label', width >= roomForSum ? ` %; ${wordForLarger(look)} = larger; a row sums to 100%` : ' %');
	}

	const ramp = ramps[isAscii ? 'ascii' : 'unicode'];
	const parts = thresholds.map((threshold, index) => `${paint(roles[index + 1], ramp[index + 1])} ${Math.round(threshold * 100)}%`);
	const more = width >= roomForSum ? ' or more; a row sums to 100%' : '';
	return [paint('label', `${ramp[0]} less`), ...parts].join('  ') + paint('label', more);
}

type Maps = {
	readonly tiles: Tile[];
	/** How many positions of the document are on each. */
	readonly shownCount: number;
	/** For the heads that stand side by side. */
	readonly gridWidth: number;
};

function mapsOf({attention, positions}: DocumentTrace, longest: number, room: Room, look: ViewProps): Maps {
	const {without} = look.snapshot.start?.model ?? {};
	const letters = positions.map(({letter}) => letter);
	const letterWidth = edgeWidth(letters, look.glyphs);
	const isOff = (layer: number, head: number) => without?.includes(`head:${layer}.${head}`) === true;
	const titles = attention.map((heads, layer) => heads.map((_, head) => `layer${layer} head${head}${isOff(layer, head) ? ' off' : ''}`));
	const titleWidth = Math.max(0, ...titles.flat().map(({length}) => length));
	const rows = Math.max(1, Math.min(Math.max(longest, letters.length), room.rows - headRows));
	const widthWith = (zoom: Zoom, count: number) => Math.min(room.width, Math.max(titleWidth, letterWidth + 1 + (count * zoom.width)));
	const zoom = zooms.find(candidate => candidate.width >= letterWidth && hasRoomFor(attention, {zoom: candidate, width: widthWith(candidate, rows), rows}, room)) ?? {width: letterWidth, height: 1};
	const places = Math.max(0, Math.min(rows, Math.floor((room.width - letterWidth - 1) / zoom.width)));
	const plan = {letterWidth, zoom, width: widthWith(zoom, places)};
	const shown = Math.min(places, letters.length);
	const mapLines = (map: AttentionMap) => [
		letterRow(letters.slice(0, shown), plan, look),
		...map.slice(0, shown).flatMap((weights, position) => weightLines(letters[position], weights, plan, look)),
	];
	const draw = (title: string, map: AttentionMap, isHeadOff: boolean): Tile => ({
		width: plan.width,
		lines: [
			look.theme.paint(isHeadOff ? 'label' : 'title', title.slice(0, plan.width).padEnd(plan.width)),
			// What it would look at changes nothing.
			...(isHeadOff ? Array.from({length: 1 + (shown * zoom.height)}, () => ' '.repeat(plan.width)) : mapLines(map)),
			...Array.from({length: (places - shown) * zoom.height}, () => ' '.repeat(plan.width)),
		],
		spots: [mapSpot({row: headRows, column: letterWidth + 1}, {rows: shown, columns: shown, zoom}, (row, column) => {
			const [reader, read] = [row, column].map(position => `${letterText(letters[position], look.glyphs)} (${position + 1})`);
			return column > row ? undefined : `${title}: ${reader} looks at ${read} with ${toDecimals(map[row][column] * 100, 1)}%`;
		})],
	});
	const perShelf = headsPerShelf(mostHeads(attention), plan.width, room.width);
	return {
		shownCount: shown,
		gridWidth: (perShelf * (plan.width + tileGap)) - tileGap,
		tiles: attention.flatMap((heads, layer) => heads.map((map, head) => draw(titles[layer][head], map, isOff(layer, head)))),
	};
}

/** A layer that is off has none. */
function mostHeads(attention: DocumentTrace['attention']): number {
	return Math.max(0, ...attention.map(heads => heads.length));
}

/** Whether the heads of a layer stand side by side; with numbers in the cells, whether all heads of all layers fit the page. */
function hasRoomFor(attention: DocumentTrace['attention'], {zoom, width, rows}: {readonly zoom: Zoom; readonly width: number; readonly rows: number}, room: Room): boolean {
	const headCount = mostHeads(attention);
	const perShelf = headsPerShelf(headCount, width, room.width);
	if (zoom.width < numberedWidth) {
		return perShelf >= headCount;
	}

	const shelfCount = Math.ceil(headCount * attention.length / perShelf);
	return width <= room.width && (shelfCount * (headRows + (rows * zoom.height) + 1)) - 1 <= room.rows;
}

/** A grid: a layer or several to a shelf, or the heads of a layer in shelves that are as full as each other. */
function headsPerShelf(headCount: number, width: number, roomWidth: number): number {
	const most = Math.max(1, Math.floor((roomWidth + tileGap) / (width + tileGap)));
	const shelvesOfLayer = Math.ceil(headCount / most);
	return shelvesOfLayer > 1 ? Math.ceil(headCount / shelvesOfLayer) : Math.max(1, most - (most % Math.max(1, headCount)));
}

type Plan = {readonly letterWidth: number; readonly zoom: Zoom; readonly width: number};

/** The letters of the columns, each above the last digit of its numbers. */
function letterRow(letters: readonly Letter[], {letterWidth, zoom, width}: Plan, look: Look): string {
	const place = zoom.width < numberedWidth ? 0 : textEnd(percentWidth, zoom, look) - 1;
	const cells = letters.map(letter => ' '.repeat(place) + edgeLetter(letter, zoom.width - place, look.glyphs)).join('');
	return ' '.repeat(letterWidth + 1) + look.theme.paint('value', cells) + ' '.repeat(width - letterWidth - 1 - (letters.length * zoom.width));
}

function weightLines(letter: Letter, weights: readonly number[], {letterWidth, zoom, width}: Plan, look: Look): string[] {
	const rest = ' '.repeat(width - letterWidth - 1 - (weights.length * zoom.width));
	return drawWeights([weights], zoom, look).map((line, index) =>
		`${index === middleLine(zoom) ? edgeLetter(letter, letterWidth, look.glyphs) : ' '.repeat(letterWidth)} ${line}${rest}`);
}

/** Weights from 0 to 1 as cells, with the weight in percent in those that have room for it. */
function drawWeights(rows: ReadonlyArray<readonly number[]>, zoom: Zoom, look: Look): string[] {
	const ramp = shadesIn(zoom, look);
	const levelOf = (weight: number) => hasColoredCells(look) ? Math.round(weight * colorLevels) : thresholds.filter(threshold => weight >= threshold).length;
	return drawCells(rows, {zoom, shadeOf: weight => ramp[levelOf(weight)] ?? ramp[0], textOf: weight => percentOf(weight).padStart(percentWidth)}, look);
}

function shadesIn({height}: Zoom, look: Look): Shade[] {
	const {theme: {palette}, glyphs: {isAscii}} = look;
	return hasColoredCells(look)
		? Array.from({length: colorLevels + 1}, (_, level) => ({sign: ' ', role: 'value', color: palette.sequential(level / colorLevels)}))
		: ramps[isAscii ? 'ascii' : 'unicode'].map((sign, level) => ({sign: level === 0 && height > 1 ? ' ' : sign, role: roles[level], color: palette.sequential(0)}));
}

/** In colours, the scale says what is more. */
function meaningsIn(look: Look): readonly string[] {
	return hasColoredCells(look) ? meanings.map(meaning => meaning.replace(/[.;] denser = more/iv, '')) : meanings;
}

/** A weight in percent. */
const percentOf = (weight: number) => String(Math.round(weight * 100));

/** Where there are colours enough, a cell has that of its weight, and the weight in percent in it if there is room. */
function hasColoredCells(look: Look): boolean {
	return heatStyleOf(look) === 'halves';
}
