import {type ChartPicture} from '../../../report/chart/chart.js';
import {putStepCursor, showSteps} from '../../step-cursor.js';
import {type Act, type Place, type Spot} from '../../spots.js';
import {type ViewProps} from '../../view-props.js';
import {stepReadout} from './step-readout.js';

/** Of what is shown, so much is shown after a turn of the wheel. */
const zoomFactor = 0.8;

/**
The curves of a chart, for the mouse: a step is told, a click puts the cursor there, a drag marks a range and zooms into
it, and the wheel zooms around the step where it is turned.
*/
export function chartSpot({snapshot, state, glyphs}: ViewProps, {plot, columnOf, stepAt}: ChartPicture, width: number): Spot {
	const reached = snapshot.lastStep?.step ?? 0;
	// What the run has not come to yet is not worth its room in a closer look.
	const shown = [stepAt(plot.left), Math.min(stepAt(plot.left + plot.width - 1), reached)] as const;
	const stepOf = ({column}: Place) => stepAt(plot.left + column);
	const tell = (step: number) => stepReadout(snapshot, {
		step, answer: {}, isInColumn: other => columnOf(other) === columnOf(step), metric: state.metric, width, glyphs,
	});
	const show = (steps: readonly [from: number, to: number]): Act => ({change: now => showSteps(now, snapshot, steps)});
	return {
		row: plot.top,
		column: plot.left,
		rows: plot.height,
		columns: plot.width,
		at(place) {
			const step = stepOf(place);
			const zoom = (factor: number) => show(zoomed(shown, Math.min(step, reached), factor, state.chart.isLogX));
			return {
				wheel: {up: zoom(zoomFactor), down: zoom(1 / zoomFactor)},
				...(step <= reached && {
					tells: [tell(step)],
					click: {change: now => putStepCursor(now, snapshot, step)},
					drag(from, isDone) {
						const ends = [stepOf(from), step].toSorted((a, b) => a - b) as [number, number];
						return isDone ? show(ends) : {change: now => putStepCursor(putMark(now, stepOf(from)), snapshot, step)};
					},
				}),
			};
		},
	};
}

function putMark(state: ViewProps['state'], mark: number): ViewProps['state'] {
	return {...state, chart: {...state.chart, mark}};
}

/** More or fewer steps, of which the same one stays where it is. */
export function zoomed([from, to]: readonly [from: number, to: number], step: number, factor: number, isLogarithmic: boolean): [from: number, to: number] {
	const along = (end: number) => isLogarithmic ? step * ((end / step) ** factor) : step + ((end - step) * factor);
	if (factor >= 1) {
		return [Math.floor(along(from)), Math.ceil(along(to))];
	}

	const [start, end] = [Math.ceil(along(from)), Math.floor(along(to))];
	// Of two or three steps none can be left out.
	return start < end ? [start, end] : [from, to];
}
