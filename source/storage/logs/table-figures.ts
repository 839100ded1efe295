import {stripVTControlCharacters} from 'node:util';
import {type Figure} from './figure.js';
import {meaningOf} from './figure-meaning.js';
import {splitOf, wordsOf} from './name-words.js';

type Divider = 'comma' | 'semicolon' | 'tab' | 'line' | 'blank';

const dividers: ReadonlyArray<readonly [Divider, RegExp]> = [
	['tab', /\t/v], ['comma', /,/v], ['semicolon', /;/v], ['line', /[\|│┃]/v], ['blank', /\s{2,}/v],
];
const longestName = 60;
const mostCells = 200;
const namePattern = /^[\p{Letter}#_][^:=\[\]\{\}]*$/v;
/** A name with its value. */
const valuePattern = /\s[+\-]?\.?\d/v;
const number = /^[+\-]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?:\d+(?:\.\d*)?|\.\d+)(?:[Ee][+\-]?\d+)?)(?<unit>%|ms|s)?$/v;
const ratio = /^(?<part>\d+)\/(?<total>\d+)$/v;
const notFinite = /^[+\-]?(?:nan|inf(?:inity)?)$/iv;
/** What stands where there is no number, or for a time. */
const empty = /^(?:-+|–|—|n\/a|na|none|null|no log|\d+:\d{2}(?::\d{2})?(?:\.\d+)?)?$/iv;

type Header = {readonly divider: Divider; readonly names: readonly string[]};

/** Reads tables: a line of names, then lines of numbers under them, divided by commas, tabs, upright lines or blanks. */
export class TableReader {
	#header: Header | undefined;

	/** The numbers of a row with their names; undefined if it is none. */
	take(line: string): Figure[] | 'header' | undefined {
		const text = stripVTControlCharacters(line).trim();
		const header = headerIn(text);
		if (header) {
			this.#header = header;
			return 'header';
		}

		return this.#header && rowUnder(this.#header, text);
	}
}

/** A line of names, one of which is that of a loss. */
function headerIn(text: string): Header | undefined {
	if (text.length > longestName * mostCells || !/loss|nll|entropy|cost/iv.test(text)) {
		return undefined;
	}

	for (const [divider, pattern] of dividers) {
		const found = pattern.test(text) ? {divider, names: cellsOf(text, divider)} : undefined;
		if (found && isHeader(found)) {
			return found;
		}
	}

	const words = {divider: 'blank' as const, names: text.split(/\s+/v)};
	return isHeader(words) ? words : undefined;
}

function isHeader({divider, names}: Header): boolean {
	const isNamed = names.length > 1 && names.length <= mostCells && names.every(cell => cell === '' || (cell.length <= longestName && namePattern.test(cell) && !valuePattern.test(cell)));
	if (!isNamed) {
		return false;
	}

	const meanings = names.map(cell => meaningOf(cell).type);
	// Words with blanks between them are a sentence, unless they name a place in the run as well.
	const isTable = divider === 'comma' || divider === 'tab' || divider === 'semicolon' || meanings.includes('step') || meanings.includes('epoch');
	return isTable && names.some((cell, index) => meanings[index] === 'loss' || (meanings[index] === 'metric' && wordsOf(cell).includes('loss')));
}

function rowUnder({divider, names}: Header, text: string): Figure[] | undefined {
	const cells = divider === 'blank' ? text.split(/\s+/v) : cellsOf(text, divider);
	if (cells.length !== names.length) {
		return undefined;
	}

	const figures = cells.map((cell, index) => figureIn(cell, names[index]));
	const known = figures.filter(figure => figure !== undefined);
	const isRow = cells.every((cell, index) => figures[index] !== undefined || empty.test(cell) || /^[\w \-.]{1,40}$/v.test(cell)) && known.length > 0 && known.length >= cells.filter(cell => !empty.test(cell)).length / 2;
	return isRow ? known.filter(figure => figure.name !== '') : undefined;
}

function figureIn(cell: string, column: string): Figure | undefined {
	const common = {
		name: column, isMarked: true, isCell: true, split: splitOf(wordsOf(column)),
	};
	const parts = ratio.exec(cell)?.groups;
	if (parts) {
		return {
			...common, value: Number(parts.part), total: Number(parts.total), isWhole: true,
		};
	}

	const found = number.exec(cell);
	if (found) {
		const {unit} = found.groups!;
		const digits = cell.slice(0, cell.length - (unit?.length ?? 0)).replaceAll(',', '');
		return {
			...common, value: Number(digits), unit, isWhole: /^\+?\d+$/v.test(digits),
		};
	}

	return notFinite.test(cell) ? {...common, value: NaN, isWhole: false} : undefined;
}

function cellsOf(text: string, divider: Divider): string[] {
	const cells = text.split(dividers.find(([kind]) => kind === divider)![1]).map(cell => cell.trim().replaceAll(/^["']|["']$/gv, ''));
	// Upright lines stand around a row as well.
	const [first, last] = divider === 'line' ? [Number(cells[0] === ''), cells.length - Number(cells.at(-1) === '')] : [0, cells.length];
	return cells.slice(first, last);
}
