import wrapAnsi from 'wrap-ansi';
import {inAscii} from '../../report/in-ascii.js';
import {type ShownCard} from '../../shows/lessons/card.js';
import {visibleText} from '../../text/visible-text.js';
import {fitOrLast} from '../fitting.js';
import {type Look} from '../theme.js';

/** Which card it is: `chapter7, 3 of 15`. */
export function placeText({deck: {name, cards}, card}: ShownCard, {glyphs: {isAscii}}: Look): string {
	return `${written(name, isAscii)}, ${cards.indexOf(card) + 1} of ${cards.length}`;
}

/** What the card says, and what is to be done, or what there is to say now that it is done; each in lines of at most so many cells. */
export function cardLines({card: {prose, task, answer = 'This is done.'}, isDone}: ShownCard, width: number, look: Look): {readonly prose: string[]; readonly task: string[]; /** The rows of the longer of both. */ readonly taskRows: number} {
	const {theme: {paint}, glyphs: {isAscii}} = look;
	const wrapped = (text: string) => wrapAnsi(written(text, isAscii), width, {hard: true}).split('\n');
	const toDo = task === undefined ? [] : wrapped(`${isAscii ? '>' : '▸'} ${task}`);
	const done = task === undefined ? [] : wrapped(`${isAscii ? '' : '✓ '}Done. ${answer}`);
	return {
		prose: wrapped(prose),
		task: isDone ? done.map(line => paint('running', line)) : toDo.map(line => paint('key', line)),
		taskRows: Math.max(toDo.length, done.length),
	};
}

/** A card in one line, with what is to be done or the keys that do it. */
export function foldedLine(shown: ShownCard, width: number, look: Look): string {
	const {theme: {paint}, glyphs: {isAscii}} = look;
	const {card: {title, task, keys}, isDone} = shown;
	const place = placeText(shown, look);
	const short = place.replace(/^.*, /v, '');
	const next = shown.isLast ? 'q leaves' : `enter: ${nextOf(shown)}`;
	if (isDone) {
		return paint('running', fitOrLast([`${place}: done. ${next}, k: the card`, `${short}: done. ${next}`, 'done'], width));
	}

	const asked = written(task ?? title, isAscii);
	const pressed = keys.length === 0 ? written(title, isAscii) : `press ${keys.join(' ')}`;
	return paint('key', fitOrLast([`${place}: ${asked} (k: the card)`, `${place}: ${asked}`, `${short}: ${asked}`, `${short}: ${pressed}, k: card`, `${short}: k: card`], width));
}

/** The keys of a card, the most important first. */
export function cardKeys(shown: ShownCard, width: number, {theme: {paint}}: Look): string {
	const {isFirst, isLast} = shown;
	const keys = [...(isLast ? [] : [['enter', nextOf(shown)]]), ['k', 'fold'], ['q', 'leave'], ['r', 'its run again'], ...(isFirst ? [] : [['backspace', 'card before']])];
	let used = -2;
	const kept = keys.filter(([key, does]) => {
		used += key.length + does.length + 3;
		return used <= width;
	});
	return kept.map(([key, does]) => `${paint('key', key)} ${paint('label', does)}`).join('  ');
}

/** Where Enter leads: after the last card of a deck, to the deck that follows it. */
function nextOf({deck: {cards}, card}: ShownCard): string {
	return cards.at(-1) === card ? 'next deck' : 'next card';
}

/** As it can be shown: a teacher's card may have anything in it. */
export function written(text: string, isAscii: boolean): string {
	return isAscii ? visibleText(inAscii(text), true) : visibleText(text);
}
