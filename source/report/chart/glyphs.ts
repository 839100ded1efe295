import {type PlotConfig} from 'asciichart';
import {type ComparedRole} from './canvas.js';
import {countDots} from './dot-canvas.js';

export type LineSymbols = NonNullable<PlotConfig['symbols']>;

/** The characters that pictures are drawn with. */
export type Glyphs = {
	readonly isAscii: boolean;
	/**
	The ten symbols of an asciichart line: first point, axis, the two ends, level, the four bends and
	upright. Each series has its own, so that it can be told apart without colour.
	*/
	readonly lines: Readonly<Record<'previous' | 'older' | 'smoothed' | 'validation' | ComparedRole, LineSymbols>>;
	readonly guide: string;
	/** The character for a cell of a dot canvas. */
	readonly dots: (pattern: number) => string;
	/** Some of the dots that stand for single losses. */
	readonly scatter: string;
	/** Stand at the edge of a chart for what is beyond it. */
	readonly outliers: {readonly top: string; readonly bottom: string};
	/** In front of the name of a guide: in the row of its line, or hung on it from the row above or below. */
	readonly hooks: {readonly beside: string; readonly above: string; readonly below: string};
	/** Stand on the x axis: where something was changed, and where something happened. */
	readonly mark: string;
	readonly news: string;
	/** The step that one looks at: an upright line, and its sign on the x axis. */
	readonly cursor: {readonly line: string; readonly sign: string};
	readonly axis: {
		readonly vertical: string;
		readonly verticalTick: string;
		readonly horizontal: string;
		readonly horizontalTick: string;
		readonly corner: string;
	};
	readonly bar: {
		readonly done: string;
		readonly left: string;
		/** For the last cell of a bar, from none of it on, in equal parts. */
		readonly parts: readonly string[];
	};
	/** Stands for the end of a document, and for a blank in a table. */
	readonly end: string;
	readonly blank: string;
	/** Stands between two facts of one line. */
	readonly separator: string;
	readonly times: string;
	/** Stands before a step that is past. */
	readonly past: string;
	/** One sign for each status that has no spinner. */
	readonly status: {readonly paused: string; readonly finished: string; readonly failed: string};
	readonly spinner: 'dots' | 'line';
};

/** A curve that is made of one sign. */
const madeOf = (sign: string): LineSymbols => [sign, sign, sign, sign, sign, sign, sign, sign, sign, sign];

/** A letter tells a run that is compared from the others, without colour too, and is what it is called by beside the chart. */
const letters: Readonly<Record<ComparedRole, LineSymbols>> = {
	comparedA: madeOf('a'), comparedB: madeOf('b'), comparedC: madeOf('c'), comparedD: madeOf('d'), comparedE: madeOf('e'), comparedF: madeOf('f'),
};

/** The braille character without any dots, after which the others come in the order of their patterns. */
const blankBraille = 0x28_00;
/** A cell with fewer dots is nearly blank. */
const mostInDot = 3;

export const unicodeGlyphs: Glyphs = {
	isAscii: false,
	lines: {
		...letters,
		previous: ['┼', '┤', '╶', '╴', '─', '╰', '╭', '╮', '╯', '│'],
		older: madeOf('•'),
		smoothed: ['┼', '┤', '╺', '╸', '━', '┗', '┏', '┓', '┛', '┃'],
		validation: ['┼', '┤', '═', '═', '═', '╚', '╔', '╗', '╝', '║'],
	},
	guide: '┄',
	dots: pattern => String.fromCodePoint(blankBraille + pattern),
	scatter: '⢂⠡',
	outliers: {top: '▴', bottom: '▾'},
	hooks: {beside: ' ', above: '╭', below: '╰'},
	mark: '▲',
	news: '◆',
	cursor: {line: '╎', sign: '╇'},
	axis: {
		vertical: '│', verticalTick: '┤', horizontal: '─', horizontalTick: '┬', corner: '└',
	},
	bar: {done: '█', left: '░', parts: ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']},
	end: '∎',
	blank: '␣',
	separator: '·',
	times: '×',
	past: '◂',
	status: {paused: '║', finished: '✓', failed: '✗'},
	spinner: 'dots',
};

export const asciiGlyphs: Glyphs = {
	isAscii: true,
	lines: {
		...letters,
		previous: madeOf('"'),
		older: madeOf('%'),
		smoothed: ['+', '|', '=', '=', '=', '#', '#', '#', '#', '#'],
		validation: ['+', '|', 'o', 'o', 'o', 'o', 'o', 'o', 'o', 'o'],
	},
	guide: '-',
	dots: pattern => countDots(pattern) < mostInDot ? '.' : ':',
	scatter: '.:',
	outliers: {top: '^', bottom: 'v'},
	hooks: {beside: ' ', above: ',', below: '\''},
	mark: '^',
	news: '*',
	cursor: {line: '!', sign: '!'},
	axis: {
		vertical: '|', verticalTick: '+', horizontal: '-', horizontalTick: '+', corner: '+',
	},
	bar: {done: '#', left: '.', parts: ['']},
	end: '$',
	blank: '_',
	separator: '|',
	times: 'x',
	past: '<',
	status: {paused: '=', finished: '*', failed: '!'},
	spinner: 'line',
};
