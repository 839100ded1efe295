import {type ShownCard} from '../../shows/lessons/card.js';
import {cellsOf} from '../../text/cells-of.js';
import {cutText} from '../../text/cut-text.js';
import {type Look} from '../theme.js';
import {type ViewState} from '../view-state.js';
import {
	cardKeys,
	cardLines,
	foldedLine,
	placeText,
	written,
} from './card-text.js';

type Size = {readonly columns: number; readonly rows: number};

/** A card on the screen. */
export type CardLayout = {
	/** What it leaves to the view; undefined where it covers that. */
	readonly room: Size | undefined;
	/** Whether the view is at its left, and not above it. */
	readonly isBeside: boolean;
	/** Its own place. */
	readonly size: Size;
	readonly lines: readonly string[];
	/** How many pages it would cover the screen with; 0 where there is room for both. */
	readonly pages: number;
};

/** Windows so wide have room for a card beside the view, which keeps the usual width. */
const leastColumnsForBoth = 120;
const [narrowCard, wideCard] = [40, 48];
const leastColumnsForWide = 200;
/** Below that, a view has no room for what a card speaks of. */
const leastRowsOfView = 14;

/** Where a card stands: beside the view, below it, before it page by page, or folded in the last line. */
export function layOutCard(shown: ShownCard, state: Pick<ViewState, 'card' | 'isTyping' | 'view'>, window: Size, look: Look): CardLayout {
	const open = openCard(shown, state, window, look);
	if (state.card.isFolded) {
		const {columns, rows} = window;
		return {
			room: {columns, rows: rows - 1}, isBeside: false, size: {columns, rows: 1}, lines: [` ${foldedLine(shown, columns - 2, look)}`], pages: open ? 0 : pagesOf(shown, window, look).length,
		};
	}

	return open ?? covering(shown, state.card.page, window, look);
}

/** With the view in sight, if there is room for both. Where keys are for something else, its own are not named. */
function openCard(shown: ShownCard, {isTyping, view}: Pick<ViewState, 'isTyping' | 'view'>, window: Size, look: Look): CardLayout | undefined {
	const hasKeys = !isTyping && view !== 'runs' && view !== 'fork';
	const keysIn = (width: number) => hasKeys ? cardKeys(shown, width, look) : '';
	return beside(shown, keysIn, window, look) ?? below(shown, keysIn, window, look);
}

function beside(shown: ShownCard, keysIn: (width: number) => string, {columns, rows}: Size, look: Look): CardLayout | undefined {
	const {glyphs, theme: {paint}} = look;
	const width = columns >= leastColumnsForWide ? wideCard : narrowCard;
	const inner = width - 3;
	const {prose, task, taskRows} = cardLines(shown, inner, look);
	const lines = [paint('title', titleIn(shown, inner, look)), paint('label', placeText(shown, look)), '', ...prose, '', ...task];
	const height = lines.length - task.length + taskRows + 2;
	if (columns < leastColumnsForBoth || height > rows) {
		return undefined;
	}

	const all = [...lines, ...Array.from({length: rows - lines.length - 1}, () => ''), keysIn(inner)];
	return {
		room: {columns: columns - width, rows}, isBeside: true, size: {columns: width, rows}, lines: all.map(line => `${paint('axis', glyphs.isAscii ? '|' : '│')} ${line}`), pages: 0,
	};
}

function below(shown: ShownCard, keysIn: (width: number) => string, {columns, rows}: Size, look: Look): CardLayout | undefined {
	const {prose, task, taskRows} = cardLines(shown, columns - 2, look);
	const height = 2 + prose.length + taskRows;
	if (rows - height < leastRowsOfView) {
		return undefined;
	}

	const lines = [...prose, ...task].map(line => ` ${line}`);
	const filled = [...lines, ...Array.from({length: height - 2 - lines.length}, () => '')];
	return {
		room: {columns, rows: rows - height}, isBeside: false, size: {columns, rows: height}, lines: [titleLine(shown, columns, look), ...filled, ` ${keysIn(columns - 2)}`], pages: 0,
	};
}

function covering(shown: ShownCard, page: number, {columns, rows}: Size, look: Look): CardLayout {
	const {theme: {paint}} = look;
	const pages = pagesOf(shown, {columns, rows}, look);
	const open = Math.min(page, pages.length - 1);
	const isLast = open === pages.length - 1;
	const where = pages.length > 1 ? `page ${open + 1} of ${pages.length}` : '';
	const on = isLast ? 'to its run' : 'next page';
	const lines = [titleLine(shown, columns, look), ...pages[open].map(line => ` ${line}`)];
	const filled = [...lines, ...Array.from({length: rows - 1 - lines.length}, () => '')];
	return {
		room: undefined, isBeside: false, size: {columns, rows}, lines: [...filled, ` ${paint('key', 'enter')} ${paint('label', on)}  ${paint('key', 'q')} ${paint('label', 'leave')}  ${paint('label', where)}`], pages: pages.length,
	};
}

/** What it says, page by page. */
function pagesOf(shown: ShownCard, {columns, rows}: Size, look: Look): string[][] {
	const {prose, task} = cardLines(shown, columns - 2, look);
	const room = rows - 2;
	const lines = prose.length + 1 + task.length <= room ? [...prose, '', ...task] : [...prose, ...task];
	const count = Math.ceil(lines.length / room);
	return Array.from({length: count}, (_, page) => lines.slice(page * room, (page + 1) * room));
}

/** Its place and its title in a rule over the whole width. */
function titleLine(shown: ShownCard, columns: number, look: Look): string {
	const {glyphs: {isAscii}, theme: {paint}} = look;
	const rule = isAscii ? '-' : '─';
	const text = `${placeText(shown, look)}: ${written(shown.card.title, isAscii)}`;
	const title = cellsOf(text) > columns - 6 ? titleIn(shown, columns - 6, look) : text;
	const rest = rule.repeat(Math.max(0, columns - cellsOf(title) - 3));
	return `${paint('axis', rule)} ${paint('title', title)} ${paint('axis', rest)}`;
}

function titleIn({card: {title}}: ShownCard, width: number, {glyphs: {isAscii}}: Look): string {
	return cutText(written(title, isAscii), width, isAscii).trimEnd();
}
