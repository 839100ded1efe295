import {type KnownCurve, knownStep} from '../history/known-points.js';
import {latestSteps} from '../report/chart/loss-chart.js';
import {type Snapshot} from '../session/snapshot.js';
import {type ViewProps} from './view-props.js';
import {type ViewState} from './view-state.js';

/** The steps that a cursor can walk over, as a snapshot has them. */
export type Walkable = Pick<Snapshot, 'curve' | 'recentCurve' | 'lastStep' | 'metrics'>;

type Chart = ViewState['chart'];

/** Fewer steps than these make no picture. */
const shortestRange = 2;

/**
The step under the cursor; undefined while there is none, and where the run has not come so far: another has begun, or a
replay has gone back.
*/
export function cursorOf({chart: {cursor}}: Pick<ViewState, 'chart'>, {lastStep}: Pick<Snapshot, 'lastStep'>): number | undefined {
	return cursor !== undefined && cursor <= (lastStep?.step ?? 0) ? cursor : undefined;
}

/**
The step that a view shows instead of the newest. Of a run that cannot be asked how it was, there is only what the chart tells of
its steps.
*/
export function pastOf({past, state, snapshot}: Pick<ViewProps, 'past' | 'state' | 'snapshot'>): number | undefined {
	return past ?? (state.view === 'overview' ? stepBefore(state, snapshot) : undefined);
}

/** The step under the cursor, unless it is the newest. */
export function stepBefore(state: Pick<ViewState, 'chart'>, snapshot: Pick<Snapshot, 'lastStep'>): number | undefined {
	const step = cursorOf(state, snapshot);
	return step === snapshot.lastStep?.step ? undefined : step;
}

/** The steps between two marks; undefined where all are shown, and where the run has not come so far. */
export function rangeOf({chart: {range}}: Pick<ViewState, 'chart'>, {lastStep}: Pick<Snapshot, 'lastStep'>): Chart['range'] {
	return range && range[0] < (lastStep?.step ?? 0) ? range : undefined;
}

/** The curve that the chart shows: that of the loss, or of another number. */
export function curveOf({metrics, curve, recentCurve}: Walkable, metric: string | undefined): KnownCurve {
	return metrics.find(({name}) => name === metric) ?? {curve, recentCurve};
}

/**
Moves the cursor so many steps, from the newest where there is none: to the next step there of which something is known. A range
goes along where it would leave it; the latest steps stand still from the first move on.
*/
export function moveStepCursor(state: ViewState, snapshot: Walkable, by: number): ViewState {
	const shown = curveOf(snapshot, state.metric);
	const from = cursorOf(state, snapshot) ?? snapshot.lastStep?.step;
	if (from === undefined) {
		return state;
	}

	const next = by > 0
		? knownStep(shown, from + by, 1) ?? knownStep(shown, Infinity, -1)
		: knownStep(shown, from + by, -1) ?? knownStep(shown, 0, 1);
	return next === undefined ? state : withCursor(held(state, snapshot), by > 0 ? Math.max(from, next) : Math.min(from, next));
}

/** Puts the cursor on a step, or on the nearest of which something is known. */
export function putStepCursor(state: ViewState, snapshot: Walkable, step: number): ViewState {
	const shown = curveOf(snapshot, state.metric);
	const known = [knownStep(shown, step, -1), knownStep(shown, step, 1)].filter(found => found !== undefined);
	const [nearest] = known.toSorted((a, b) => Math.abs(a - step) - Math.abs(b - step));
	return nearest === undefined ? state : withCursor(held(state, snapshot), nearest);
}

/** Shows some steps alone, or all where these are; of more than there are on one side, it shows so many more on the other. */
export function showSteps(state: ViewState, {lastStep}: Walkable, [from, to]: readonly [from: number, to: number]): ViewState {
	const last = lastStep?.step ?? 1;
	const start = Math.max(1, Math.min(from - Math.max(0, to - last), last - shortestRange + 1));
	const end = Math.min(last, Math.max(to + Math.max(0, 1 - from), start + shortestRange - 1));
	const isWhole = start <= 1 && end >= last;
	return {...changed(state, {mark: undefined, range: isWhole ? undefined : [start, end]}), isRecent: false};
}

/** The first step that is shown. */
export function toFirstStep(state: ViewState, snapshot: Walkable): ViewState {
	const holding = held(state, snapshot);
	const first = knownStep(curveOf(snapshot, state.metric), rangeOf(holding, snapshot)?.[0] ?? 0, 1);
	return first === undefined ? state : withCursor(holding, first);
}

/** Marks the step under the cursor. Two marks are the ends of a range, which alone is shown from then on. */
export function markStep(state: ViewState, snapshot: Walkable): ViewState {
	const cursor = cursorOf(state, snapshot) ?? snapshot.lastStep?.step;
	const {mark} = state.chart;
	if (cursor === undefined || mark === cursor) {
		return changed(state, {mark: undefined});
	}

	return mark === undefined
		? changed(held(state, snapshot), {cursor, mark: cursor})
		: {...changed(state, {cursor, mark: undefined, range: [Math.min(mark, cursor), Math.max(mark, cursor)]}), isRecent: false};
}

/** One thing back: a mark, then the range, then the cursor. */
export function backOut(state: ViewState): ViewState {
	const {mark, range} = state.chart;
	if (mark !== undefined) {
		return changed(state, {mark: undefined});
	}

	// The latest steps that stood still because of the cursor go on without it.
	const isZoomed = range !== undefined && !state.isRecent;
	return changed(state, {range: undefined, ...(!isZoomed && {cursor: undefined})});
}

/** The newest step is followed; the latest steps that stood still because of the cursor go on without it. */
export function toPresent(state: ViewState): ViewState {
	return changed(state, {cursor: undefined, ...(state.isRecent && {range: undefined})});
}

const inPresentNotice = ['Back in the present: it is made up by the model as it is now.', 'Back now: it is made up as of now.'];

/** To the present, since that is where something is made up; whoever looked at another step is told so. */
export function leavePast(state: ViewState, snapshot: Pick<Snapshot, 'lastStep'>): ViewState {
	return {...toPresent(state), ...(stepBefore(state, snapshot) !== undefined && {notice: inPresentNotice})};
}

/** The latest steps as they are now stay where they are, so that the cursor does not run out of the picture. */
function held(state: ViewState, snapshot: Walkable): ViewState {
	return !state.isRecent || rangeOf(state, snapshot)
		? state
		: changed(state, {range: latestSteps(curveOf(snapshot, state.metric).recentCurve, snapshot.lastStep?.step ?? 1)});
}

/** Puts the cursor on a step, and moves the range along with it if it has to. */
function withCursor(state: ViewState, cursor: number): ViewState {
	const {range} = state.chart;
	if (!range) {
		return changed(state, {cursor});
	}

	const [from, to] = range;
	const shift = cursor < from ? cursor - from : Math.max(0, cursor - to);
	return changed(state, {cursor, range: [from + shift, Math.max(from + shift + shortestRange - 1, to + shift)]});
}

function changed(state: ViewState, chart: Partial<Chart>): ViewState {
	return {...state, chart: {...state.chart, ...chart}};
}
