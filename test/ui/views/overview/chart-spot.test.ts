import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {unicodeGlyphs} from '../../../../source/report/chart/glyphs.js';
import {drawLossChart} from '../../../../source/report/chart/loss-chart.js';
import {type Act, type Place, pointedAt} from '../../../../source/ui/spots.js';
import {cursorOf, rangeOf} from '../../../../source/ui/step-cursor.js';
import {firstViewState, type ViewState} from '../../../../source/ui/view-state.js';
import {chartSpot} from '../../../../source/ui/views/overview/chart-spot.js';
import {exampleSnapshot} from '../../../helpers/example-snapshot.js';
import {aloneOnScreen, plainTheme} from '../../../helpers/frame.js';

const steps = 300;
const snapshot = exampleSnapshot(steps);
const [width, height] = [78, 14];

/** The chart as a state has it. */
function draw(state: ViewState) {
	const picture = drawLossChart(snapshot, {
		width, height, glyphs: unicodeGlyphs, range: rangeOf(state, snapshot), isLogX: state.chart.isLogX,
	});
	const spot = chartSpot({
		snapshot, state, glyphs: unicodeGlyphs, theme: plainTheme, shown: aloneOnScreen, hasKeys: true, columns: 80, rows: 24,
	}, picture, width);
	return {picture, spot};
}

function after(state: ViewState, act: Act | undefined): ViewState {
	return act?.change?.(state) ?? state;
}

const states: readonly ViewState[] = [
	firstViewState,
	{...firstViewState, chart: {...firstViewState.chart, isLogX: true}},
	{...firstViewState, chart: {...firstViewState.chart, range: [40, 90]}},
	{...firstViewState, isRecent: true},
];

const anyState = fc.constantFrom(...states);
const anyShare = fc.double({min: 0, max: 1, noNaN: true});

/** A place in the plot with a step that the run has had. */
function placeIn(state: ViewState, share: number): Place {
	const {picture: {plot, columnOf}} = draw(state);
	const last = Math.min(plot.left + plot.width - 1, columnOf(steps));
	return {row: plot.top + 2, column: plot.left + Math.floor(share * (last - plot.left))};
}

describe('the chart, for the mouse', () => {
	it('tells the step of a column, and puts the cursor there with a click', () => {
		fc.assert(fc.property(anyState, anyShare, (state, share) => {
			const {picture, spot} = draw(state);
			const place = placeIn(state, share);
			const next = after(state, pointedAt([spot], place, 'click')?.has);
			const step = cursorOf(next, snapshot)!;
			expect(step).toBe(picture.stepAt(place.column));
			expect(pointedAt([spot], place, 'tells')?.has[0]).toMatch(new RegExp(`^step ${picture.stepAt(place.column)} `, 'v'));
		}), {numRuns: 100});
	});

	it('has no step where the run has not come to', () => {
		const {picture: {plot}, spot} = draw(firstViewState);
		const right = {row: plot.top, column: plot.left + plot.width - 1};
		expect(pointedAt([spot], right, 'click')).toBeUndefined();
		expect(pointedAt([spot], right, 'tells')).toBeUndefined();
		expect(pointedAt([spot], {row: plot.top, column: plot.left - 1}, 'wheel')).toBeUndefined();
	});

	it('zooms into the steps that one drags over, in either direction, and shows them as marks meanwhile', () => {
		fc.assert(fc.property(anyState, anyShare, anyShare, (state, from, to) => {
			const {picture, spot} = draw(state);
			const [begin, end] = [placeIn(state, from), placeIn(state, to)];
			fc.pre(begin.column !== end.column);
			const drag = pointedAt([spot], end, 'drag')!.has;
			const inSpot = {row: begin.row - spot.row, column: begin.column - spot.column};
			const meanwhile = after(state, drag(inSpot, false));
			expect([meanwhile.chart.mark, meanwhile.chart.cursor]).toEqual([begin, end].map(({column}) => picture.stepAt(column)));
			const done = after(meanwhile, drag(inSpot, true));
			const ends = [begin, end].map(({column}) => picture.stepAt(column)).toSorted((a, b) => a - b);
			fc.pre(ends[1] > ends[0]);
			const isWhole = ends[0] === 1 && ends[1] === steps;
			expect([rangeOf(done, snapshot), done.chart.mark]).toEqual([isWhole ? undefined : ends, undefined]);
		}), {numRuns: 60});
	});

	it('zooms around the step where the wheel is turned, and out again to the whole run', () => {
		/** Turns the wheel over the column of a step; says what is shown before and after it. */
		const turn = (state: ViewState, step: number, direction: 'up' | 'down') => {
			const {spot, picture: {plot, columnOf, stepAt}} = draw(state);
			const column = Math.max(plot.left, Math.min(plot.left + plot.width - 1, columnOf(step)));
			const act = pointedAt([spot], {row: plot.top, column}, 'wheel')?.has[direction];
			return {state: after(state, act), step: stepAt(column)};
		};

		fc.assert(fc.property(anyState, fc.integer({min: 1, max: steps}), (state, given) => {
			let now = state;
			for (let count = 0; count < 40; count++) {
				const [from, to] = rangeOf(now, snapshot) ?? [1, steps];
				const turned = turn(now, given, 'up');
				now = turned.state;
				const [first, last] = rangeOf(now, snapshot)!;
				expect([first <= turned.step, last >= Math.min(turned.step, steps), first < last, first >= from, last <= to], `${from}-${to} at ${turned.step}: ${first}-${last}`).toEqual([true, true, true, true, true]);
			}

			const [from, to] = rangeOf(now, snapshot)!;
			expect(to - from).toBeLessThan(8);
			for (let count = 0; count < 60; count++) {
				now = turn(now, given, 'down').state;
			}

			expect(rangeOf(now, snapshot)).toBeUndefined();
		}), {numRuns: 10});
	});
});
