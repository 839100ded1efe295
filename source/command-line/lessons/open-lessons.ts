import {
	keepLessonProgress,
	lessonProgressFile,
	readLessonProgress,
	withCard,
} from '../../storage/lesson-progress.js';
import {type Card, type Deck} from '../../shows/lessons/card.js';
import {LessonShow} from '../../shows/lessons/lesson-show.js';
import {bytesPerMegabyte, defaultHistoryMegabytes} from '../../run/run-defaults.js';
import {usualComputing} from '../computing.js';
import {laneOpener} from '../open-lane.js';
import {checkCardNumber, readDecks, readDecksAfter} from './read-decks.js';

/** Which cards, and the one to begin with, counted from 1; without it, the one that was shown last. */
export type LessonWish = {readonly deck: string | undefined; readonly card: number | undefined};

/**
Opens the lessons, and keeps from then on how far somebody has come.

@throws UserError for what the user can mend.
*/
export async function openLessons({deck: wanted, card}: LessonWish, {version, signal}: {readonly version: string; readonly signal: AbortSignal}): Promise<LessonShow> {
	const decks = await readDecks(wanted);
	const [{cards}] = decks;
	checkCardNumber(cards, card);

	const file = lessonProgressFile();
	let progress = await readLessonProgress(file);
	let keeping = Promise.resolve();
	const last = decks.find(({key}) => key === progress.last) ?? decks[0];
	return LessonShow.begin([...decks, ...await readDecksAfter(wanted)], card === undefined ? cardAt(last, progress.decks[last.key]?.at) : cards[card - 1], {
		openLane: laneOpener({
			version, signal, historyBytes: defaultHistoryMegabytes * bytesPerMegabyte, saveEveryMs: 0, keepStates: 0, computing: usualComputing, runsFolder: '',
		}),
		onPlace(place, isDone) {
			progress = withCard(progress, {deck: place.deck.key, card: place.card.name, isDone});
			const now = progress;
			// One after the other: all of them are the same file.
			keeping = keeping.then(async () => keepLessonProgress(file, now));
		},
	});
}

function cardAt({cards}: Deck, name: string | undefined): Card | undefined {
	return cards.find(card => card.name === name) ?? cards[0];
}
