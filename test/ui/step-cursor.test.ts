import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {
	backOut,
	cursorOf,
	markStep,
	moveStepCursor,
	rangeOf,
	toFirstStep,
	toPresent,
} from '../../source/ui/step-cursor.js';
import {firstViewState, type ViewState} from '../../source/ui/view-state.js';
import {exampleSnapshot} from '../helpers/example-snapshot.js';
import {watchedSnapshot} from '../helpers/watched-snapshot.js';

const snapshot = exampleSnapshot(393);
const newest = 393;

type Move = (state: ViewState, of: typeof snapshot) => ViewState;

const by = (steps: number): Move => (state, of) => moveStepCursor(state, of, steps);
const [back, on, farBack, farOn] = [by(-1), by(1), by(-10), by(10)];
const [hundredBack, hundredOn] = [by(-100), by(100)];
const after = (...moves: readonly Move[]) => moves.reduce((state, move) => move(state, snapshot), firstViewState);
const cursorAfter = (...moves: readonly Move[]) => cursorOf(after(...moves), snapshot);

describe('the cursor over the steps', () => {
	it('leaves the newest step for the one before, walks, and stops at the ends', () => {
		expect(cursorAfter(back)).toBe(392);
		expect(cursorAfter(farBack, farBack, on)).toBe(374);
		expect(cursorAfter(back, farOn)).toBe(newest);
		expect(cursorAfter(toFirstStep)).toBe(1);
		expect(cursorAfter(toFirstStep, farBack)).toBe(1);
	});

	it('stays at its step while the run goes on, until the newest is followed again', () => {
		const state = after(farBack);
		expect(cursorOf(state, exampleSnapshot(500))).toBe(383);
		const followed = toPresent(state);
		expect(cursorOf(followed, exampleSnapshot(500))).toBeUndefined();
	});

	it('is not where the run has not come to: in another run, or before it in a replay', () => {
		const state = after(back);
		expect(cursorOf(state, exampleSnapshot(100))).toBeUndefined();
	});

	it('goes from told step to told step where not all are told', () => {
		const told = watchedSnapshot(['step 100 loss 3', 'step 200 loss 2.5', 'step 300 loss 2.2']);
		const state = moveStepCursor(firstViewState, told, -1);
		expect(cursorOf(state, told)).toBe(200);
		const next = moveStepCursor(state, told, 1);
		expect(cursorOf(next, told)).toBe(300);
	});

	it('holds the latest steps still, and lets them go on', () => {
		const recent = {...firstViewState, isRecent: true};
		const state = moveStepCursor(recent, snapshot, -1);
		expect(rangeOf(state, snapshot)).toEqual([194, 393]);
		expect(toPresent(state).chart).toEqual(recent.chart);
		expect(backOut(state).chart).toEqual(recent.chart);
	});
});

describe('two marks', () => {
	const marked = after(back, markStep);
	const zoomed = after(farBack, markStep, hundredBack, markStep);

	it('are the ends of the range that shows, in whatever order', () => {
		expect(rangeOf(zoomed, snapshot)).toEqual([283, 383]);
		const other = after(farBack, hundredBack, markStep, hundredOn, markStep);
		expect(rangeOf(other, snapshot)).toEqual([283, 383]);
	});

	it('move with a cursor that goes past their edge', () => {
		const moved = moveStepCursor(zoomed, snapshot, -10);
		expect(rangeOf(moved, snapshot)).toEqual([273, 373]);
		expect(rangeOf(toFirstStep(moved, snapshot), snapshot)).toEqual([273, 373]);
	});

	it('do not stand in the way to the newest step', () => {
		const state = toPresent(moveStepCursor(zoomed, snapshot, -10));
		expect(cursorOf(state, snapshot)).toBeUndefined();
		expect(rangeOf(state, snapshot)).toEqual([273, 373]);
	});

	it('are taken back one by one', () => {
		expect(backOut(marked).chart).toEqual({...firstViewState.chart, cursor: 392});
		expect(backOut(zoomed).chart).toEqual({...firstViewState.chart, cursor: 283});
		expect(after(() => zoomed, backOut, backOut).chart).toEqual(firstViewState.chart);
	});

	it('of one step are none', () => {
		expect(after(back, markStep, markStep).chart.mark).toBeUndefined();
	});
});

it('is a step of the run and of the range, wherever one goes', () => {
	const moves: readonly Move[] = [back, on, farBack, farOn, hundredBack, toFirstStep, toPresent, markStep, backOut, state => ({...state, isRecent: true, chart: {...state.chart, range: undefined}})];
	const someWalk = fc.array(fc.constantFrom(...moves), {maxLength: 40});
	fc.assert(fc.property(someWalk, fc.integer({min: 1, max: newest}), (walk, steps) => {
		const of = exampleSnapshot(steps);
		const state = walk.reduce((before, move) => move(before, of), firstViewState);
		const {cursor} = state.chart;
		const range = rangeOf(state, of);
		expect(cursor === undefined || (cursor >= 1 && cursor <= steps)).toBe(true);
		expect(range === undefined || range[0] < range[1]).toBe(true);
		expect(cursor === undefined || range === undefined || state.chart.mark !== undefined || (cursor >= range[0] && cursor <= range[1])).toBe(true);
	}), {numRuns: 60});
});
