import {cellsOf} from '../../../text/cells-of.js';
import {type ParameterPlace, type ParameterUpdate} from '../../../inspection/step-report.js';
import {type TrainingConfig} from '../../../settings/training-config.js';
import {cutText} from '../../../text/cut-text.js';
import {type Glyphs} from '../../../report/chart/glyphs.js';
import {letterText} from '../../../report/letter-text.js';
import {formatPower, formatShort} from '../../../text/short-number.js';
import {fitOrLast} from '../../fitting.js';
import {type Look} from '../../theme.js';
import {type AdamColumnName, type Explained, symbolOf} from './explanations.js';
import {numberWidth, panelGap} from './layout.js';

export type AdamTableOptions = {
	readonly rows: number;
	/** How many tables stand side by side. */
	readonly tables: number;
	readonly columns: readonly AdamColumnName[];
	readonly nameWidth: number;
	readonly explained: Explained;
	readonly training: TrainingConfig;
};

/** What Adam, or another optimiser, made of the strongest gradients: titles, then a row for each parameter; in several tables, one goes on where the one before it ends. */
export function adamTable(updates: readonly ParameterUpdate[], options: AdamTableOptions, look: Look): string[] {
	const {rows, tables} = options;
	const columns = Array.from({length: tables}, (_, table) => oneTable(updates.slice(table * rows, (table + 1) * rows), {...options, before: table * rows}, look));
	return Array.from({length: 1 + Math.min(rows, updates.length)}, (_, row) => columns.flatMap(lines => lines[row] ?? []).join(' '.repeat(panelGap)));
}

/** One table; `before` are in those before it. */
function oneTable(updates: readonly ParameterUpdate[], {columns, nameWidth, explained, training, before}: AdamTableOptions & {readonly before: number}, {theme, glyphs}: Look): string[] {
	if (updates.length === 0) {
		return [];
	}

	const {paint} = theme;
	const titles = columns.map(column => {
		const symbol = symbolOf(column, training, glyphs.isAscii);
		// A blank or a bracket follows, so that the title keeps its place when it is chosen.
		const text = column === explained ? `[${symbol}]` : `${symbol} `;
		return ' '.repeat(numberWidth + 1 - cellsOf(text)) + paint(column === explained ? 'key' : 'label', text);
	});
	const name = before === 0 ? fitOrLast(['strongest gradients', 'strongest'], nameWidth) : `${before + 1} to ${before + updates.length}`;
	return [
		paint('label', name.padEnd(nameWidth)) + titles.join(''),
		...updates.map(update => paint('value', cutText(parameterName(update.place, glyphs, nameWidth), nameWidth, glyphs.isAscii)) + columns.map(column => {
			const text = formatNumber(update, column).padStart(numberWidth + 1);
			return paint(column === explained ? 'key' : 'value', text);
		}).join('')),
	];
}

/** Squares are so small that powers of ten tell them best, all of them in one form. */
function formatNumber(update: ParameterUpdate, column: AdamColumnName): string {
	return (column === 'meanSquare' ? formatPower : formatShort)(update[column], numberWidth);
}

/** A parameter as the references write it, with the letter of its row where it has one: `wte[a][3]`. */
export function parameterName({key, row, column, letter, hasLetter}: ParameterPlace, glyphs: Glyphs, width = Infinity): string {
	const place = `[${hasLetter ? letterText(letter, glyphs) : row}][${column}]`;
	const whole = key + place;
	return cellsOf(whole) <= width ? whole : key.replace(/^layer0?/v, '').replace(/^\./v, '') + place;
}
