import {PassThrough} from 'node:stream';
import {render} from 'ink';
import {createElement} from 'react';
import {
	afterEach,
	beforeEach,
	expect,
	it,
	vi,
} from 'vitest';
import {TrainingSession} from '../../source/session/training-session.js';
import {Controls} from '../../source/ui/controls.js';
import {type Cursor} from '../../source/ui/cursor.js';
import {
	changeClock,
	holdMs,
	placeAfter,
	type StageClock,
	stillClock,
} from '../../source/ui/stage-clock.js';
import {useStageClock} from '../../source/ui/views/slow/use-stage-clock.js';
import {aloneOnScreen} from '../helpers/frame.js';
import {noRuns} from '../helpers/no-runs.js';
import {smallTraining} from '../helpers/small-training.js';

const going: StageClock = {...stillClock, isGoing: true};
const first: Cursor = {row: 0, column: 0};

/** All places of a step, in their order. */
function placesOf(positionCount: number): Cursor[] {
	const places: Cursor[] = [];
	for (let place: Cursor | undefined = first; place; place = placeAfter(place, positionCount)) {
		places.push(place);
	}

	return places;
}

it('goes through the stages of a step: all positions in forward, one parameter and then all', () => {
	expect(placesOf(3)).toEqual([
		first,
		{row: 0, column: 1},
		{row: 1, column: 1},
		{row: 2, column: 1},
		{row: 0, column: 2},
		{row: 0, column: 3},
		{row: 0, column: 3, detail: {name: 'moves', row: 0}},
		{row: 0, column: 4},
	]);
	expect(placesOf(1)).toHaveLength(6);
	expect(placesOf(256)).toHaveLength(5 + 16);
	expect(placeAfter({row: 4, column: 2, detail: {name: 'nodes', row: 7}}, 3)).toEqual({row: 0, column: 3});
});

it('holds a stage for four seconds at first, the later positions half as long, and has other paces', () => {
	expect(holdMs(first, going)).toBe(4000);
	expect([0, 1].map(row => holdMs({row, column: 1}, going))).toEqual([4000, 2000]);
	expect(holdMs({row: 3, column: 2}, going)).toBe(4000);
	const shorter = changeClock(going, 'shorter');
	expect(shorter).toEqual({isGoing: true, seconds: 2});
	expect(changeClock(shorter, 'shorter').seconds).toBe(1);
	expect(changeClock({...going, seconds: 1}, 'shorter').seconds).toBe(1);
	expect(changeClock({...going, seconds: 16}, 'longer').seconds).toBe(16);
	expect(changeClock(going, 'longer').seconds).toBe(8);
});

beforeEach(() => {
	vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout']});
});

afterEach(() => {
	vi.useRealTimers();
});

type Seen = {readonly clock: StageClock; readonly cursor: Cursor; readonly step: number | undefined};

/** A clock in a component that goes where it says. */
async function openClock(seen: Seen, positionCount = 2) {
	const went: Array<Cursor | undefined> = [];
	const onHeld = (next: Cursor | undefined) => {
		went.push(next);
	};

	function Clock({clock, ...held}: Seen) {
		useStageClock(clock, {...held, positionCount}, onHeld);
		return undefined;
	}

	const stdout = Object.assign(new PassThrough(), {columns: 80, rows: 24}) as unknown as NodeJS.WriteStream;
	const instance = render(createElement(Clock, seen), {stdout, debug: true, patchConsole: false});
	const settle = async () => new Promise(resolve => {
		setImmediate(resolve);
	});
	await settle();
	return {
		went,
		async show(next: Partial<Seen>) {
			instance.rerender(createElement(Clock, {...seen, ...next}));
			await settle();
		},
		close() {
			instance.unmount();
		},
	};
}

it('goes on when a place was held long enough, and not before', async () => {
	const clock = await openClock({clock: going, cursor: first, step: 1});
	vi.advanceTimersByTime(3999);
	expect(clock.went).toEqual([]);
	vi.advanceTimersByTime(1);
	expect(clock.went).toEqual([{row: 0, column: 1}]);
	await clock.show({cursor: {row: 1, column: 1}});
	vi.advanceTimersByTime(2000);
	expect(clock.went).toEqual([{row: 0, column: 1}, {row: 0, column: 2}]);
	await clock.show({cursor: {row: 0, column: 4}});
	vi.advanceTimersByTime(4000);
	expect(clock.went.at(-1)).toBeUndefined();
	expect(clock.went).toHaveLength(3);
	clock.close();
});

it('stands still when it is stopped, as long as there is nothing to see, and when the page is left; what is chosen is held anew', async () => {
	const clock = await openClock({clock: stillClock, cursor: first, step: 1});
	vi.advanceTimersByTime(60_000);
	await clock.show({clock: going, step: undefined});
	vi.advanceTimersByTime(60_000);
	expect(clock.went).toEqual([]);
	await clock.show({clock: going});
	vi.advanceTimersByTime(3000);
	await clock.show({clock: going, cursor: {row: 0, column: 2}});
	vi.advanceTimersByTime(3000);
	expect(clock.went).toEqual([]);
	await clock.show({clock: {...going, seconds: 1}, cursor: {row: 0, column: 2}});
	vi.advanceTimersByTime(1000);
	expect(clock.went).toEqual([{row: 0, column: 3}]);
	clock.close();
	vi.advanceTimersByTime(60_000);
	expect(clock.went).toHaveLength(1);
});

const nothing = () => undefined;

/** The dashboard of a small training, as it begins with --slow. */
function openControls(steps = 5, isSlow = true) {
	const {events, controls: trainingControls} = smallTraining({steps});
	const session = new TrainingSession({
		events, controls: trainingControls, speed: 100, temperature: 0.5, ask: async () => undefined,
	});
	const controls = new Controls({
		show: {session, shown: aloneOnScreen}, browser: noRuns(), quit: nothing, interrupt: nothing, repaint: nothing, suspend: nothing, onError: nothing, isSlow,
	});
	return {session, controls};
}

it('takes the next step after the last stage, and ends with the run', async () => {
	vi.useRealTimers();
	const {session, controls} = openControls(3);
	session.stepOnce();
	const waitForStep = async (step: number) => {
		await vi.waitUntil(() => session.getSnapshot().lastStep?.step === step);
	};

	await waitForStep(1);
	expect(controls.getState()).toMatchObject({view: 'slow', clock: going});
	controls.goOn({row: 0, column: 4});
	expect(controls.getState().cursor).toEqual({row: 0, column: 4});
	controls.goOn(undefined);
	expect(controls.getState().cursor).toEqual(first);
	await waitForStep(2);
	expect(session.getSnapshot().status).toBe('paused');
	// A step that was looked at leads to the one after it.
	controls.press(',');
	controls.goOn(undefined);
	expect(controls.getState().chart.cursor).toBe(2);
	expect(session.getSnapshot().lastStep?.step).toBe(2);
	controls.goOn(undefined);
	await waitForStep(3);
	await vi.waitUntil(() => session.getSnapshot().status === 'finished');
	expect(controls.getState().chart.cursor).toBeUndefined();
	controls.goOn(undefined);
	expect(controls.getState()).toMatchObject({clock: {isGoing: false}, notice: ['There are no more steps: the run is over.']});
});

it('is stopped and started with space, in slow motion alone; entered with u, each stage is held until a key', async () => {
	const {session, controls} = openControls(5, false);
	session.start();
	expect(controls.getState()).toMatchObject({view: 'overview', clock: stillClock});
	controls.press('u');
	expect(session.getSnapshot().status).toBe('paused');
	expect(controls.getState()).toMatchObject({view: 'slow', clock: stillClock});
	controls.press(' ');
	controls.press('+');
	expect(controls.getState().clock).toEqual({isGoing: true, seconds: 2});
	expect(session.getSnapshot()).toMatchObject({status: 'paused', speed: 100});
	controls.press('p');
	controls.press('-');
	expect(controls.getState().clock).toEqual(stillClock);
	controls.press(' ');
	controls.press('escape');
	controls.press('u');
	expect(controls.getState().clock.isGoing).toBe(false);
	controls.press('escape');
	controls.press(' ');
	expect(session.getSnapshot().status).toBe('running');
	await session.stop();
});
