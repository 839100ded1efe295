import {readdir, readFile, stat} from 'node:fs/promises';
import {basename, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {ConfigError, LessonError} from '../../errors.js';
import {type Card, type Deck} from '../../shows/lessons/card.js';
import {readRunFlags} from './read-run-flags.js';

/** The decks that come with the program, in their order. */
const builtInNames = ['chapter7', 'gpt'] as const;
const lessonsFolder = fileURLToPath(new URL('../../../data/lessons/', import.meta.url));

/** More would not fit the screen. */
const mostMistakes = 20;

/**
Reads the cards that somebody means, all of them at once: what is wrong in one is not to be found in the middle of a course.

@param wanted - The name of a deck, or a folder; undefined: all that come with the program.
@throws ConfigError if there is no such deck, LessonError for cards that cannot be read: each mistake with its file and line.
*/
export async function readDecks(wanted: string | undefined): Promise<Deck[]> {
	if (wanted === undefined) {
		return Promise.all(builtInNames.map(async name => readDeck(join(lessonsFolder, name), name)));
	}

	const name = builtInNames.find(each => each === wanted);
	const folder = name === undefined ? resolve(wanted) : join(lessonsFolder, name);
	const found = await stat(folder).catch(() => undefined);
	if (!found?.isDirectory()) {
		throw new ConfigError(`Expected ${builtInNames.join(', ')} or a folder of cards after learn, got ${wanted}${found ? ', which is a file' : ''}.`);
	}

	return [await readDeck(folder, name ?? folder, wanted)];
}

/** The decks of the program that come after one of them; none after a folder. */
export async function readDecksAfter(wanted: string | undefined): Promise<Deck[]> {
	const place = (builtInNames as readonly string[]).indexOf(wanted ?? '');
	return place === -1 ? [] : Promise.all(builtInNames.slice(place + 1).map(async name => readDeck(join(lessonsFolder, name), name)));
}

/** Whether a deck comes with the program. */
export function isBuiltIn({key}: Deck): boolean {
	return (builtInNames as readonly string[]).includes(key);
}

/**
Refuses the number of a card that there is not.

@throws ConfigError which says how many there are.
*/
export function checkCardNumber(cards: readonly Card[], number: number | undefined): void {
	if (number !== undefined && number > cards.length) {
		throw new ConfigError(`Expected the number of a card, 1 to ${cards.length}, got ${number}.`);
	}
}

/**
Reads the cards of a folder.

@param said - The folder as somebody wrote it, for errors.
*/
async function readDeck(folder: string, key: string, said = folder): Promise<Deck> {
	const entries = await readdir(folder);
	const files = entries.filter(file => file.endsWith('.md') && file.toLowerCase() !== 'readme.md').toSorted((a, b) => a.localeCompare(b, 'en', {numeric: true}));
	if (files.length === 0) {
		throw new LessonError(`Expected cards, files that end in .md, in ${said}, got none.`);
	}

	const {parseCard} = await import('../../ui/lessons/parse-card.js');
	const cards: Card[] = [];
	const mistakes: string[] = [];
	for (const file of files) {
		const text = await readFile(join(folder, file), 'utf8');
		const read = parseCard(text, basename(file, '.md'), words => readRunFlags(words, folder));
		if ('card' in read) {
			cards.push(read.card);
		} else {
			mistakes.push(...read.mistakes.map(mistake => `${join(said, file)}:${mistake.line}: ${mistake.text}`));
		}
	}

	if (mistakes.length > 0) {
		const others = mistakes.length - mistakes.slice(0, mostMistakes).length;
		throw new LessonError([...mistakes.slice(0, mostMistakes), ...(others > 0 ? [`and ${others} more`] : [])].join('\n'));
	}

	return {key, name: basename(folder), cards};
}
