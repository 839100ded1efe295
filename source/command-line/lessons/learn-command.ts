import {lessonProgressFile, readLessonProgress} from '../../storage/lesson-progress.js';
import {type TrainingSession} from '../../session/training-session.js';
import {shellWord} from '../../text/shell-word.js';
import {type LearnArguments} from '../arguments.js';
import {folderOf} from '../choose-saving.js';
import {openBehindScreen} from '../open-behind-screen.js';
import {outputWidth} from '../output-width.js';
import {type RunOptions} from '../program.js';
import {loadScreen, showOnScreen} from '../screen.js';
import {cardsText, deckListText} from './lessons-text.js';
import {openLessons} from './open-lessons.js';
import {checkCardNumber, isBuiltIn, readDecks} from './read-decks.js';

/**
The lessons as text: a list of the cards, or all that they say where there is no screen.

@throws UserError for what the user can mend.
*/
export async function printedLessons({deck, card, isListed, isAscii}: LearnArguments): Promise<string[]> {
	const decks = await readDecks(deck);
	checkCardNumber(decks[0].cards, card);
	const options = {room: outputWidth(), isAscii};
	return isListed
		? deckListText(decks, await readLessonProgress(lessonProgressFile()), options)
		: cardsText(decks, options);
}

/**
Goes through the lessons in the dashboard.

@throws UserError for what the user can mend; what made a run fail.
*/
export async function learnCommand({deck, card, ...look}: LearnArguments, options: RunOptions): Promise<TrainingSession | undefined> {
	const {version, signal, onInterrupt} = options;
	const screen = loadScreen(look);
	const behind = await openBehindScreen({
		name: 'lessons', screen, keyboard: undefined, stopped: 'Stopped before the first card.',
	}, options, async given => openLessons({deck, card}, {version, signal: given.signal}));
	if (!behind) {
		return undefined;
	}

	const {opened: lessons, stage} = behind;
	try {
		await showOnScreen(lessons, await screen, {
			stage, signal, onInterrupt, runsFolder: folderOf(undefined),
		});
		const {failure} = lessons.session;
		if (failure) {
			throw failure;
		}

		const {deck: lastDeck, card: lastCard} = lessons.shown.card!;
		const again = deck === undefined ? '' : ` ${shellWord(isBuiltIn(lastDeck) ? lastDeck.name : deck)}`;
		console.log(`${lastDeck.name}, card ${lastDeck.cards.indexOf(lastCard) + 1} of ${lastDeck.cards.length}. To go on there: microgpt-tui learn${again}`);
		return undefined;
	} finally {
		await lessons.close();
	}
}
