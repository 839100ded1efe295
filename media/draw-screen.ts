import {type Terminal} from '../test/helpers/terminal.ts';

/** What a picture is drawn on. */
export type Ground = 'dark' | 'light';

type Cell = ReturnType<Terminal['cells']>[number][number];

type Place = {readonly x: number; readonly y: number};

/** The size of a letter of DejaVu Sans Mono, whose lines meet from row to row. */
const cellWidth = 8.43;
const cellHeight = 16.3;
const padding = 14;
const fontSize = 14;
/** From the top of a cell to the line that letters stand on. */
const baseline = 13;

/** Text, ground and the sixteen basic colours as common themes have them. */
const themes: Readonly<Record<Ground, {readonly text: string; readonly ground: string; readonly palette: readonly string[]}>> = {
	dark: {
		text: '#d8dee9',
		ground: '#1b1f27',
		palette: [
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
		],
	},
	light: {
		text: '#24292f',
		ground: '#ffffff',
		palette: [
			'#24292f',
			'#cf222e',
			'#116329',
			'#8a6100',
			'#0969da',
			'#8250df',
			'#1b7c83',
			'#6e7781',
			'#57606a',
			'#a40e26',
			'#1a7f37',
			'#7d4e00',
			'#218bff',
			'#a475f9',
			'#3192aa',
			'#8c959f',
		],
	},
};

/** The first of the greys among the 256 colours. */
const greysFrom = 232;
/** The blocks that fill a part of a cell from one of its sides, as eighths of it. */
const fromBelow = '▁▂▃▄▅▆▇█';
const fromLeft = '█▉▊▋▌▍▎▏';
const shades = '░▒▓';
/** The bits of a braille pattern, column by column from the top. */
const brailleDots = [[0, 1, 2, 6], [3, 4, 5, 7]];
const [blankBraille, lastBraille] = [0x28_00, 0x28_FF];
const dotSize = 2;

/** The size of a picture of a screen, in pixels. */
function sizeOf(columns: number, rows: number): {readonly width: number; readonly height: number} {
	return {width: Math.ceil((columns * cellWidth) + (2 * padding)), height: Math.ceil((rows * cellHeight) + (2 * padding))};
}

/** A picture of a screen, with what is drawn on it: SVG. */
export function drawFrame(columns: number, rows: number, ground: Ground, content: string): string {
	const {width, height} = sizeOf(columns, rows);
	const {text, ground: paper} = themes[ground];
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<rect width="100%" height="100%" rx="8" fill="${paper}"/>
<g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="${fontSize}" fill="${text}" shape-rendering="crispEdges" xml:space="preserve">
${content}
</g>
</svg>
`;
}

/** Elements of SVG, none of which covers another of its kind: what is behind the letters, and they themselves. */
export type Drawn = {readonly backs: readonly string[]; readonly texts: readonly string[]};

/** All that is on a screen, in its place. */
export function drawScreen(grid: readonly Cell[][], ground: Ground): Drawn {
	const rows = grid.map((cells, row) => drawRow(cells, padding + (row * cellHeight), ground));
	return {backs: rows.flatMap(({backs}) => backs), texts: rows.flatMap(({texts}) => texts)};
}

function drawRow(cells: readonly Cell[], y: number, ground: Ground): Drawn {
	const placed = cells.map((cell, column) => ({...shown(cell, ground), column, x: padding + (column * cellWidth)}));
	const backs = runsOf(placed, ({back}) => back ?? '').map(run => {
		const {back, x} = run[0];
		return back === undefined ? '' : `<path d="${rectangle({x, y}, run.length * cellWidth, cellHeight)}" fill="${back}"/>`;
	});
	const texts = runsOf(placed, ({text, style, column}) => text.trim() === '' ? '' : `${style}${kindOf(text, column)}`).map(run => {
		const {text, style, column, x} = run[0];
		if (text.trim() === '') {
			return '';
		}

		if (kindOf(text, column) === 'shape') {
			const shapes = runsOf(run, part => part.text).map(alike => shapeOf(alike[0].text, {x: alike[0].x, y}, alike.length));
			return `<path d="${shapes.join('')}"${style}/>`;
		}

		const written = run.map(part => part.text).join('');
		return `<text x="${rounded(x)}" y="${rounded(y + baseline)}"${style}>${written.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text>`;
	});
	return {backs: backs.filter(element => element !== ''), texts: texts.filter(element => element !== '')};
}

/** What is seen of a cell. */
function shown({text, color, background, isBold, isDim, isInverse, isStruck}: Cell, ground: Ground) {
	const theme = themes[ground];
	const ink = color === undefined ? undefined : colorOf(color, ground);
	const paper = background === undefined ? undefined : colorOf(background, ground);
	const fill = isInverse ? (paper ?? theme.ground) : ink;
	const shade = shades.indexOf(text) + 1;
	const opacity = (isDim ? 0.6 : 1) * (shade === 0 || text === '' ? 1 : shade / 4);
	const style = [
		fill === undefined ? '' : ` fill="${fill}"`,
		isBold ? ' font-weight="bold"' : '',
		opacity === 1 ? '' : ` opacity="${opacity}"`,
		isStruck ? ' text-decoration="line-through"' : '',
	].join('');
	return {
		text, style, back: isInverse ? (ink ?? theme.text) : paper, isStruck,
	};
}

/** Letters of one kind are one text: only those, lines of boxes among them, that each monospaced font has in the same width. Others have their place. */
function kindOf(text: string, column: number): string {
	if (shapeOf(text, {x: 0, y: 0}, 1) !== '') {
		return 'shape';
	}

	return /^[\u{20}-\u{7E}·\u{2500}-\u{257F}]$/v.test(text) ? 'text' : `sign ${column}`;
}

/** One of the 256 colours of a terminal: the basic ones, a cube of 6 × 6 × 6, and greys; one of 24 bits is itself. */
function colorOf(color: number | string, ground: Ground): string {
	if (typeof color === 'string') {
		return color;
	}

	const {palette} = themes[ground];
	if (color < palette.length) {
		return palette[color];
	}

	if (color >= greysFrom) {
		const level = 8 + ((color - greysFrom) * 10);
		return `rgb(${level},${level},${level})`;
	}

	const place = color - palette.length;
	const levels = [Math.floor(place / 36), Math.floor(place / 6) % 6, place % 6].map(step => step === 0 ? 0 : 55 + (step * 40));
	return `rgb(${levels.join(',')})`;
}

/** The path of some blocks or braille signs that are alike: a font has gaps between them where a terminal has none. Nothing for another text. */
function shapeOf(text: string, {x, y}: Place, count: number): string {
	const width = count * cellWidth;
	const below = fromBelow.indexOf(text) + 1;
	if (below > 0) {
		const height = cellHeight * below / 8;
		return rectangle({x, y: y + cellHeight - height}, width, height);
	}

	if (text === '▀') {
		return rectangle({x, y}, width, cellHeight / 2);
	}

	return shades.includes(text) ? rectangle({x, y}, width, cellHeight) : Array.from({length: count}, (_, index) => oneShape(text, {x: x + (index * cellWidth), y})).join('');
}

function oneShape(text: string, {x, y}: Place): string {
	const left = fromLeft.indexOf(text);
	if (left !== -1) {
		return rectangle({x, y}, cellWidth * (8 - left) / 8, cellHeight);
	}

	const code = text.codePointAt(0)!;
	if (text === '▐') {
		return rectangle({x: x + (cellWidth / 2), y}, cellWidth / 2, cellHeight);
	}

	return code > blankBraille && code <= lastBraille ? dotsOf(code - blankBraille, {x, y}) : '';
}

function dotsOf(pattern: number, {x, y}: Place): string {
	return brailleDots.flatMap((bits, column) => bits.map((bit, row) => Math.floor(pattern / (2 ** bit)) % 2 === 0
		? ''
		: rectangle({
			x: x + ((column + 0.5) * cellWidth / 2) - (dotSize / 2),
			y: y + ((row + 0.5) * cellHeight / 4) - (dotSize / 2),
		}, dotSize, dotSize))).join('');
}

function rectangle({x, y}: Place, width: number, height: number): string {
	return `M${rounded(x)} ${rounded(y)}h${rounded(width)}v${rounded(height)}h${rounded(-width)}z`;
}

function rounded(value: number): number {
	return Math.round(value * 10) / 10;
}

/** Neighbours that are alike, together. */
function runsOf<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[][] {
	const runs: Item[][] = [];
	let last: string | undefined;
	for (const item of items) {
		const key = keyOf(item);
		if (runs.length > 0 && key === last) {
			runs.at(-1)!.push(item);
		} else {
			runs.push([item]);
		}

		last = key;
	}

	return runs;
}
