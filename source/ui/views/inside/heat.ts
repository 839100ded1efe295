import {fit} from '../../fitting.js';
import {type Look, type Role} from '../../theme.js';
import {type CellColor} from '../../palette.js';

/**
How numbers become cells: a colour of the palette, two numbers in a half block where they are small; a
shade, blue or red; or, where colour tells nothing, a sign that says on which side of 0 it is.
*/
export type HeatStyle = 'halves' | 'shades' | 'signs';

/** How large a number of a map is: so many cells wide and lines high; half a line where a half block shows one number above another. */
export type Zoom = {readonly width: number; readonly height: number};

type Heat = {
	/** What counts as the farthest from 0. */
	readonly scale: number;
	readonly zoom: Zoom;
	/** For cells that are wide enough. */
	readonly format?: (value: number) => string;
};

/** What stands for a number: a sign in a role, or a colour that fills its cells. The same object stands for all numbers of one look. */
export type Shade = {readonly sign: string; readonly role: Role; readonly color: CellColor};

type Picture = {
	readonly zoom: Zoom;
	readonly shadeOf: (value: number) => Shade;
	/** In large cells. */
	readonly textOf?: ((value: number) => string) | undefined;
};

/** On each side of 0. */
const colorLevels = 6;

/** Narrower cells have no room for a number. */
const leastTextWidth = 4;
const shades = ['░', '▒', '▓', '█'];
const signs = {
	unicode: {below: ['╌', '─', '━', '═'], above: shades},
	ascii: {below: [',', '-', '~', '='], above: ['.', ':', '+', '#']},
} as const;

export function heatStyleOf({theme: {colorCount}, glyphs: {isAscii}}: Look): HeatStyle {
	return isAscii || colorCount === 0 ? 'signs' : (colorCount === 256 ? 'halves' : 'shades');
}

/** What larger numbers are. On light paper, strong colours are not the bright ones. */
export function wordForLarger(look: Look): 'brighter' | 'stronger' | 'denser' {
	if (heatStyleOf(look) !== 'halves') {
		return 'denser';
	}

	return look.theme.palette.background === 'dark' ? 'brighter' : 'stronger';
}

/** A heat map of numbers on both sides of 0. */
export function drawHeat(rows: ReadonlyArray<readonly number[]>, {scale, zoom, format}: Heat, look: Look): string[] {
	const levelCount = heatStyleOf(look) === 'halves' ? colorLevels : shades.length;
	const ramp = Array.from({length: (2 * levelCount) + 1}, (_, index) => shadeAt((index - levelCount) / levelCount, look));
	const shadeOf = (value: number) => ramp[levelCount + ((value < 0 ? -1 : 1) * levelOf(value, scale, levelCount))];
	return drawCells(rows, {zoom, shadeOf, textOf: format}, look);
}

/** How far from 0, and on which side: from -1 to 1. */
function shadeAt(share: number, look: Look): Shade {
	const {theme: {palette}, glyphs: {isAscii}} = look;
	const ramps = heatStyleOf(look) === 'signs' ? signs[isAscii ? 'ascii' : 'unicode'] : {below: shades, above: shades};
	const side = share < 0 ? 'below' : 'above';
	const level = Math.round(Math.abs(share) * shades.length);
	return {
		sign: level === 0 ? ' ' : ramps[side][level - 1],
		role: level === 0 ? 'blank' : side,
		color: palette.diverging(share),
	};
}

/** A map of numbers: so many lines for each row of them, or one for two rows. */
export function drawCells(rows: ReadonlyArray<readonly number[]>, {zoom, shadeOf, textOf}: Picture, look: Look): string[] {
	const shaded = rows.map(row => row.map(value => shadeOf(value)));
	if (zoom.height < 1) {
		return shaded.flatMap((row, index) => index % 2 === 0 ? [halfLine(row, shaded.at(index + 1), zoom, look)] : []);
	}

	const middle = middleLine(zoom);
	return shaded.flatMap((row, index) => {
		const texts = textOf && zoom.width >= leastTextWidth ? rows[index].map(value => textOf(value)) : undefined;
		const written = cellLine(row, texts, zoom, look);
		const plain = texts && zoom.height > 1 ? cellLine(row, undefined, zoom, look) : written;
		return Array.from({length: zoom.height}, (_, line) => line === middle ? written : plain);
	});
}

/** The line of a row in which its letter and its numbers stand. */
export function middleLine({height}: Zoom): number {
	return Math.max(0, Math.floor((height - 1) / 2));
}

/** What a legend says: the ends of its scale, and more about it, from the longest wording to the shortest. */
export type Legend = {readonly below: string; readonly above: string; readonly notes: readonly string[]};

const legendValues = [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1];

/** What the colours or signs stand for, between the words for both ends. */
export function heatLegend({below, above, notes}: Legend, width: number, look: Look): string {
	const [ramp] = drawHeat([legendValues], {scale: 1, zoom: {width: 1, height: 1}}, look);
	const {paint} = look.theme;
	const room = width - below.length - above.length - legendValues.length - 2;
	return room < 0 ? '' : `${paint('label', below)} ${ramp} ${paint('label', above + fit(notes, room))}`;
}

function halfLine(upper: readonly Shade[], lower: readonly Shade[] | undefined, {width}: Zoom, {theme: {paintCell}}: Look): string {
	let line = '';
	for (let start = 0, end = 1; start < upper.length; end++) {
		if (upper[end] === upper[start] && lower?.[end] === lower?.[start]) {
			continue;
		}

		line += paintCell('▀'.repeat((end - start) * width), upper[start].color, lower?.[start].color);
		start = end;
	}

	return line;
}

/** A line of cells, neighbours of one shade painted together. */
function cellLine(row: readonly Shade[], texts: readonly string[] | undefined, zoom: Zoom, look: Look): string {
	const {theme: {paint, paintCell, palette}} = look;
	const isColored = heatStyleOf(look) === 'halves';
	let line = '';
	for (let start = 0, end = 1; start < row.length; end++) {
		const shade = row[start];
		if (row[end] === shade) {
			continue;
		}

		const {sign, role, color} = shade;
		const run = texts
			? texts.slice(start, end).map(text => cellText(text, isColored ? ' ' : sign, zoom.width, isColored || zoom.height > 1)).join('')
			: (isColored ? ' ' : sign).repeat((end - start) * zoom.width);
		line += isColored ? paintCell(run, palette.inkOn(color), color) : (role === 'blank' ? run : paint(role, run));
		start = end;
	}

	return line;
}

/** A number in a cell: in the middle of a tall one, which has its signs in its other lines; else with its signs behind it, and a blank that parts them from the next. */
function cellText(text: string, sign: string, width: number, isCentered: boolean): string {
	if (text.length >= width) {
		return sign.repeat(width);
	}

	const end = isCentered ? centeredEnd(text.length, width) : text.length;
	const tail = isCentered ? '' : sign.repeat(Math.max(1, width - text.length - 1));
	return (text.padStart(end) + tail).padEnd(width);
}

/** Where in a cell its number ends. */
export function textEnd(length: number, {width, height}: Zoom, look: Look): number {
	return height > 1 || heatStyleOf(look) === 'halves' ? centeredEnd(length, width) : length;
}

function centeredEnd(length: number, width: number): number {
	return Math.ceil((width + length) / 2);
}

/** From 0 for what is next to nothing; where there are no numbers to compare, 0 too. */
function levelOf(value: number, scale: number, count: number): number {
	const share = Math.abs(value) / scale;
	return Number.isNaN(share) ? 0 : Math.min(count, Math.round(share * count));
}
