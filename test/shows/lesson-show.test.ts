import {
	afterEach,
	describe,
	expect,
	it,
} from 'vitest';
import {ConfigError} from '../../source/errors.js';
import {chapter7} from '../../source/settings/presets.js';
import {createRunConfig} from '../../source/settings/run-config.js';
import {type Card, type Deck} from '../../source/shows/lessons/card.js';
import {LessonShow, type LessonOptions} from '../../source/shows/lessons/lesson-show.js';
import {openLaneHere} from '../helpers/lane-here.js';

function cardNamed(name: string, step: number): Card {
	return {
		name, title: name, config: createRunConfig(chapter7, {steps: 20}), step, view: 'overview', done: ['steps 1'], keys: ['s'], prose: 'Text.', task: 'Press s.', answer: undefined,
	};
}

const [first, second, third] = [cardNamed('first', 0), cardNamed('second', 7), cardNamed('third', 20)];
const decks: Deck[] = [{key: 'a', name: 'a', cards: [first, second]}, {key: '/b', name: 'b', cards: [third]}];

let show: LessonShow;
let places: string[];

async function begin(card?: Card, options: Partial<LessonOptions> = {}): Promise<void> {
	places = [];
	show = await LessonShow.begin(decks, card, {
		openLane: openLaneHere,
		onPlace(place, isDone) {
			places.push(`${place.deck.key} ${place.card.name}${isDone ? ' done' : ''}`);
		},
		...options,
	});
}

const shownNow = () => {
	const {card, deck, isDone, isFirst, isLast} = show.shown.card!;
	return [deck.name, card.name, show.session.record.lastStep?.step ?? 0, {isDone, isFirst, isLast}];
};

afterEach(async () => {
	await show.close();
});

describe('lessons', () => {
	it('show one card after the other, each with a run that is as far as it says', async () => {
		await begin();
		expect(shownNow()).toEqual(['a', 'first', 0, {isDone: false, isFirst: true, isLast: false}]);
		const numbers = [show.runNumber];
		await show.cards!.move(-1);
		expect(shownNow()[1]).toBe('first');
		await show.cards!.move(1);
		expect(shownNow()).toEqual(['a', 'second', 7, {isDone: false, isFirst: false, isLast: false}]);
		expect(show.session.getSnapshot()).toMatchObject({status: 'paused', saving: {folder: undefined}});
		numbers.push(show.runNumber);
		await show.cards!.move(1);
		expect(shownNow()).toEqual(['b', 'third', 20, {isDone: false, isFirst: false, isLast: true}]);
		await show.cards!.move(1);
		expect(shownNow()[1]).toBe('third');
		await show.cards!.move(-1);
		expect(shownNow()[1]).toBe('second');
		numbers.push(show.runNumber);
		expect(new Set(numbers).size).toBe(numbers.length);
		expect(places).toEqual(['a first', 'a second', '/b third', 'a second']);
	});

	it('begin where somebody was, and tell what is done there', async () => {
		await begin(second);
		show.session.takeSteps(1);
		show.cards!.complete();
		expect(show.shown.card!.isDone).toBe(true);
		await show.restart();
		expect(shownNow()).toEqual(['a', 'second', 7, {isDone: false, isFirst: false, isLast: false}]);
		expect(places).toEqual(['a second', 'a second done', 'a second']);
	});

	it('open one run at a time, and stay where they are if it cannot be opened', async () => {
		let isBroken = false;
		const opened: string[] = [];
		await begin(first, {
			async openLane(...wish) {
				opened.push(wish[0].name);
				if (isBroken) {
					throw new ConfigError('Expected less.');
				}

				return openLaneHere(...wish);
			},
		});
		await Promise.all([show.cards!.move(1), show.cards!.move(1)]);
		expect([shownNow()[1], opened.length]).toEqual(['second', 2]);
		isBroken = true;
		await expect(show.cards!.move(1)).rejects.toThrow('Expected less.');
		expect(shownNow().slice(0, 3)).toEqual(['a', 'second', 7]);
		isBroken = false;
		await show.cards!.move(1);
		expect(shownNow()[1]).toBe('third');
	});

	it('let runs leave that of a card, and forget them with it', async () => {
		await begin(second);
		const {forking, config} = show;
		await forking!.fork(7, config!, 'unchanged');
		expect(show.shown.runs).toHaveLength(2);
		expect(show.sessions).toHaveLength(2);
		expect(show.shown.card!.card).toBe(second);
		const fork = show.session;
		await show.cards!.move(1);
		expect(show.shown.runs).toHaveLength(1);
		await fork.finished;
		expect(fork.getSnapshot().status).toBe('finished');
	});

	it('close while another card is on its way, and leave no run behind', async () => {
		await begin();
		const before = show.session;
		const moving = show.cards!.move(1).catch((error: unknown) => (error as Error).name);
		await show.close();
		expect(await moving).toBe('AbortError');
		expect(before.getSnapshot().status).toBe('finished');
	});
});
