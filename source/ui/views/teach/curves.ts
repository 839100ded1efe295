import {drawChart} from '../../../report/chart/chart.js';
import {type TeachLook} from './look.js';

/** The losses of the word and of the others over the steps, in so many rows; nothing before there are any. */
export function curveLines({taught: {points, otherCount}, state: {chart}, width, glyphs, theme}: TeachLook, height: number): string[] {
	if (points.length === 1) {
		return [];
	}

	const seriesOf = (name: 'word' | 'others') => points.map((point, step) => ({x: step, value: point[name]}));
	const {rows} = drawChart({
		series: [...(otherCount > 0 ? [{role: 'validation', points: seriesOf('others')} as const] : []), {role: 'smoothed', points: seriesOf('word')}],
		guides: [],
		width,
		height,
		steps: [0, points.length - 1],
		counted: 'steps on the word',
		isFine: chart.isFine,
		glyphs,
	});
	return rows.map(row => theme.paintRow(row));
}
