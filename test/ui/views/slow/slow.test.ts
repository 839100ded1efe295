import fc from 'fast-check';
import {createElement, type FunctionComponent} from 'react';
import {describe, expect, it} from 'vitest';
import {asciiGlyphs, unicodeGlyphs} from '../../../../source/report/chart/glyphs.js';
import {type TracedGradient} from '../../../../source/inspection/traced-gradient.js';
import {type ModelConfig} from '../../../../source/model/model-config.js';
import {createParameters} from '../../../../source/model/parameters.js';
import {followGradient} from '../../../../source/model/scalar/gradient-way.js';
import {formatShort} from '../../../../source/text/short-number.js';
import {type Action, bindingOf} from '../../../../source/ui/keys.js';
import {looking} from '../../../../source/ui/looking.js';
import {firstViewState, showView, type ViewState} from '../../../../source/ui/view-state.js';
import {type ViewProps} from '../../../../source/ui/view-props.js';
import {Slow} from '../../../../source/ui/views/slow/slow.js';
import {stageNames} from '../../../../source/ui/views/slow/stage.js';
import {exampleStart} from '../../../helpers/example-snapshot.js';
import {
	batchStep,
	chapter7Step,
	cutStep,
	divergedStep,
	type GivenStep,
	hostileStep,
	microgptStep,
	withStart,
} from '../../../helpers/example-step.js';
import {expectToFit, type FrameOptions, renderFrame} from '../../../helpers/frame.js';

type Size = {readonly columns?: number; readonly rows?: number; readonly row?: number; readonly isAscii?: boolean};

const state = showView(showView(firstViewState, 'overview'), 'slow');
const viewOf = ({report}: GivenStep): FunctionComponent<ViewProps> => props => createElement(Slow, {...props, report});
const optionsOf = ({snapshot}: GivenStep, stage: number, {columns = 80, rows = 23, row = 0, isAscii = false}: Size = {}): FrameOptions => ({
	snapshot, state: {...state, cursor: {row, column: stage}}, columns, rows, glyphs: isAscii ? asciiGlyphs : unicodeGlyphs,
});

/** The lines of a stage. */
const linesOf = (given: GivenStep, stage: number, size?: Size) => renderFrame(viewOf(given), optionsOf(given, stage, size)).split('\n');

const givens: Readonly<Record<string, GivenStep>> = {
	chapter7: chapter7Step(), microgpt: microgptStep(), batch: batchStep(), cut: cutStep('a'), diverged: divergedStep(), hostile: hostileStep(),
};

describe('a step in slow motion', () => {
	it.each(stageNames.map((name, stage) => [name, stage] as const))('draws the stage %s as in its golden files', async (name, stage) => {
		for (const [columns, rows] of [[80, 23], [40, 11], [120, 39]]) {
			await expect(`${linesOf(givens.microgpt, stage, {columns, rows}).join('\n')}\n`).toMatchFileSnapshot(`../../../golden/frames/slow-${name}-${columns}x${rows + 1}.txt`);
		}
	});

	it('fits any window, whatever the step is', () => {
		const anything = fc.record({
			name: fc.constantFrom(...Object.keys(givens)), stage: fc.nat(4), columns: fc.integer({min: 40, max: 200}), rows: fc.integer({min: 11, max: 60}), row: fc.nat(70), isAscii: fc.boolean(),
		});
		fc.assert(fc.property(anything, ({name, stage, ...size}) => {
			expectToFit(viewOf(givens[name]), optionsOf(givens[name], stage, size));
		}), {numRuns: 300});
	});

	it('walks the nodes from the loss to a parameter, and says what the chain rule makes of them', () => {
		const {report, snapshot} = givens.chapter7;
		const [{place}] = report!.strongest;
		const model = snapshot.start!.model as ModelConfig;
		const parameters = createParameters(model).data.map((_, index) => Math.sin(index));
		const way = followGradient(model, parameters, place.index, {tokens: [26, 12, 0, 17, 8, 0, 7, 26], masks: {seed: 1, step: 1}});
		const draw = (tracedGradient: TracedGradient | undefined, {columns = 80, rows = 23, row = 0, isAscii = false}: Size = {}) => {
			const drawn: FunctionComponent<ViewProps> = props => createElement(Slow, {...props, report, tracedGradient});
			const options = {...optionsOf(givens.chapter7, 2, {columns, rows, isAscii}), state: {...state, cursor: {row, column: 2, traced: 0}}};
			expectToFit(drawn, options);
			return renderFrame(drawn, options);
		};

		const traced: TracedGradient = {
			step: report!.step, place, size: 7000, way,
		};
		for (const [columns, rows] of [[80, 23], [40, 11], [120, 39], [200, 59]]) {
			for (let row = 0; row < 40; row += 3) {
				expect(draw(traced, {columns, rows, row})).toContain('> ');
				expect(draw(traced, {
					columns, rows, row, isAscii: true,
				}).split('\n').slice(1, -1).join('\n')).toMatch(/^[\n\u{20}-\u{7E}]*$/v);
			}
		}

		expect(draw(traced, {columns: 120})).toMatch(/> loss: mean surprise +\d+\.\d+ +1\.00000 +-/v);
		expect(draw(traced, {columns: 120, row: 1})).toContain('* 0.14286 = 0.14286');
		expect(draw(traced, {columns: 120})).toContain(formatShort(way.gradient, 9));
		expect(draw({...traced, way: undefined, size: 5_000_000}, {columns: 120})).toContain('up to 1,000,000 parameters times positions; here they are 5,000,000.');
		expect(draw({...traced, way: {...way, nodes: []}})).toContain('its gradient is 0.');
		expect(draw({...traced, step: 1})).toContain('on its way');
		expect(draw(undefined)).toContain('on its way');
	});

	it('goes from the parameter of the fourth stage to its nodes and back', () => {
		const press = (from: ViewState, ...actions: Action[]) => actions.reduce((before, action) => looking[action]!(before), from);
		const traced = press({...state, cursor: {row: 5, column: 3}}, 'follow', 'down', 'down');
		expect(traced.cursor).toEqual({row: 2, column: 2, traced: 5});
		expect(press(traced, 'follow').cursor).toEqual({row: 5, column: 2});
		expect(press(traced, 'right').cursor).toEqual({row: 5, column: 3});
		expect(press({...state, cursor: {row: 5, column: 0}}, 'follow').cursor).toEqual({row: 0, column: 2, traced: 0});
	});

	it('is ASCII where that is wanted', () => {
		for (const stage of stageNames.keys()) {
			expect(linesOf(givens.chapter7, stage, {isAscii: true}).slice(1, -1).join('\n')).toMatch(/^[\n\u{20}-\u{7E}]*$/v);
		}
	});

	it('names its stages, and the one that is open', () => {
		for (const [stage, name] of ['① take a document', '② forward', '③ backward', '④ move the parameters', '⑤ zero the gradients'].entries()) {
			expect(linesOf(givens.chapter7, stage, {columns: 100})[1]).toContain(`[${name}]`);
		}
	});

	it('says which document the step has taken, and its tokens', () => {
		const text = linesOf(givens.chapter7, 0).join('\n');
		const {step} = givens.chapter7.report!;
		expect(text).toContain(`Step ${step} has taken document ${step} of 6,000: `);
		const batch = linesOf(givens.batch, 0, {columns: 120}).join('\n');
		expect(batch).toMatch(/has taken \d+ documents from number [\d,]+ of 6,000 on, the first of them: /v);
	});

	it('puts the numbers of a parameter into the formulas of its optimiser', () => {
		const [strongest, second] = givens.chapter7.report!.strongest;
		const text = linesOf(givens.chapter7, 3, {columns: 120}).join('\n');
		for (const symbol of ['g', 'm', 'v', 'm̂', '√v̂', 'SGD', 'step', 'p']) {
			expect(text).toMatch(new RegExp(String.raw`^ +${symbol} +-?[\d.e\-]+ `, 'mv'));
		}

		const valueOf = (lines: readonly string[], symbol: string) => Number(lines.find(line => line.trim().startsWith(`${symbol} `))!.trim().split(/ +/v, 2)[1]);
		const lines = linesOf(givens.chapter7, 3, {columns: 120});
		expect(valueOf(lines, 'p')).toBeCloseTo(strongest.value + strongest.change, 4);
		expect(valueOf(linesOf(givens.chapter7, 3, {columns: 120, row: 1}), 'p')).toBeCloseTo(second.value + second.change, 4);
		const sgd = withStart(givens.chapter7, {training: {...exampleStart.training, optimizer: 'sgd'}});
		const plain = linesOf(sgd, 3, {columns: 120}).join('\n');
		expect(plain).not.toMatch(/^ +[mv] +-?\d/mv);
		expect(plain).toContain('-rate · g = -');
	});

	it('goes from stage to stage with the arrows, and back to where one was', () => {
		const moment = {status: 'paused', mode: 'training', canAsk: true} as const;
		expect(bindingOf('u', 'overview', moment)?.action).toBe('slowMotion');
		expect(bindingOf('right', 'slow', moment)?.action).toBe('right');
		const right = looking.right!(looking.right!(state));
		expect(linesOf(givens.chapter7, right.cursor.column)[1]).toContain('[③ backward]');
		expect(looking[bindingOf('escape', 'slow', moment)!.action]!(right).view).toBe('overview');
	});
});
