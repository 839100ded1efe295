import wrapAnsi from 'wrap-ansi';
import {type Snapshot} from '../session/snapshot.js';
import {type FinishEvent} from '../training/events.js';
import {type ChartSpan} from './canvas.js';
import {
	formatCount,
	formatDuration,
	formatLoss,
	formatStepsPerSecond,
} from './format.js';
import {type Glyphs} from './glyphs.js';
import {drawLossChart} from './loss-chart.js';
import {sampleText} from './sample-text.js';
import {savingLines} from './saving-lines.js';
import {visibleText} from './visible-text.js';

/** So that the whole summary fits a window of 24 rows. */
const chartHeight = 14;
const leastChartHeight = 9;
const roomForRemarks = 62;
const mostPreviews = 8;

const outcomes: Readonly<Record<FinishEvent['reason'], string>> = {
	completed: 'trained',
	stopped: 'stopped after',
	diverged: 'diverged after',
	failed: 'failed after',
};

/** What stays on the normal screen when the dashboard has closed: the run in one view. */
export function summaryRows(snapshot: Snapshot, {width, glyphs}: {width: number; glyphs: Glyphs}): ChartSpan[][] {
	const {start, finish, lastStep, elapsedMs, stepsPerSecond, warnings} = snapshot;
	if (!start || !finish) {
		return [];
	}

	const text = (line: string): ChartSpan[] => [{role: 'blank', text: line}];
	const subject = `${visibleText(start.preset, glyphs.isAscii)} on ${visibleText(start.dataset.name, glyphs.isAscii)}`;
	const planned = start.training.steps === 0 ? '' : ` of ${formatCount(start.training.steps)}`;
	const amount = `${formatCount(finish.totals.steps)}${planned} steps`;
	const headline = `${subject}: ${outcomes[finish.reason]} ${amount} in ${formatDuration(elapsedMs)}`;
	if (!lastStep) {
		return [text(headline)];
	}

	const speed = stepsPerSecond === undefined ? '' : `, at ${formatStepsPerSecond(stepsPerSecond)} in the end`;
	const samples = madeUp(snapshot, width, glyphs);
	const comparisons = comparison(snapshot, width >= roomForRemarks);
	const saved = savingLines(snapshot);
	const usualComparisons = 5;
	const fewerRows = samples.length + saved.length + Math.max(0, comparisons.length - usualComparisons);
	return [
		text(headline),
		text(`the ${visibleText(start.engine, glyphs.isAscii)} engine alone took ${formatDuration(finish.totals.elapsedMs)}${speed}`),
		[],
		...drawLossChart(snapshot, {width, height: Math.max(leastChartHeight, chartHeight - fewerRows), glyphs}),
		[],
		...comparisons.map(line => text(line)),
		...samples.map(line => text(line)),
		...warnings.map(({message}) => text(visibleText(message, glyphs.isAscii))),
		...saved.map(line => text(line)),
	];
}

/** The loss at the end beside the baselines. */
function comparison({meanOfLast100, lastStep, evaluations, baselines}: Snapshot, hasRemarks: boolean): string[] {
	const count = Math.min(100, lastStep?.step ?? 0);
	const mean = meanOfLast100!;
	const line = (label: string, loss: number, remark = '') => `  ${label.padEnd(27)}${formatLoss(loss).padStart(8)}${hasRemarks && remark !== '' ? `   ${remark}` : ''}`;
	const lines = [line(count === 1 ? 'loss of the only step' : `mean of the last ${count} losses`, mean)];
	const validation = evaluations.at(-1);
	if (validation) {
		lines.push(line(`validation at step ${formatCount(validation.step)}`, validation.validationLoss));
	}

	if (baselines) {
		const trained = validation?.validationLoss ?? mean;
		const remark = (loss: number) => `${formatLoss(Math.abs(loss - trained))} ${trained <= loss ? 'above the model' : 'below the model'}`;
		lines.push(
			line('uniform: a blind guess', baselines.uniform, remark(baselines.uniform)),
			line('unigram: letter counts', baselines.unigram, remark(baselines.unigram)),
			line('bigram: pair counts', baselines.bigram, remark(baselines.bigram)),
		);
		// What comes next for a model that is past the pairs.
		if (trained < baselines.bigram && baselines.trigram !== undefined) {
			lines.push(line('trigram: triple counts', baselines.trigram, remark(baselines.trigram)));
		}
	}

	return lines;
}

/** What the trained model made up at the end of the run, or last. */
function madeUp({samples}: Snapshot, width: number, {isAscii}: Glyphs): string[] {
	const final = samples.filter(({ordinal}) => ordinal !== undefined);
	const texts = (final.length > 0 ? final : samples.slice(-mostPreviews)).map(({text}) => sampleText(text, isAscii));
	return texts.length === 0 ? [] : ['', ...wrapAnsi(`made up: ${texts.join(', ')}`, width, {hard: true}).split('\n')];
}
