import {lanesIn, type ShownRuns} from '../../../shows/show.js';
import {comparedRoleOf} from '../../../report/chart/loss-chart.js';
import {sampleText} from '../../../report/sample-text.js';
import {cutText} from '../../../text/cut-text.js';
import {formatCount} from '../../../text/format.js';
import {visibleText} from '../../../text/visible-text.js';
import {type ToldSample} from '../../../training/told-events.js';
import {type Look} from '../../theme.js';

type LaneRoom = {readonly width: number; readonly rows: number};

const gap = 2;
const leastWidth = 110;
/** An empty line, and the titles. */
const headRows = 2;
const mostSamples = 8;
const leastSamples = 3;
/** Of all rows, what the samples of the run in focus keep. */
const keptShare = 2 / 3;

/** The rows that the samples of runs take that go in step; none where there is only one run, or no room. */
export function laneSampleRows(shown: ShownRuns, {width, rows}: LaneRoom): number {
	const samples = Math.min(mostSamples, Math.floor(rows * (1 - keptShare)) - headRows);
	return lanesIn(shown).length < 2 || width < leastWidth || samples < leastSamples ? 0 : samples + headRows;
}

/**
What runs have made up that go in step, side by side. They draw the same chances until one of them makes up a longer text
than another: from there on, each is at another place of the same draws.

@param past - The step that one looks at; undefined: the present.
*/
export function laneSampleLines(shown: ShownRuns, {width, rows}: LaneRoom, past: number | undefined, {theme: {paint}, glyphs: {isAscii}}: Look): string[] {
	if (rows === 0) {
		return [];
	}

	const lanes = lanesIn(shown);
	const made = lanes.map(({session}) => samplesByStep(session.getSnapshot().samples, past));
	const steps = [...new Set(made.flatMap(samples => [...samples.keys()]))].toSorted((a, b) => b - a).slice(0, rows - headRows);
	const stepWidth = Math.max('step'.length, ...steps.map(step => formatCount(step).length));
	const cellWidth = Math.floor((width - stepWidth) / lanes.length) - gap;
	const cell = (text: string) => ' '.repeat(gap) + cutText(text, cellWidth, isAscii);
	const titles = lanes.map(({name, mark}, index) => {
		const title = cell(`${mark} ${visibleText(name, isAscii)}`);
		return paint(lanes[index] === shown.runs[shown.focus] ? 'smoothed' : comparedRoleOf(mark), title);
	});
	const lines = steps.map(step => paint('label', formatCount(step).padStart(stepWidth)) + made.map(samples => {
		const sample = samples.get(step);
		return cell(sample ? sampleText(sample.text, isAscii) : '');
	}).join('').trimEnd());
	return ['', paint('label', 'step'.padStart(stepWidth)) + titles.join(''), ...lines];
}

/** What came by itself at the steps; more may have been asked for in one of the runs. */
function samplesByStep(samples: readonly ToldSample[], past = Infinity): Map<number, ToldSample> {
	const byStep = new Map<number, ToldSample>();
	for (const sample of samples) {
		if (sample.ordinal === undefined && sample.step <= past && !byStep.has(sample.step)) {
			byStep.set(sample.step, sample);
		}
	}

	return byStep;
}
