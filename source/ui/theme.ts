import {styleText} from 'node:util';
import {type ChartRole, type ChartSpan} from '../report/chart/canvas.js';

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
	guide: 'magenta',
	mark: ['bold', 'yellow'],
	news: ['bold', 'cyan'],
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

export type Theme = {
	readonly paint: (role: Role, text: string) => string;
	readonly paintRow: (spans: readonly ChartSpan[]) => string;
	/** Paints in one of the 256 colours, where there are so many: both colours are set, so that it looks alike on every background. */
	readonly paintCell: (text: string, foreground: number, background: number | undefined) => string;
	/** How many colours there are to tell things apart by: none, the basic ones, or many. */
	readonly colorCount: 0 | 16 | 256;
};

export type ThemeOptions = {
	readonly hasColor: boolean;
	/** How many colours the terminal has; without it, the basic ones. */
	readonly colorCount?: number;
};

export function createTheme({hasColor, colorCount = 16}: ThemeOptions): Theme {
	const paint = (role: Role, text: string) => {
		const style = styles[role];
		// Whether the stream shows colour has been decided already, by the caller.
		return hasColor && style !== undefined && text !== '' ? styleText(style, text, {validateStream: false}) : text;
	};

	return {
		paint,
		colorCount: hasColor ? (colorCount >= 256 ? 256 : 16) : 0,
		paintCell(text, foreground, background) {
			return hasColor ? `\u{1B}[38;5;${foreground}${background === undefined ? '' : `;48;5;${background}`}m${text}\u{1B}[39${background === undefined ? '' : ';49'}m` : text;
		},
		paintRow: spans => spans.map(({role, text}) => paint(role, text)).join(''),
	};
}
