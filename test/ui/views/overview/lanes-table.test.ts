import {expect, it} from 'vitest';
import {unicodeGlyphs} from '../../../../source/report/chart/glyphs.js';
import {cellsOf} from '../../../../source/text/cells-of.js';
import {laneLines} from '../../../../source/ui/views/overview/lanes-table.js';
import {exampleLanes} from '../../../helpers/example-lanes.js';
import {exampleSnapshot} from '../../../helpers/example-snapshot.js';
import {plainTheme} from '../../../helpers/frame.js';

const snapshot = exampleSnapshot(393);
const shown = exampleLanes([
	{name: 'chapter7', snapshot},
	{
		name: 'rate 0.005', snapshot: {...snapshot, lastStep: {...snapshot.lastStep!, step: 9_200_000}}, comparison: {
			firstStep: 12_128, count: 9_187_873, isWhole: true, mean: -534e-5, standardError: 55e-5, last: -0.0265,
		},
	},
]);
const linesAt = (width: number) => laneLines(shown, width, {theme: plainTheme, glyphs: unicodeGlyphs});

it('never cuts a number off', () => {
	expect(linesAt(78).at(-1)).toMatch(/-0\.00534 ± 0\.00055 +-0\.0265 +9,200,000$/v);
	for (let width = 38; width <= 200; width++) {
		expect(linesAt(width).filter(line => cellsOf(line) > width)).toEqual([]);
	}
});

it('has room for what a run comes to that diverges', () => {
	const diverging = exampleLanes([
		{name: 'chapter7', snapshot},
		{
			name: 'rate 1', snapshot: {...snapshot, runningMean: 1_234_567.8}, comparison: {
				firstStep: 1, count: 1234, isWhole: true, mean: 12_345_678.9, standardError: 1_234_567.8, last: -2_345_678.9,
			},
		},
	]);
	const line = laneLines(diverging, 78, {theme: plainTheme, glyphs: unicodeGlyphs}).at(-1)!;
	expect(cellsOf(line)).toBe(78);
	expect(line).toMatch(/ 1\.2e\+6 +a +\+12345678\.9000 +-2\.3e\+6 +393$/v);
});

it('says from which step on the losses are known, where these are not all', () => {
	const linesOf = (firstStep: number, standardError: number) => laneLines(exampleLanes([
		{name: 'chapter7', snapshot},
		{
			name: 'rate 1', snapshot, comparison: {
				firstStep, count: 1234, isWhole: false, mean: -0.0123, standardError, last: -0.02,
			},
		},
	]), 78, {theme: plainTheme, glyphs: unicodeGlyphs});
	const [title, , line] = linesOf(9001, 0.0034);
	expect(title).toMatch(/known steps since/v);
	expect(title).not.toMatch(/all/v);
	expect(line).toMatch(/ -0\.0123 ± 0\.0034 from 9,001 /v);
	expect(linesOf(12_345_678, 0.0034).at(-1)).toMatch(/ -0\.0123 from 12,345,678 /v);
	expect(linesAt(78)[0]).toMatch(/all steps since/v);
});

it('is of now, and says so beside a step of the past', () => {
	const titleOf = (isInPast: boolean) => laneLines(shown, 78, {theme: plainTheme, glyphs: unicodeGlyphs, isInPast})[0];
	expect(titleOf(true)).toContain(' run, now ');
	expect(titleOf(false)).not.toContain('now');
	expect(titleOf(true)).toHaveLength(titleOf(false).length);
});

it('cuts no names off where they would look the same, as long as something else can go', () => {
	const alike = exampleLanes(['chapter7', 'unchanged from 17', 'unchanged from 34'].map(name => ({name, snapshot})));
	const lines = laneLines(alike, 78, {theme: plainTheme, glyphs: unicodeGlyphs});
	expect(lines.slice(2).map(line => line.slice(4, 21))).toEqual(['unchanged from 17', 'unchanged from 34']);
	expect(lines[0]).not.toContain('last step');
	expect(lines[0]).toMatch(/ step$/v);
	expect(linesAt(78)[0]).toContain('last step');
});

it('says why a run is not compared', () => {
	const {runs, focus} = exampleLanes([{name: 'chapter7', snapshot}, {name: 'batch 4', snapshot}]);
	const all = {focus, runs: runs.map(run => ({...run, lane: {...run.lane!, notComparable: run.mark === 'b' ? 'other batch size' : undefined}}))};
	const lines = laneLines(all, 78, {theme: plainTheme, glyphs: unicodeGlyphs});
	expect(lines[1]).not.toContain('none');
	expect(lines[2]).toMatch(/ a +none: other batch size +- {2}/v);
});
