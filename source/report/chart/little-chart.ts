import {type CurvePoint, middleOf} from '../../history/curve-point.js';
import {countText} from '../../text/decimals.js';
import {drawColumns} from './column-chart.js';
import {type Glyphs} from './glyphs.js';
import {resample} from './resample.js';
import {stepScale} from './step-scale.js';

const digits = 5;
const widestNumber = 11;

/** A number of any size in few cells, and no more digits than tell it. */
export function metricText(value: number): string {
	if (Number.isSafeInteger(value) && Math.abs(value) < 1e8) {
		return countText(value);
	}

	const size = Math.abs(value);
	const text = String(Number(value.toPrecision(digits)));
	return size >= 1e8 || (size > 0 && size < 1e-4) || text.length > widestNumber ? value.toExponential(2) : text;
}

/** Its curve in little: columns from its lowest to its highest, and a level line where all are the same. */
export function drawLittleChart(curve: readonly CurvePoint[], {width, height, steps}: {readonly width: number; readonly height: number; readonly steps: readonly [from: number, to: number]}, glyphs: Glyphs): string[] {
	const {first, values} = resample(curve.map(point => ({x: middleOf(point), value: point.mean})), stepScale(steps), width);
	const [low, high] = [values.reduce((least, value) => Math.min(least, value), Infinity), values.reduce((most, value) => Math.max(most, value), -Infinity)];
	// What is drawn between two equal values may differ from them in its last digit.
	const isLevel = !Number.isFinite(high - low) || high - low <= 1e-9 * Math.max(Math.abs(high), Math.abs(low));
	const shares = values.map(value => isLevel ? 0 : (value - low) / (high - low));
	return drawColumns(shares, {height, columnWidth: 1, gap: 0}, glyphs).map(row => ' '.repeat(first) + row);
}
