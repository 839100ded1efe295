import {
	afterEach,
	expect,
	it,
	vi,
} from 'vitest';
import {readDecks} from '../../../source/command-line/lessons/read-decks.js';
import {type Card, type Deck} from '../../../source/shows/lessons/card.js';
import {LessonShow} from '../../../source/shows/lessons/lesson-show.js';
import {Controls} from '../../../source/ui/controls.js';
import {inputsOf} from '../../../source/ui/lessons/card-keys.js';
import {isCardDone} from '../../../source/ui/lessons/conditions.js';
import {openLaneHere} from '../../helpers/lane-here.js';
import {noRuns} from '../../helpers/no-runs.js';

const decks = await readDecks(undefined);
const cards = decks.flatMap(deck => deck.cards.map(card => ({deck, card, name: `${deck.name}/${card.name}`})));

/** A run that is begun beside others has to be opened, and one that goes on has to get there. */
const patience = {timeout: 20_000, interval: 5};

let show: LessonShow | undefined;

afterEach(async () => {
	await show?.close();
	show = undefined;
});

/** A card on the screen, with the keys of the dashboard. */
async function open(deck: Deck, card: Card) {
	const errors: unknown[] = [];
	const fail = (error: unknown) => {
		errors.push(error);
	};

	show = await LessonShow.begin([deck], card, {openLane: openLaneHere, onPlace: () => undefined});
	const opened = show;
	const controls = new Controls({
		show: opened, browser: noRuns(), quit: () => undefined, interrupt: () => undefined, repaint: () => undefined, suspend: () => undefined, onError: fail,
	});
	const stepOf = () => opened.session.record.lastStep?.step ?? 0;
	const isDone = () => isCardDone(card, {state: controls.getState(), snapshot: opened.session.getSnapshot(), shown: opened.shown});
	return {
		controls, errors, stepOf, isDone,
	};
}

it.each(cards)('plays $name: its keys do what it asks for, and nothing is done before', async ({deck, card}) => {
	const {controls, errors, stepOf, isDone} = await open(deck, card);
	await vi.waitUntil(() => stepOf() === card.step, patience);
	expect(isDone()).toBe(false);
	expect(controls.getState().notice).toBeUndefined();
	const inputs = card.keys.flatMap(key => inputsOf(key)!);
	for (const [index, input] of inputs.entries()) {
		expect(isDone(), `done before key ${index + 1}, ${input}`).toBe(false);
		controls.press(input);
	}

	await vi.waitUntil(isDone, patience);
	expect(errors).toEqual([]);
});

it('counts the steps of a race from where the fork has left', async () => {
	const {deck, card} = cards.find(({name}) => name === 'gpt/06-residual')!;
	const {controls, stepOf, isDone} = await open(deck, card);
	controls.press(' ');
	await vi.waitUntil(() => stepOf() >= 200, patience);
	controls.press(' ');
	await vi.waitUntil(() => show!.session.getSnapshot().status === 'paused', patience);
	const from = stepOf();
	for (const input of card.keys.flatMap(key => inputsOf(key)!)) {
		controls.press(input);
	}

	await vi.waitUntil(isDone, patience);
	expect(stepOf() - from).toBeGreaterThanOrEqual(300);
});

it.each(cards.filter(({card}) => card.done.some(condition => condition.startsWith('fork'))))('calls the race of $name done when there is something to see', ({card}) => {
	const steps = card.done.map(condition => /^steps (?<count>\d+)$/v.exec(condition)?.groups?.count).find(count => count !== undefined);
	expect(Number(steps)).toBeGreaterThanOrEqual(100);
	expect(card.task).toContain(`Watch ${steps} steps`);
});
