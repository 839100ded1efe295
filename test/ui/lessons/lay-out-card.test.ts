import {expect, it} from 'vitest';
import {readDecks} from '../../../source/command-line/lessons/read-decks.js';
import {asciiGlyphs, unicodeGlyphs} from '../../../source/report/chart/glyphs.js';
import {cellsOf} from '../../../source/text/cells-of.js';
import {type ShownCard} from '../../../source/shows/lessons/card.js';
import {layOutCard} from '../../../source/ui/lessons/lay-out-card.js';
import {type CardState, firstViewState, newCard} from '../../../source/ui/view-state.js';
import {plainTheme} from '../../helpers/frame.js';

const decks = await readDecks(undefined);
const cards: ShownCard[] = decks.flatMap(deck => deck.cards.map(card => ({
	deck, card, isDone: false, isFirst: false, isLast: false,
})));
const look = {theme: plainTheme, glyphs: unicodeGlyphs};
const withCard = (card: CardState) => ({...firstViewState, card});
/** Windows without the row that is left free below them. */
const windows = [[80, 23], [100, 29], [120, 39], [200, 59], [40, 11]].map(([columns, rows]) => ({columns, rows}));

it('leaves every view enough room beside or below each of our cards, in all but tiny windows', () => {
	const covered = windows.map(window => cards.filter(card => layOutCard(card, firstViewState, window, look).room === undefined).map(({card}) => card.name));
	expect(covered.slice(0, -1)).toEqual([[], [], [], []]);
	expect(covered.at(-1)).toHaveLength(cards.length);
	expect(layOutCard(cards[0], firstViewState, windows[0], look).isBeside).toBe(false);
	expect(layOutCard(cards[0], firstViewState, windows[2], look).isBeside).toBe(true);
});

it('fills its place exactly, in characters that every terminal has if it must, done or not, folded or not', () => {
	for (const window of windows) {
		for (const shown of cards.flatMap(card => [card, {
			...card, isDone: true, isFirst: true, isLast: true,
		}])) {
			for (const glyphs of [unicodeGlyphs, asciiGlyphs]) {
				for (const state of [newCard, {...newCard, page: 1}, {...newCard, isFolded: true}]) {
					const {room, size, lines, isBeside} = layOutCard(shown, withCard(state), window, {...look, glyphs});
					expect(lines).toHaveLength(size.rows);
					expect(lines.filter(line => cellsOf(line) > size.columns)).toEqual([]);
					expect(size.rows + (isBeside || !room ? 0 : room.rows)).toBe(window.rows);
					expect(size.columns + (isBeside && room ? room.columns : 0)).toBe(window.columns);
					expect(glyphs.isAscii ? lines.join('').replaceAll(/[\u{20}-\u{7E}]/gv, '') : '').toBe('');
				}
			}
		}
	}
});

it('says on its pages all that it says in one piece, and keeps its height when it is done', () => {
	const words = (lines: readonly string[]) => lines.join(' ').split(/\s+/v).filter(word => word !== '');
	for (const shown of cards) {
		const {pages} = layOutCard(shown, firstViewState, windows[4], look);
		const text = Array.from({length: pages}, (_, page) => layOutCard(shown, withCard({...newCard, page}), windows[4], look).lines.slice(1, -1)).flat();
		const {prose, task} = shown.card;
		expect(words(text)).toEqual(words([prose, '▸', task!]));
		const heights = [false, true].map(isDone => layOutCard({...shown, isDone}, firstViewState, windows[0], look).size.rows);
		expect(heights[0]).toBe(heights[1]);
	}
});

it('lets no card write what the terminal would obey, and counts wide characters as they are', () => {
	const deck = {...decks[0], name: 'd\u{E9}ck \u{1B}[31m'};
	const card = {...deck.cards[0], title: 'Gr\u{F6}\u{DF}e \u{1B}[2J \u{5B57}\u{5B57}'};
	const shown = {
		deck: {...deck, cards: [card]}, card, isDone: false, isFirst: false, isLast: false,
	};
	for (const window of windows) {
		for (const state of [newCard, {...newCard, isFolded: true}]) {
			const text = layOutCard(shown, withCard(state), window, look);
			expect(text.lines.join('')).not.toContain('\u{1B}');
			expect(text.lines.filter(line => cellsOf(line) > text.size.columns)).toEqual([]);
			const {lines} = layOutCard(shown, withCard(state), window, {...look, glyphs: asciiGlyphs});
			expect(lines.join('').replaceAll(/[\u{20}-\u{7E}]/gv, '')).toBe('');
		}
	}
});
