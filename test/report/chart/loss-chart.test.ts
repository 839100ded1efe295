import {describe, expect, it} from 'vitest';
import {asciiGlyphs, unicodeGlyphs} from '../../../source/report/chart/glyphs.js';
import {drawLossChart, type LossChartOptions} from '../../../source/report/chart/loss-chart.js';
import {LossHistory} from '../../../source/history/loss-history.js';
import {type Snapshot} from '../../../source/session/snapshot.js';
import {cellsOf, valueLabels} from '../../helpers/chart-text.js';
import {
	emptySnapshot,
	exampleSnapshot,
	exampleStart,
	validatedSnapshot,
} from '../../helpers/example-snapshot.js';

function draw(snapshot: Snapshot): string[] {
	return drawLossChart(snapshot, {width: 78, height: 15, glyphs: unicodeGlyphs}).rows.map(spans => spans.map(({text}) => text).join(''));
}

function rolesIn(snapshot: Snapshot, others: LossChartOptions['others'] = []) {
	const {rows} = drawLossChart(snapshot, {
		width: 78, height: 15, glyphs: unicodeGlyphs, others,
	});
	return new Set(rows.flat().map(({role}) => role));
}

/** The last number below the x axis. */
function lastLabel(snapshot: Snapshot): number {
	const labels = draw(snapshot).at(-1)!.match(/\d[\d,]*/gv);
	return Number(labels?.at(-1)?.replaceAll(',', ''));
}

describe('the loss chart', () => {
	it('shows losses, running mean and baselines', () => {
		const snapshot = exampleSnapshot(393);
		expect(rolesIn(snapshot)).toEqual(new Set(['axis', 'blank', 'guide', 'raw', 'smoothed']));
		expect(draw(snapshot).join('\n')).toMatch(/uniform 3\.30[\s\S]*unigram 2\.88[\s\S]*bigram 2\.53/v);
	});

	it('shows the validation loss where there is one', () => {
		expect(rolesIn(validatedSnapshot(393))).toContain('validation');
	});

	it('shows a validation loss that comes with the last step only', () => {
		const evaluations = [{
			type: 'eval', step: 1000, trainLoss: 2.4, validationLoss: 2.5,
		}] as const;
		expect(rolesIn(exampleSnapshot(1000, {evaluations}))).toContain('validation');
	});

	it('shows the very first loss', () => {
		expect(rolesIn(exampleSnapshot(1))).toContain('smoothed');
	});

	it('is an empty frame before the first step', () => {
		expect(rolesIn(emptySnapshot)).toEqual(new Set(['axis', 'blank']));
		expect(draw(emptySnapshot)).toHaveLength(15);
	});

	it.each([[1, 50], [50, 50], [51, 100], [101, 200], [201, 500], [501, 1000], [1000, 1000]])('at step %i reaches to step %i', (steps, last) => {
		const label = lastLabel(exampleSnapshot(steps));
		expect(label).toBeLessThanOrEqual(last);
		expect(label).toBeGreaterThan(last * 0.75);
	});

	it('never reaches beyond the end of the run', () => {
		const start = {...exampleStart, training: {...exampleStart.training, steps: 30}};
		expect(lastLabel(exampleSnapshot(20, {start}))).toBe(30);
	});

	it('moves its axis a few times in a run, and not with every frame', () => {
		const pictures = Array.from({length: 1000}, (_, index) => index + 1)
			.filter(steps => steps % 10 === 0)
			.map(steps => lastLabel(exampleSnapshot(steps)));
		expect(new Set(pictures).size).toBeLessThanOrEqual(6);
	});

	it('shows the latest steps one by one when only those are wanted', () => {
		const rows = drawLossChart(exampleSnapshot(900), {
			width: 78, height: 15, glyphs: unicodeGlyphs, isRecent: true,
		}).rows.map(spans => spans.map(({text}) => text).join(''));
		expect(rows.at(-1)).toMatch(/^ *701 .* 900/v);
		// Of the baselines only those that the latest losses come near to.
		expect(rows.join('\n')).toContain('bigram 2.53');
	});

	it('shows the latest losses at their steps where only some steps are told', () => {
		const history = new LossHistory();
		const told = [1, ...Array.from({length: 10}, (_, index) => (index + 1) * 100)];
		for (const step of told) {
			history.record(step, 2 + (1 / step));
		}

		const snapshot = {...exampleSnapshot(1), recentCurve: history.recentCurve(), lastStep: {...exampleSnapshot(1).lastStep!, step: 1000}};
		const {rows} = drawLossChart(snapshot, {
			width: 78, height: 15, glyphs: unicodeGlyphs, isRecent: true, hasGuides: false,
		});
		const texts = rows.map(spans => spans.map(({text}) => text).join(''));
		expect(texts.at(-1)).toMatch(/^ *1 .* 1,000/v);
		// From the left edge to the right one, and not in a heap at its end.
		const isDrawn = (column: number) => texts.slice(0, -2).some(text => /[━┃┏┓┗┛]/v.test(text[column] ?? ''));
		expect([15, 25, 35, 45, 55, 65, 75].map(column => isDrawn(column))).not.toContain(false);
	});

	it('shows the only loss that has been told', () => {
		const history = new LossHistory();
		history.record(5000, 2.5);
		const snapshot = {
			...exampleSnapshot(1), curve: history.curve(), recentCurve: history.recentCurve(), lastStep: {...exampleSnapshot(1).lastStep!, step: 5000},
		};
		const {rows} = drawLossChart(snapshot, {
			width: 78, height: 15, glyphs: unicodeGlyphs, isRecent: true,
		});
		expect(rows.at(-1)!.map(({text}) => text).join('')).toMatch(/4,999 .* 5,000/v);
		expect(rows.flat().map(({role}) => role)).toContain('smoothed');
	});

	it('leaves out the guides when they are not wanted', () => {
		const {rows} = drawLossChart(exampleSnapshot(393), {
			width: 78, height: 15, glyphs: unicodeGlyphs, hasGuides: false,
		});
		expect(rows.flat().map(({role}) => role)).not.toContain('guide');
	});

	it('marks the steps at which the learning rate was changed', () => {
		const line = draw(exampleSnapshot(393, {learningRateChanges: [{step: 100, scale: 1.5}, {step: 250, scale: 1}]})).at(-2)!;
		expect([...line].filter(character => character === '▲')).toHaveLength(2);
		expect(draw(exampleSnapshot(393)).join('')).not.toContain('▲');
	});

	it('marks what the coach has told at its step, apart from changes of the learning rate', () => {
		const message = (step: number) => ({step, wordings: ['something happened']});
		const changes = {coachHistory: [message(100), message(250), message(300)], learningRateChanges: [{step: 250, scale: 1.5}]};
		const [above, line] = draw(exampleSnapshot(393, changes)).slice(-3);
		// Of two in one place, one stands on the other.
		expect(above.indexOf('②')).toBe(line.indexOf('▲'));
		expect([...line].filter(character => /[①②③▲]/v.test(character)).join('')).toBe('①▲③');
		// Each where its step is on the axis, that goes from 1 to 500.
		const [left, right] = [line.indexOf('└') + 1, draw(exampleSnapshot(393)).at(-2)!.trimEnd().length - 1];
		expect(line.indexOf('①')).toBe(left + Math.round(99 / 499 * (right - left)));
		const recent = drawLossChart(exampleSnapshot(393, changes), {
			width: 78, height: 15, glyphs: unicodeGlyphs, isRecent: true,
		}).rows.flat();
		expect(recent.filter(({role}) => role === 'news').map(({text}) => text).toSorted()).toEqual(['②', '③']);
	});

	it('keeps the curve of the run before for comparison', () => {
		const {curve} = exampleSnapshot(1000);
		expect(rolesIn(exampleSnapshot(20), [{mark: undefined, curve}])).toContain('previous');
		expect(rolesIn(exampleSnapshot(20))).not.toContain('previous');
	});

	it('tells the run before from those before that, and all of them from the baselines, without colour', () => {
		const {curve} = exampleSnapshot(1000);
		const others = [0.4, 0.2].map(by => ({mark: undefined, curve: curve.map(point => ({...point, runningMean: point.runningMean + by}))}));
		expect(rolesIn(exampleSnapshot(20), others)).toEqual(new Set(['axis', 'blank', 'guide', 'raw', 'smoothed', 'previous', 'older']));
		for (const {lines: {previous, older, smoothed, validation}, guide} of [unicodeGlyphs, asciiGlyphs]) {
			const level = [previous, older, smoothed, validation].map(symbols => symbols[4]);
			expect(new Set([...level, guide]).size).toBe(5);
		}
	});

	it('shows the curve and the baselines next to it as large as can be', () => {
		for (const steps of [20, 60, 100, 200, 393, 1000]) {
			const {rows, plot} = drawLossChart(exampleSnapshot(steps), {
				width: 118, height: 32, glyphs: unicodeGlyphs, isZoomed: true,
			});
			const texts = rows.map(spans => spans.map(({text}) => text).join(''));
			const labels = valueLabels(texts);
			const [highest, lowest] = [labels[0], labels.at(-1)!];
			expect(plot.height).toBe(30);
			expect((Number(highest.label) - Number(lowest.label)) / (lowest.row - highest.row)).toBeLessThanOrEqual(0.03);
			// That of the last mean is in it, and a baseline.
			const cells = cellsOf(rows, 'smoothed');
			expect(Math.max(...cells.map(({column}) => column))).toBeGreaterThan(plot.left + 20);
			expect(cells.every(({row}) => row < plot.height)).toBe(true);
			expect(texts.join('')).toMatch(/unigram|bigram/v);
			expect(texts.join('')).not.toMatch(/[▴▾]/v);
		}
	});

	it('shows the means of a long run, and its spikes', () => {
		const history = new LossHistory();
		for (let step = 1; step <= 200_000; step++) {
			history.record(step, step === 123_456 ? 40 : 2 + (step % 7 / 2));
		}

		const curve = history.curve();
		const rows = draw({
			...exampleSnapshot(1), curve, lastStep: {...exampleSnapshot(1).lastStep!, step: 200_000}, start: {...exampleStart, training: {...exampleStart.training, steps: 200_000}},
		});
		// Their mean is as level as can be, and the spike at the edge.
		expect(rows[0].replaceAll(/[ │]/gv, '')).toContain('▴40.0');
		expect(rows.join('')).not.toMatch(/[┏┓┗┛]/v);
	});
});
