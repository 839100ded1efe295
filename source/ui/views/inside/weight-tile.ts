import {type Letter} from '../../../inspection/document-trace.js';
import {type WeightMap} from '../../../inspection/weight-map.js';
import {type ParameterLayout} from '../../../model/parameters.js';
import {toDecimals} from '../../../text/decimals.js';
import {formatCount} from '../../../text/format.js';
import {letterText} from '../../../report/letter-text.js';
import {matrixName} from '../../../report/matrix-names.js';
import {formatShort} from '../../../text/short-number.js';
import {fit, fitOrLast} from '../../fitting.js';
import {type Spot} from '../../spots.js';
import {type Look} from '../../theme.js';
import {edgeLetter} from './edge-letter.js';
import {drawHeat, middleLine, type Zoom} from './heat.js';
import {mapSpot} from './map-spot.js';
import {type Size} from './pack.js';
import {type Tile} from './tiles.js';
import {linesOf} from './zoom.js';

/** A matrix and how many rows and columns of cells its picture has. */
export type PictureSize = Pick<ParameterLayout, 'key' | 'rows' | 'columns'> & {readonly height: number; readonly width: number};

/** What the rows of the first and the last matrix belong to, and the cells that each of these letters takes. */
export type RowLetters = {readonly letters: readonly Letter[]; readonly width: number};

/** Wide enough for the names of most matrices. */
const leastTileWidth = 17;
/** From here on numbers have room in their cells, and a blank after them. */
const numberWidth = 4;
/** A weight in full. */
const toldWidth = 12;
/** Those of a title. */
const titleRows = 3;
/** As `+-0.27`. */
const largestWidth = 6;

/** The cells that the picture of a matrix takes with its title, its letters and its numbers of columns. */
export function tileSize(picture: PictureSize, zoom: Zoom, letters: RowLetters): Size {
	const width = Math.max(leastTileWidth, picture.key.length, edgeOf(picture, zoom, letters) + (picture.width * zoom.width));
	return {width, height: titleRows + 1 + linesOf(picture.height, zoom)};
}

/** The picture of a matrix: its title, the numbers of its columns, and its rows, each with its letter or its number. */
export function drawWeightTile(map: WeightMap, zoom: Zoom, letters: RowLetters, look: Look): Tile {
	const {paint} = look.theme;
	const {cells} = map;
	const picture = pictureOf(map);
	const edge = edgeOf(picture, zoom, letters);
	const {width} = tileSize(picture, zoom, letters);
	// A cell that stands for many weights is their mean, which is smaller than the largest of them.
	const scale = Math.max(...cells.flat().map(cell => Math.abs(cell)));
	const rest = ' '.repeat(width - edge - (picture.width * zoom.width));
	const [name, ...others] = titleLines(picture, width, formatLargest(scale, look));
	return {
		width,
		lines: [
			paint('title', name.padEnd(width)),
			...others.map(line => paint('label', line.padEnd(width))),
			paint('label', `${' '.repeat(edge)}${columnNumbers(picture, zoom)}${rest}`),
			...drawHeat(cells, {scale, zoom, format: formatWeight}, look)
				.map((line, index) => edgeText(index, {
					picture, zoom, letters, edge,
				}, look) + line + rest),
		],
	};
}

/** What of a tile is for the mouse: each of its weights, or each mean of some. */
export function weightSpots(map: WeightMap, zoom: Zoom, letters: RowLetters, {glyphs}: Look): Spot[] {
	const {key, cells, rows, columns} = map;
	const picture = pictureOf(map);
	const stretch = (index: number, of: number, count: number) => [Math.floor(index * of / count), Math.ceil((index + 1) * of / count) - 1] as const;
	const tell = (row: number, column: number) => {
		const places = [stretch(row, rows, picture.height), stretch(column, columns, picture.width)];
		const [[first, last]] = places;
		const letter = first === last && hasLetters(picture, letters) ? letterText(letters.letters[first], glyphs) : undefined;
		const [rowText, columnText] = places.map(([from, to]) => from === to ? String(from) : `${from}-${to}`);
		const isMean = places.some(([from, to]) => to > from);
		return `${key}[${letter ?? rowText}][${columnText}] ${isMean ? 'mean' : '='} ${formatShort(cells[row][column], toldWidth)}`;
	};

	const top = tileSize(picture, zoom, letters).height - linesOf(picture.height, zoom);
	return [mapSpot({row: top, column: edgeOf(picture, zoom, letters)}, {rows: picture.height, columns: picture.width, zoom}, tell)];
}

export function pictureOf({key, rows, columns, cells}: WeightMap): PictureSize {
	return {
		key, rows, columns, height: cells.length, width: cells[0].length,
	};
}

/** Name, purpose and facts, a line each: so the pictures of neighbours begin in the same line. The largest number takes the same room whatever it is. */
function titleLines(picture: PictureSize, width: number, largest: string): string[] {
	const {key, rows, columns} = picture;
	const name = matrixName(key) ?? '';
	const purpose = fitOrLast([name, name.replace('embeddings', 'embed.')], width);
	const size = `${formatCount(rows)}x${formatCount(columns)}`;
	const facts = fit([...(isAveraged(picture) ? [`${size}, averages ${largest}`, `${size} mean ${largest}`] : [`${size} ${largest}`]), size], width);
	return [key, purpose, facts];
}

/** Whether a cell of its picture stands for several numbers. */
export function isAveraged({height, rows, width, columns}: PictureSize): boolean {
	return height < rows || width < columns;
}

/** Between these two numbers are the weights. */
function formatLargest(largest: number, {glyphs: {isAscii}}: Look): string {
	return `${isAscii ? '+-' : '±'}${largest < 100 ? toDecimals(largest, 2) : largest.toExponential(0)}`.padEnd(largestWidth);
}

/** A weight in four cells, where that says something. */
function formatWeight(weight: number): string {
	const text = toDecimals(weight, 2).replace('0.', '.');
	return text.length <= numberWidth ? text.padStart(numberWidth) : toDecimals(weight, 1).padStart(numberWidth);
}

/** Between the letters and the map, if each weight has more than one cell, and always after letters. */
function edgeOf(picture: PictureSize, zoom: Zoom, letters: RowLetters): number {
	const isLettered = hasLetters(picture, letters);
	const lettersWidth = hasRanges(picture) ? (2 * letters.width) + 1 : perLine(zoom) * letters.width;
	const marks = isLettered ? lettersWidth : String(picture.rows - 1).length;
	return marks + (isLettered || zoom.width > 1 ? 1 : 0);
}

/** The rows of these matrices belong to letters, if we know as many as there are rows. */
function hasLetters({key, rows}: PictureSize, {letters}: RowLetters): boolean {
	return (key === 'wte' || key === 'lm_head') && letters.length === rows;
}

/** Where rows are averaged, a line names the first and the last of its letters. */
function hasRanges({height, rows}: PictureSize): boolean {
	return height < rows;
}

function perLine({height}: Zoom): number {
	return height < 1 ? 2 : 1;
}

/** The letters of a line's rows, from the first to the last of an average, or the number of the first. */
function edgeText(line: number, {picture, zoom, letters, edge}: {readonly picture: PictureSize; readonly zoom: Zoom; readonly letters: RowLetters; readonly edge: number}, {theme: {paint}, glyphs}: Look): string {
	const count = Math.max(1, zoom.height);
	if (zoom.height > 1 && line % count !== middleLine(zoom)) {
		return ' '.repeat(edge);
	}

	const first = perLine(zoom) * Math.floor(line / count);
	const rowOf = (index: number) => Math.floor(index * picture.rows / picture.height);
	if (!hasLetters(picture, letters)) {
		const number = String(rowOf(first)).padStart(String(picture.rows - 1).length);
		return paint('label', number.padEnd(edge));
	}

	const {width} = letters;
	const next = rowOf(first + perLine(zoom));
	const letterAt = (row: number) => row < picture.rows ? edgeLetter(letters.letters[row], width, glyphs) : ' '.repeat(width);
	const marks = hasRanges(picture)
		? rangeText(letterAt, rowOf(first), Math.min(picture.rows, next) - 1)
		: Array.from({length: perLine(zoom)}, (_, offset) => letterAt(first + offset)).join('');
	return paint('value', marks.padEnd(edge - 1) + ' ');
}

function rangeText(letterAt: (row: number) => string, first: number, last: number): string {
	return first === last ? letterAt(first) : `${letterAt(first)}-${letterAt(last)}`;
}

/** The number of every so many columns, where it has room. */
function columnNumbers({columns, width: count}: PictureSize, {width}: Zoom): string {
	const numberOf = (index: number) => String(Math.floor(index * columns / count));
	const needed = numberOf(count - 1).length + 1;
	let every = 1;
	while (every * width < needed) {
		every *= 2;
	}

	let line = '';
	for (let index = 0; index < count; index += every) {
		const place = Math.floor((width - 1) / 2) - (width >= numberWidth ? 1 : 0);
		line = (line.padEnd((index * width) + Math.max(0, place)) + numberOf(index));
	}

	return line.slice(0, count * width).padEnd(count * width);
}
