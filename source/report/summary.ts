import wrapAnsi from 'wrap-ansi';
import {finalSamples} from '../history/sample-history.js';
import {
	type FinalLoss,
	finalLossOf,
	judge,
	nameOfMean,
} from '../history/final-loss.js';
import {type Snapshot} from '../session/snapshot.js';
import {othersOf, type ShownRuns} from '../shows/show.js';
import {type FinishEvent} from '../training/events.js';
import {
	formatCount,
	formatDuration,
	formatLoss,
	formatStepsPerSecond,
} from '../text/format.js';
import {visibleText} from '../text/visible-text.js';
import {bestLines} from './best-lines.js';
import {earlyEnd} from './early-end.js';
import {type ChartSpan} from './chart/canvas.js';
import {type Glyphs} from './chart/glyphs.js';
import {drawLossChart, earlierRoleOf, type LossChartOptions} from './chart/loss-chart.js';
import {laneSummaryRows} from './lanes-summary.js';
import {sampleText} from './sample-text.js';
import {savingLines} from './saving-lines.js';

/** So that the whole summary fits a window of 24 rows. */
const chartHeight = 14;
const leastChartHeight = 9;
const roomForRemarks = 74;
const mostPreviews = 8;
const labelWidth = 'mean of the last 1,000 losses '.length;

const outcomes: Readonly<Record<FinishEvent['reason'], string>> = {
	completed: 'trained',
	'stopped early': 'stopped early after',
	stopped: 'stopped after',
	diverged: 'diverged after',
	failed: 'failed after',
};

/** What stays on the normal screen when the dashboard has closed: the run in one view, and what has come of those beside it. */
export function summaryRows(snapshot: Snapshot, {width, glyphs, shown = {runs: [], focus: 0}}: Pick<LossChartOptions, 'width' | 'glyphs'> & {/** All runs, of which this is the one in focus. */ readonly shown?: ShownRuns}): ChartSpan[][] {
	const {start, finish, lastStep, warnings} = snapshot;
	if (!start || !finish) {
		return [];
	}

	const text = (line: string): ChartSpan[] => [{role: 'blank', text: line}];
	const ofAll = laneSummaryRows(shown, width, glyphs);
	const {preset, dataset: {name}, training: {steps}} = start;
	const {mark} = shown.runs.at(shown.focus) ?? {};
	const subject = (mark === undefined ? '' : `${mark} `) + visibleText(name === undefined ? preset : `${preset} on ${name}`, glyphs.isAscii);
	if (snapshot.isDiscarded) {
		return [...[...inLines(`${subject}: ${discarded(snapshot)}`, width), ...savingLines(snapshot)].map(line => text(line)), ...ofAll];
	}

	const planned = steps === undefined ? '' : ` of ${formatCount(steps)}`;
	const amount = `${formatCount(finish.totals.steps)}${planned} steps`;
	const headline = inLines(`${subject}: ${outcomes[finish.reason]} ${amount}${earlyEnd(finish.reason)}`, width);
	const saved = [bestLines(snapshot), savingLines(snapshot)].flatMap(lines => lines.flatMap((line, index) => index === 0 ? inLines(line, width) : [line]));
	if (!lastStep) {
		return [...[...headline, ...saved].map(line => text(line)), ...ofAll];
	}

	const samples = madeUp(snapshot, width, glyphs);
	const comparisons = comparison(snapshot, width >= roomForRemarks);
	const usualComparisons = 5;
	const legend = earlierLegend(shown, glyphs);
	// A command that is wider than the window takes more rows of it.
	const savedRows = saved.reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / width)), 0);
	const fewerRows = samples.length + savedRows + legend.length + ofAll.length + Math.max(0, comparisons.length - usualComparisons);
	return [
		...headline.map(line => text(line)),
		...timeLines(snapshot, width).map(line => text(line)),
		[],
		// What the coach has said is not here to be read beside its marks.
		...drawLossChart({...snapshot, coachHistory: []}, {
			width, height: Math.max(leastChartHeight, chartHeight - fewerRows), glyphs, others: othersOf(shown),
		}).rows,
		...legend,
		...ofAll,
		[],
		...comparisons.map(line => text(line)),
		...samples.map(line => text(line)),
		...warnings.flatMap(({message}) => inLines(visibleText(message, glyphs.isAscii), width)).map(line => text(line)),
		...saved.map(line => text(line)),
	];
}

/** The curves of the models before, each with its name. */
function earlierLegend(shown: ShownRuns, {lines, isAscii}: Glyphs): ChartSpan[][] {
	const earlier = othersOf(shown).filter(({mark}) => mark === undefined);
	return earlier.map(({name}, index) => {
		const role = earlierRoleOf(index, earlier.length);
		return [{role, text: lines[role][4].repeat(2)}, {role: 'blank', text: ` ${visibleText(name, isAscii)} before`}];
	});
}

/** Its figures are those of what is gone. */
function discarded({finish, saving: {resumedStep}}: Snapshot): string {
	const count = (finish?.totals.steps ?? 0) - (resumedStep ?? 0);
	const steps = `${formatCount(count)} step${count === 1 ? '' : 's'}`;
	return resumedStep === undefined ? `discarded after ${steps}` : `discarded the ${steps} since step ${formatCount(resumedStep)}`;
}

/** What the same steps took on the clock and in the engine: all of the run, or those since it was taken up or has left another one. */
function timeLines({elapsedMs, engineMs, clockFromStep, stepsPerSecond}: Snapshot, width: number): string[] {
	if (elapsedMs === undefined || engineMs === undefined) {
		return [];
	}

	const since = clockFromStep === 0 ? '' : `since step ${formatCount(clockFromStep)}`;
	const [clock, engine] = [formatDuration(elapsedMs), formatDuration(engineMs)];
	const speed = stepsPerSecond === undefined ? '' : `, ${formatStepsPerSecond(stepsPerSecond)} in the end`;
	const inFew = `${since}${since === '' ? '' : ': '}${clock}`;
	const lines = [
		`${since}${since === '' ? '' : ', '}it took ${clock} with its pace and without pauses; the engine alone took ${engine}${speed}`,
		`${inFew} with pace, without pauses; the engine alone ${engine}${speed}`,
		`${inFew} with pace, without pauses; engine alone ${engine}`,
		`${inFew}; engine alone ${engine}`,
	];
	return [lines.find(({length}) => length <= width) ?? lines.at(-1)!];
}

/** The loss at the end beside the baselines. */
function comparison({start, lastMean, evaluations, baselines}: Snapshot, hasRemarks: boolean): string[] {
	if (!lastMean) {
		return [];
	}

	const final = finalLossOf({start, evaluations, lastMean});

	const line = (label: string, loss: number, remark = '') => `  ${label.padEnd(labelWidth)}${formatLoss(loss).padStart(8)}${hasRemarks && remark !== '' ? `   ${remark}` : ''}`;
	const errorText = (error: number | undefined) => error === undefined ? '' : `standard error ${formatLoss(error)}`;
	const lines = [line(nameOfMean(lastMean), lastMean.mean, errorText(lastMean.standardError))];
	const validation = evaluations.at(-1);
	if (validation) {
		lines.push(line(`validation at step ${formatCount(validation.step)}`, validation.validationLoss, errorText(final?.standardError)));
	}

	if (baselines) {
		lines.push(
			line('uniform: a blind guess', baselines.uniform, remarkOn(baselines.uniform, final)),
			line('unigram: letter counts', baselines.unigram, remarkOn(baselines.unigram, final)),
			line('bigram: pair counts', baselines.bigram, remarkOn(baselines.bigram, final)),
		);
		// What comes next for a model that is past the pairs.
		if (final && final.loss < baselines.bigram && baselines.trigram !== undefined) {
			lines.push(line('trigram: triple counts', baselines.trigram, remarkOn(baselines.trigram, final)));
		}
	}

	return lines;
}

/** How far a baseline is from the trained model, and whether that says anything. */
function remarkOn(baseline: number, final: FinalLoss | undefined): string {
	if (!final) {
		return '';
	}

	const distance = `${formatLoss(Math.abs(baseline - final.loss))} ${final.loss <= baseline ? 'above' : 'below'}`;
	switch (judge(final, baseline)) {
		case 'about': {
			return `${distance}: perhaps by chance`;
		}

		case undefined: {
			return `${distance}, error unknown`;
		}

		case 'below':
		case 'above': {
			return `${distance} the model`;
		}
	}
}

/** What the trained model made up at the end of the run, or last. */
function madeUp({samples}: Snapshot, width: number, {isAscii}: Glyphs): string[] {
	const final = finalSamples(samples);
	const texts = (final.length > 0 ? final : samples.slice(-mostPreviews)).map(({text}) => sampleText(text, isAscii));
	return texts.length === 0 ? [] : ['', ...inLines(`made up: ${texts.join(', ')}`, width)];
}

/** A text broken between words; what the shell is to be given stays in one line. */
function inLines(text: string, width: number): string[] {
	return wrapAnsi(text, width, {hard: true}).split('\n');
}
