import {
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {chapter7} from '../../../source/settings/presets.js';
import {createRunConfig} from '../../../source/settings/run-config.js';
import {type Card, type ShownCard} from '../../../source/shows/lessons/card.js';
import {type TrainingSession} from '../../../source/session/training-session.js';
import {Controls, type ControlsOptions} from '../../../source/ui/controls.js';
import {exampleRuns} from '../../helpers/example-runs.js';
import {type SessionStatus} from '../../../source/session/snapshot.js';
import {exampleSnapshot} from '../../helpers/example-snapshot.js';
import {aloneOnScreen} from '../../helpers/frame.js';
import {noRuns} from '../../helpers/no-runs.js';

const card: Card = {
	name: 'a', title: 'A', config: createRunConfig(chapter7), step: 30, view: 'inside attention', done: [], keys: [], prose: 'Text.', task: undefined, answer: undefined,
};
const deck = {key: 'a', name: 'a', cards: [card, {...card, name: 'b', view: 'step'}]};
const shownCard: ShownCard = {
	deck, card, isDone: false, isFirst: true, isLast: false,
};

/** The keys of a dashboard in the lessons or before them, and what they did. */
function openControls(given: Partial<ShownCard> | undefined, {isOverRun = false, status = 'paused'}: {readonly isOverRun?: boolean; readonly status?: SessionStatus} = {}) {
	const done: string[] = [];
	const note = (what: string) => () => {
		done.push(what);
	};

	const later = (what: string) => async () => {
		done.push(what);
	};

	const session = {getSnapshot: () => exampleSnapshot(30, {status}), setPrefix: () => undefined} as unknown as TrainingSession;
	let shown = {...aloneOnScreen, ...(given && {card: {...shownCard, ...given}})};
	const show: ControlsOptions['show'] = {
		session,
		get shown() {
			return shown;
		},
		restart: later('restart'),
		cards: {
			async move(by) {
				done.push(`move ${by}`);
				shown = {...shown, card: {...shownCard, card: deck.cards[1], isLast: true}};
			},
			complete: note('complete'),
		},
		...(!given && {learn: later('learn')}),
		...(isOverRun && {leave: later('leave')}),
	};
	const browser = noRuns();
	vi.spyOn(browser, 'perform').mockImplementation(action => action === 'open' ? {kind: 'replay', run: exampleRuns(1)[0]} : undefined);
	const tell = vi.spyOn(browser, 'tell');
	const controls = new Controls({
		show, browser, quit: note('quit'), interrupt: note('interrupt'), repaint: note('repaint'), suspend: note('suspend'), onError: note('error'),
	});
	return {controls, done, tell};
}

describe('the keys of the lessons', () => {
	it('open the view of a card, at its page, and forget what was chosen at the one before', async () => {
		const {controls, done} = openControls({});
		expect(controls.getState()).toMatchObject({view: 'inside', cursor: {row: 0, column: 3}});
		controls.press('1');
		controls.press('z');
		expect(controls.getState().card.pressed).toEqual(['1', 'z']);
		controls.press('enter');
		expect(done).toEqual(['move 1']);
		await vi.waitUntil(() => controls.getState().view === 'step');
		expect(controls.getState()).toMatchObject({
			cursor: {row: 0, column: 0}, chart: {isZoomed: false}, card: {pressed: []}, notice: undefined,
		});
	});

	it('say where the next card is to whoever asks for the next model', () => {
		const {controls} = openControls({}, {status: 'finished'});
		controls.press('n');
		expect(controls.getState().notice?.[0]).toBe('In the lessons each card has its own run: Enter leads to the next card.');
	});

	it('say at both ends that there is no other card', () => {
		const first = openControls({});
		first.controls.press('backspace');
		expect([first.done, first.controls.getState().notice]).toEqual([[], ['This is the first card.']]);
		const last = openControls({isFirst: false, isLast: true});
		last.controls.press('enter');
		expect([last.done, last.controls.getState().notice?.at(-1)]).toEqual([[], 'The last card: q leaves.']);
		last.controls.press('backspace');
		expect(last.done).toEqual(['move -1']);
	});

	it('go through a card that covers the screen page by page, then to what is behind it, then on', () => {
		const {controls, done} = openControls({});
		controls.setCardPages(2);
		controls.press('enter');
		expect(controls.getState().card).toMatchObject({page: 1, isFolded: false});
		controls.press('enter');
		expect(controls.getState().card).toMatchObject({isFolded: true});
		expect(done).toEqual([]);
		controls.press('k');
		expect(controls.getState().card).toMatchObject({page: 0, isFolded: false});
		controls.press('2');
		expect(controls.getState()).toMatchObject({view: 'step', card: {isFolded: true, pressed: ['2']}});
		controls.press('enter');
		expect(done).toEqual(['move 1']);
	});

	it('fold a card away that has room, and bring it back; other keys leave it there', () => {
		const {controls} = openControls({});
		controls.press('2');
		expect(controls.getState().card.isFolded).toBe(false);
		controls.press('k');
		expect(controls.getState().card.isFolded).toBe(true);
		controls.press('k');
		expect(controls.getState().card.isFolded).toBe(false);
	});

	it('wait for the card that they are pressed for, but for those that leave', async () => {
		const {controls, done} = openControls({});
		controls.press('enter');
		controls.press('2');
		controls.press('down');
		expect(controls.getState().view).not.toBe('step');
		controls.press('q');
		expect(done).toEqual(['move 1', 'quit']);
		await vi.waitUntil(() => controls.getState().view === 'step');
		expect(controls.getState().card.pressed).toEqual(['2', 'down']);
	});

	it('leave without a question, back to the run that waits if there is one', async () => {
		const alone = openControls({});
		alone.controls.press('q');
		expect([alone.done, alone.controls.getState().question]).toEqual([['quit'], undefined]);
		const over = openControls({}, {isOverRun: true});
		over.controls.press('q');
		expect(over.done).toEqual(['leave']);
		await vi.waitUntil(() => over.controls.getState().notice?.[0] === 'Back at your run, which is paused: space resumes it.');
		expect(over.controls.getState().view).toBe('overview');
		const ended = openControls({}, {isOverRun: true, status: 'finished'});
		ended.controls.press('q');
		await vi.waitUntil(() => ended.controls.getState().notice?.[0] === 'Back at your run.');
	});

	it('begin the run of a card again without a question', async () => {
		const {controls, done} = openControls({});
		controls.press('1');
		controls.press('r');
		expect([done, controls.getState().question]).toEqual([['restart'], undefined]);
		await vi.waitUntil(() => controls.getState().view === 'inside');
	});

	it('open no saved run in their place', () => {
		const {controls, tell, done} = openControls({});
		controls.press('5');
		controls.press('enter');
		expect(tell).toHaveBeenCalledWith('Leave the lessons first, with q.');
		expect(done).toEqual([]);
	});

	it('are not among those that a pasted text presses, nor do they do anything outside of the lessons', async () => {
		const {controls, done} = openControls(undefined);
		controls.pressTogether(['k']);
		controls.press('enter');
		controls.press('backspace');
		expect(done).toEqual([]);
		controls.press('k');
		expect(done).toEqual(['learn']);
		await vi.waitUntil(() => controls.getState().notice === undefined);
	});
});
