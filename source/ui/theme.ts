import {styleText} from 'node:util';
import {type ChartRole, type ChartSpan} from '../report/chart/canvas.js';
import {type Glyphs} from '../report/chart/glyphs.js';
import {
	type Background,
	type CellColor,
	createPalette,
	type Palette,
} from './palette.js';

/** What a text on the screen is; colour and weight follow from it. */
export type Role = ChartRole | 'title' | 'label' | 'value' | 'key' | 'running' | 'paused' | 'finished' | 'failed' | 'warning' | 'coach' | 'below' | 'above' | 'unread';

type Style = Parameters<typeof styleText>[0];

/**
The sixteen basic colours only, none of which vanishes on a light or on a dark background, and
`dim` for what may stand back. No colour carries a meaning alone: glyphs and words say it too.
*/
const styles: Readonly<Record<Role, Style | undefined>> = {
	blank: undefined,
	axis: 'dim',
	previous: 'dim',
	older: 'dim',
	guide: 'magenta',
	mark: ['bold', 'yellow'],
	news: ['bold', 'cyan'],
	cursor: 'bold',
	cursorLine: 'dim',
	strip: 'cyan',
	raw: 'dim',
	smoothed: ['bold', 'cyan'],
	validation: ['bold', 'green'],
	comparedA: 'yellow',
	comparedB: 'green',
	comparedC: 'blueBright',
	comparedD: 'magenta',
	comparedE: 'red',
	comparedF: 'cyan',
	title: 'bold',
	label: 'dim',
	value: undefined,
	key: 'bold',
	running: 'green',
	paused: 'magenta',
	finished: 'cyan',
	failed: ['bold', 'red'],
	warning: ['bold', 'red'],
	coach: 'cyan',
	below: 'blueBright',
	above: 'red',
	unread: ['dim', 'strikethrough'],
};

/**
The same on a light background, where a terminal has 256 colours. Of the basic ones, yellow, cyan and
green as xterm has them can hardly be read there; these have a contrast of 4 to 1 and more with white.
*/
const colorsOnLight: Readonly<Record<string, number>> = {
	cyan: 30, green: 28, yellow: 94, magenta: 90, blueBright: 25, red: 124,
};

export type Theme = {
	readonly paint: (role: Role, text: string) => string;
	readonly paintRow: (spans: readonly ChartSpan[]) => string;
	/** Paints in a colour of the palette, and on one; where there are fewer than 256, not at all. */
	readonly paintCell: (text: string, foreground: CellColor, background?: CellColor) => string;
	/** The colours of numbers. */
	readonly palette: Palette;
	/** How many colours there are to tell things apart by: none, the basic ones, or many. */
	readonly colorCount: 0 | 16 | 256;
};

/** What things are drawn with. */
export type Look = {readonly theme: Theme; readonly glyphs: Glyphs};

export type ThemeOptions = {
	readonly hasColor: boolean;
	/** How many colours the terminal has; without it, the basic ones. */
	readonly colorCount?: number;
	/** What the terminal writes on; without it, on black. */
	readonly background?: Background;
};

export function createTheme({hasColor, colorCount = 16, background = 'dark'}: ThemeOptions): Theme {
	const hasCells = hasColor && colorCount >= 256;
	const paint = (role: Role, text: string) => {
		const style = styles[role];
		return hasColor && style !== undefined && text !== '' ? paintStyle(style, text, hasCells && background === 'light') : text;
	};

	const hasTrueColor = colorCount > 256;
	return {
		paint,
		colorCount: hasCells ? 256 : (hasColor ? 16 : 0),
		paintCell(text, foreground, behind) {
			const codeOf = ({rgb, index}: CellColor) => hasTrueColor ? `2;${rgb.join(';')}` : `5;${index}`;
			return hasCells ? `\u{1B}[38;${codeOf(foreground)}${behind ? `;48;${codeOf(behind)}` : ''}m${text}\u{1B}[39${behind ? ';49' : ''}m` : text;
		},
		palette: createPalette(background),
		paintRow: spans => spans.map(({role, text}) => paint(role, text)).join(''),
	};
}

function paintStyle(style: Style, text: string, isOnLight: boolean): string {
	return [style].flat().reduceRight((painted, part) => {
		const index = isOnLight ? colorsOnLight[part] : undefined;
		// Whether the stream shows colour has been decided already, by the caller.
		return index === undefined ? styleText(part, painted, {validateStream: false}) : `\u{1B}[38;5;${index}m${painted}\u{1B}[39m`;
	}, text);
}
