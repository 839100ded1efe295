import {formatCount} from '../../text/format.js';
import {type Canvas} from './canvas.js';
import {type Glyphs} from './glyphs.js';
import {type StepScale} from './step-scale.js';

const columnsPerTick = 14;
/** Blank cells between two labels. */
const labelGap = 2;

type StepAxisPlace = {
	readonly scale: StepScale;
	readonly columnOf: (step: number) => number;
	/** What is counted. */
	readonly title: string;
	readonly row: number;
	/** Whether there is a line above the labels. */
	readonly hasLine: boolean;
	readonly left: number;
	readonly plotWidth: number;
	readonly glyphs: Glyphs;
};

/** Writes the x axis of a chart below its plot: a line, if there is room for one, and the labels. */
export function writeStepAxis(canvas: Canvas, {row, hasLine, left, plotWidth, scale, columnOf, title, glyphs}: StepAxisPlace) {
	if (hasLine) {
		canvas.write(row, left - 1, glyphs.axis.corner + glyphs.axis.horizontal.repeat(plotWidth), 'axis');
	}

	const right = left + plotWidth - 1;
	const taken: Array<readonly [start: number, end: number]> = [];
	for (const tick of scale.ticks(Math.floor(plotWidth / columnsPerTick))) {
		const column = columnOf(tick);
		const label = formatCount(tick);
		const start = Math.min(column - Math.floor(label.length / 2), right + 1 - label.length);
		const end = start + label.length;
		if (start < 0 || taken.some(other => start < other[1] + labelGap && other[0] < end + labelGap)) {
			continue;
		}

		if (hasLine) {
			canvas.write(row, column, glyphs.axis.horizontalTick, 'axis');
		}

		canvas.write(row + Number(hasLine), start, label, 'axis');
		taken.push([start, end]);
	}

	if (canvas.width - right > title.length + 1) {
		canvas.write(row + Number(hasLine), right + 2, title, 'axis');
	}
}
