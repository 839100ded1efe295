import wrapAnsi from 'wrap-ansi';
import {formatCount} from '../../text/format.js';
import {cutText} from '../../text/cut-text.js';
import {type ForkOption} from '../../settings/fork-options.js';
import {frameRows, Page} from '../components/page.js';
import {type ForkDraft} from '../fork-draft.js';
import {nameOf, rowsOf} from '../forking.js';
import {layOut, type Wish} from '../lay-out.js';
import {
	indentPicture,
	keysBetween,
	type Picture,
	type Spot,
	stack,
} from '../spots.js';
import {type ViewProps} from '../view-props.js';

const margin = 2;
const labelWidth = 16;
const valueWidth = 10;
/** The title, and what the run will be called. */
const fixedRows = 2;

type Part = 'options' | 'meaning' | 'introduction' | 'spacers';

/** From the most to the least wanted. */
const wishes: ReadonlyArray<Wish<Part>> = [
	{part: 'options', rows: 4},
	{part: 'meaning', rows: Infinity},
	{part: 'introduction', rows: Infinity, keep: 3},
	{part: 'options', rows: Infinity},
	{part: 'spacers', rows: 2},
];

/** What can be changed from a step on, before a run leaves another one there. */
export function Fork(view: ViewProps) {
	const {state: {fork}} = view;
	return <Page {...view} {...(fork ? pictureOf(fork, view) : {lines: []})}/>;
}

function pictureOf(fork: ForkDraft, view: ViewProps): Picture {
	const {columns, rows, theme: {paint}, glyphs: {isAscii}} = view;
	const width = columns - (2 * margin);
	const wrap = (text: string) => wrapAnsi(text, width).split('\n').map(line => paint('label', line));
	const options = rowsOf(fork);
	const meanings = options.map(({meaning}) => wrap(meaning));
	const introduction = wrap('A run with the same weights and the same documents in the same order, which goes on with what you change here. Left and right change, Enter begins it, Esc gives up.');
	// As many for each option, so that nothing moves while one goes through them.
	const meaningRows = Math.max(...meanings.map(({length}) => length));
	const {heights} = layOut(rows - frameRows - fixedRows, wishes, {
		options: {most: options.length}, meaning: {most: meaningRows, least: meaningRows}, introduction: {most: introduction.length, least: introduction.length}, spacers: {most: 2},
	});
	const spacer = (place: number) => heights.spacers >= place ? [''] : [];
	const called = 'It will be called ';
	const title = cutText(`Another way from step ${formatCount(fork.step)}`, width, isAscii).trimEnd();
	const name = cutText(nameOf(fork), width - called.length, isAscii).trimEnd();
	const picture = stack([
		{lines: [paint('title', title), ...introduction.slice(0, heights.introduction), ...spacer(1)]},
		optionList(fork, options, view, heights.options),
		{lines: [...spacer(2), ...Array.from({length: heights.meaning}, (_, row) => meanings[fork.row][row] ?? ''), paint('label', called) + name]},
	]);
	return indentPicture(picture, margin);
}

/** As many options as there is room for, the chosen one among them. */
function optionList(fork: ForkDraft, options: readonly ForkOption[], {columns, theme: {paint}, glyphs: {isAscii}}: ViewProps, rows: number): Picture {
	const width = columns - (2 * margin);
	const first = Math.max(0, Math.min(fork.row - Math.floor(rows / 2), options.length - rows));
	const listed = options.slice(first, first + rows);
	const lines = listed.map((option, index) => {
		const isChosen = first + index === fork.row;
		const [before, now] = [option.valueIn(fork.base), option.valueIn(fork.config)];
		const arrow = isAscii ? '->' : '→';
		const value = before === now ? now : `${before.padEnd(valueWidth)} ${arrow} ${now}`;
		const text = `${isChosen ? '>' : ' '} ${option.label.padEnd(labelWidth)} ${value}`.slice(0, width);
		return isChosen ? paint('key', text) : (before === now ? text : paint('mark', text));
	});
	const spot: Spot = {
		row: 0, column: 0, rows: listed.length, columns: width, at: ({row}) => ({
			click: keysBetween(fork.row, first + row, ['up', 'down']),
			wheel: {up: {keys: ['up']}, down: {keys: ['down']}},
		}),
	};
	return {lines, spots: [spot]};
}
