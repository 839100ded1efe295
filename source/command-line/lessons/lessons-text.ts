import wrapAnsi from 'wrap-ansi';
import {inAscii} from '../../report/in-ascii.js';
import {type Deck} from '../../shows/lessons/card.js';
import {type LessonProgress} from '../../storage/lesson-progress.js';
import {visibleText} from '../../text/visible-text.js';

export type LessonsTextOptions = {
	/** The cells of a line. */
	readonly room?: number;
	readonly isAscii?: boolean;
};

/** All cards as they are read without a screen. */
export function cardsText(decks: readonly Deck[], options: LessonsTextOptions): string[] {
	return decks.flatMap(({name, cards}) => cards.flatMap(({title, prose, task, keys, answer}, index) => [
		...(index === 0 ? [] : ['']),
		...written(`${name}, ${index + 1} of ${cards.length}: ${title}`, options),
		...written(prose, options),
		...(task === undefined ? [] : written(`> ${task}${keys.length === 0 ? '' : ` (keys: ${keys.join(' ')})`}`, options)),
		...(answer === undefined ? [] : written(answer, options)),
	]));
}

/** The titles of all cards, and how far somebody has come. */
export function deckListText(decks: readonly Deck[], progress: LessonProgress, options: LessonsTextOptions): string[] {
	return decks.flatMap(({key, name, cards}) => {
		const {at, done} = Object.hasOwn(progress.decks, key) ? progress.decks[key] : {at: undefined, done: []};
		const count = cards.filter(card => done.includes(card.name)).length;
		return [
			`${name}: ${count} of ${cards.length} done`,
			...cards.map((card, index) => {
				const state = [...(done.includes(card.name) ? ['done'] : []), ...(card.name === at ? ['here'] : [])].join(', ');
				return `  ${String(index + 1).padStart(String(cards.length).length)}  ${written(card.title, {...options, room: Infinity})[0]}${state === '' ? '' : ` (${state})`}`;
			}),
		];
	});
}

function written(text: string, {room = Infinity, isAscii = false}: LessonsTextOptions): string[] {
	const lines = isAscii ? inAscii(text) : text;
	return lines.split('\n').flatMap(line => {
		const safe = visibleText(line, isAscii);
		return Number.isFinite(room) ? wrapAnsi(safe, room, {hard: true}).split('\n') : [safe];
	});
}
