import {readFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {makeFolder} from '../files/make-folder.js';
import {writeAtomically} from '../files/write-atomically.js';
import {configFolder} from './preferences.js';

/** How far somebody has come in the lessons. */
export type LessonProgress = {
	/** The deck whose card was shown last. */
	readonly last: string | undefined;
	/** Of each deck: the card that was shown last, and those that are done, by their names. */
	readonly decks: Readonly<Record<string, DeckProgress>>;
};

export type DeckProgress = {readonly at: string | undefined; readonly done: readonly string[]};

/** Where it is kept. */
export function lessonProgressFile(): string {
	return join(configFolder(), 'lessons.json');
}

/** Reads it as far as there is something to read: a file that is missing, damaged or not to be read says nothing. */
export async function readLessonProgress(file: string): Promise<LessonProgress> {
	try {
		const {last, decks} = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
		return {
			last: typeof last === 'string' ? last : undefined,
			decks: Object.fromEntries(Object.entries(decks as Record<string, unknown>).map(([key, deck]) => [key, deckFrom(deck)])),
		};
	} catch {
		return {last: undefined, decks: {}};
	}
}

/** Progress with another card shown, and perhaps done. */
export function withCard({decks}: LessonProgress, {deck, card, isDone}: {readonly deck: string; readonly card: string; readonly isDone: boolean}): LessonProgress {
	const {done = []} = Object.hasOwn(decks, deck) ? decks[deck] : {};
	return {last: deck, decks: {...decks, [deck]: {at: card, done: isDone && !done.includes(card) ? [...done, card] : done}}};
}

/** Keeps it. Where it cannot be written, nothing is kept. */
export async function keepLessonProgress(file: string, progress: LessonProgress): Promise<void> {
	try {
		await makeFolder(dirname(file));
		await writeAtomically(file, `${JSON.stringify(progress, undefined, '\t')}\n`);
	} catch {
		// What is only kept for comfort is not to be in the way.
	}
}

function deckFrom(content: unknown): DeckProgress {
	const {at, done} = (content ?? {}) as Record<string, unknown>;
	return {
		at: typeof at === 'string' ? at : undefined,
		done: Array.isArray(done) ? done.filter(name => typeof name === 'string') : [],
	};
}
