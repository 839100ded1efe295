import {type DocumentTrace, type Letter} from '../../../inspection/document-trace.js';
import {type Look, type Role} from '../../theme.js';
import {fit} from '../../fitting.js';
import {pendingText} from '../../pending-text.js';
import {type ViewProps} from '../../view-props.js';
import {drawAlone} from './alone.js';
import {edgeLetter, edgeWidth} from './edge-letter.js';
import {heatStyleOf} from './heat.js';
import {type Drawn, type Room} from './look.js';
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
/** Room for a sign and a weight in percent. */
const numberedWidth = 4;
/** The widest first: wide cells are nearly square and have room for numbers. */
const cellWidths = [numberedWidth, 2, 1];
/** Weights that stand for the scale. */
const coloredScale = [0, 0.25, 0.5, 0.75, 1];
/** From here on there is room for the explanation, and then for what the shades mean. */
const rowsForMeaning = 9;
const rowsForScale = 12;
const roomForSum = 64;

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
		return {lines: [...head, view.theme.paint('label', pendingText('Reading the attention', view.glyphs))], most: 0};
	}

	const {paint} = view.theme;
	const notes = [
		...(rows >= rowsForMeaning ? [paint('label', fit(meaningsIn(view), width))] : []),
		...(rows >= rowsForScale ? [scaleLine(width, view)] : []),
		...(rows >= rowsForScale + 3 ? [''] : []),
	];
	const room = {width, rows: rows - head.length - notes.length - 1};
	const tiles = mapsOf(trace, longest ?? 0, room, view);
	const shelves = shelve(tiles, width);
	const most = lastFirst(shelves, room.rows);
	const place = Math.min(first, most);
	const {lines, shown} = drawShelves(shelves, {first: place, rows: room.rows});
	const countShown = shelves.slice(place, place + shown).flat().length;
	const foot = fit(footNotes(trace, tiles, countShown), width);
	return {lines: [...head, ...notes, ...lines, ...(foot === '' ? [] : [paint('label', foot)])], most};
}

/** What there is no room for: heads, positions, or both; nothing if all of it shows. */
function footNotes({positions}: DocumentTrace, tiles: readonly Tile[], headCount: number): string[] {
	const shown = Math.max(0, ...tiles.map(({lines}) => lines.length - headRows));
	const crop = shown < positions.length ? `the first ${shown} of ${positions.length} positions` : '';
	if (headCount === tiles.length) {
		return [crop];
	}

	const heads = `${headCount} of ${tiles.length} heads`;
	return crop === ''
		? [`${heads}: up, down show others`, `${heads}: up, down`]
		: [`${heads}: up, down show others; ${crop}`, `${heads}, ${shown} of ${positions.length} positions: up, down`, `${heads}, ${shown} of ${positions.length} letters: up, down`];
}

function scaleLine(width: number, look: Look): string {
	const {theme: {paint}, glyphs: {isAscii}} = look;
	if (hasColoredCells(look)) {
		const ramp = coloredScale.map(weight => coloredCell(weight, numberedWidth, look)).join('');
		return ramp + paint('label', width >= roomForSum ? ' %; the stronger the colour, the more; a row sums to 100%' : ' %');
	}

	const ramp = ramps[isAscii ? 'ascii' : 'unicode'];
	const parts = thresholds.map((threshold, index) => `${paint(roles[index + 1], ramp[index + 1])} ${Math.round(threshold * 100)}%`);
	const more = width >= roomForSum ? ' or more; a row sums to 100%' : '';
	return [paint('label', `${ramp[0]} less`), ...parts].join('  ') + paint('label', more);
}

function mapsOf({attention, positions}: DocumentTrace, longest: number, room: Room, look: Look): Tile[] {
	const letters = positions.map(({letter}) => letter);
	const letterWidth = edgeWidth(letters, look.glyphs);
	const titles = attention.map((heads, layer) => heads.map((_, head) => `layer${layer} head${head}`));
	const titleWidth = Math.max(0, ...titles.flat().map(({length}) => length));
	const rows = Math.max(1, Math.min(Math.max(longest, letters.length), room.rows - headRows));
	const widthWith = (cellWidth: number, count: number) => Math.max(titleWidth, letterWidth + 1 + (count * cellWidth));
	const cellWidth = cellWidths.find(candidate => candidate >= letterWidth && hasRoomFor(attention, {cellWidth: candidate, width: widthWith(candidate, rows), rows}, room)) ?? letterWidth;
	const places = Math.max(1, Math.min(rows, Math.floor((room.width - letterWidth - 1) / cellWidth)));
	const widths = {letterWidth, cellWidth, width: widthWith(cellWidth, places)};
	const shown = Math.min(places, letters.length);
	const draw = (title: string, map: DocumentTrace['attention'][number][number]): Tile => ({
		width: widths.width,
		lines: [
			look.theme.paint('title', title.padEnd(widths.width)),
			letterRow(letters.slice(0, shown), widths, look),
			...map.slice(0, shown).map((weights, position) => weightRow(letters[position], weights, widths, look)),
			...Array.from({length: places - shown}, () => ' '.repeat(widths.width)),
		],
	});
	return attention.flatMap((heads, layer) => heads.map((map, head) => draw(titles[layer][head], map)));
}

/** Whether the heads of a layer stand side by side; with numbers in the cells, whether all heads of all layers fit the page. */
function hasRoomFor(attention: DocumentTrace['attention'], {cellWidth, width, rows}: {readonly cellWidth: number; readonly width: number; readonly rows: number}, room: Room): boolean {
	const perShelf = Math.floor((room.width + tileGap) / (width + tileGap));
	const headCount = attention[0]?.length ?? 0;
	if (cellWidth < numberedWidth) {
		return perShelf >= headCount;
	}

	const shelfCount = Math.ceil(headCount * attention.length / Math.max(1, perShelf));
	return perShelf > 0 && (shelfCount * (headRows + rows + 1)) - 1 <= room.rows;
}

type Widths = {readonly letterWidth: number; readonly cellWidth: number; readonly width: number};

function letterRow(letters: readonly Letter[], {letterWidth, cellWidth, width}: Widths, {theme: {paint}, glyphs}: Look): string {
	const cells = letters.map(letter => edgeLetter(letter, cellWidth, glyphs)).join('');
	return ' '.repeat(letterWidth + 1) + paint('value', cells) + ' '.repeat(width - letterWidth - 1 - (letters.length * cellWidth));
}

function weightRow(letter: Letter, weights: readonly number[], {letterWidth, cellWidth, width}: Widths, look: Look): string {
	const {theme: {paint}, glyphs} = look;
	const ramp = ramps[glyphs.isAscii ? 'ascii' : 'unicode'];
	const cells = weights.map(weight => {
		if (hasColoredCells(look)) {
			return coloredCell(weight, cellWidth, look);
		}

		const level = thresholds.filter(threshold => weight >= threshold).length;
		return paint(roles[level], cellText(ramp[level], weight, cellWidth));
	});
	return `${edgeLetter(letter, letterWidth, glyphs)} ${cells.join('')}${' '.repeat(width - letterWidth - 1 - (weights.length * cellWidth))}`;
}

function cellText(sign: string, weight: number, width: number): string {
	if (width >= numberedWidth) {
		return percentOf(weight).padStart(width - 1) + sign;
	}

	return thresholds[0] > weight ? sign.padEnd(width) : sign.repeat(width);
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

function coloredCell(weight: number, width: number, {theme: {paintCell, palette}}: Look): string {
	const color = palette.sequential(weight);
	const text = width >= numberedWidth ? `${percentOf(weight).padStart(width - 1)} ` : ' '.repeat(width);
	return paintCell(text, palette.inkOn(color), color);
}
