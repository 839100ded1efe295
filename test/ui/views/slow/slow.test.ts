import fc from 'fast-check';
import {createElement, type FunctionComponent} from 'react';
import {describe, expect, it} from 'vitest';
import {asciiGlyphs, unicodeGlyphs} from '../../../../source/report/chart/glyphs.js';
import {type ParameterMoves} from '../../../../source/inspection/parameter-moves.js';
import {placeOf} from '../../../../source/inspection/step-report.js';
import {type TracedGradient} from '../../../../source/inspection/traced-gradient.js';
import {shrinkMatrix} from '../../../../source/inspection/weight-map.js';
import {type ModelConfig} from '../../../../source/model/model-config.js';
import {createParameters} from '../../../../source/model/parameters.js';
import {followGradient} from '../../../../source/model/scalar/gradient-way.js';
import {formatShort} from '../../../../source/text/short-number.js';
import {type DetailName} from '../../../../source/ui/cursor.js';
import {type Action} from '../../../../source/ui/key-binding.js';
import {bindingOf} from '../../../../source/ui/keys.js';
import {looking} from '../../../../source/ui/looking.js';
import {firstViewState, showView, type ViewState} from '../../../../source/ui/view-state.js';
import {type ViewProps} from '../../../../source/ui/view-props.js';
import {Slow} from '../../../../source/ui/views/slow/slow.js';
import {stageCode} from '../../../../source/ui/views/slow/stage-code.js';
import {stageNames, updatesOf} from '../../../../source/ui/views/slow/stage.js';
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
const sizes = [[80, 23], [40, 11], [120, 39], [200, 59]] as const;
const viewOf = ({report}: GivenStep): FunctionComponent<ViewProps> => props => createElement(Slow, {...props, report});
const optionsOf = ({snapshot}: GivenStep, stage: number, {columns = 80, rows = 23, row = 0, isAscii = false}: Size = {}, name?: DetailName): FrameOptions => ({
	snapshot, state: {...state, cursor: {row, column: stage, ...(name !== undefined && {detail: {name, row: 0}})}}, columns, rows, glyphs: isAscii ? asciiGlyphs : unicodeGlyphs,
});

/** The lines of a stage. */
const linesOf = (given: GivenStep, stage: number, size?: Size, name?: DetailName) => renderFrame(viewOf(given), optionsOf(given, stage, size, name)).split('\n');

const givens: Readonly<Record<string, GivenStep>> = {
	chapter7: chapter7Step(), microgpt: microgptStep(), batch: batchStep(), cut: cutStep('a'), diverged: divergedStep(), hostile: hostileStep(),
};

describe('a step in slow motion', () => {
	it.each(stageNames.map((name, stage) => [name, stage] as const))('draws the stage %s as in its golden files', async (name, stage) => {
		for (const [columns, rows] of sizes) {
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

	describe('all moves', () => {
		const {report} = givens.microgpt;
		const model = givens.microgpt.snapshot.start!.model as ModelConfig;
		/** Made up, the same every time: some have not moved. */
		const movesOf = (key: 'chapter7' | 'microgpt', columns: number, factor = 0.01): ParameterMoves => {
			const {matrices, data} = createParameters(givens[key].snapshot.start!.model as ModelConfig);
			for (const index of data.keys()) {
				data[index] = index % 9 === 0 ? 0 : factor * Math.sin(index * index);
			}

			const count = (isCounted: (move: number) => boolean) => data.filter(move => isCounted(move)).length;
			const farthest = Math.max(...data.map(move => Math.abs(move)));
			const index = data.findIndex(move => Math.abs(move) === farthest);
			return {
				step: report!.step,
				matrices: matrices.map(matrix => shrinkMatrix(matrix, {rows: 64, columns: columns - 4})),
				grown: count(move => move > 0),
				shrunk: count(move => move < 0),
				unmoved: count(move => move === 0),
				farthest: index === -1 ? undefined : {place: placeOf(index, matrices, [...exampleStart.dataset.characters]), change: data[index]},
			};
		};

		const draw = (key: 'chapter7' | 'microgpt', {columns = 80, rows = 23, row = 0, isAscii = false}: Size = {}, moves: ParameterMoves | undefined = movesOf(key, columns)) => {
			const drawn: FunctionComponent<ViewProps> = props => createElement(Slow, {...props, report: givens[key].report, moves});
			const options = {...optionsOf(givens[key], 3, {columns, rows, isAscii}), state: {...state, cursor: {row, column: 3, detail: {name: 'moves', row: 0}}}} as const;
			expectToFit(drawn, options);
			return renderFrame(drawn, options);
		};

		it('are drawn as in their golden files', async () => {
			for (const [columns, rows] of sizes) {
				await expect(`${draw('microgpt', {columns, rows})}\n`).toMatchFileSnapshot(`../../../golden/frames/slow-moves-${columns}x${rows + 1}.txt`);
			}
		});

		it('leave the other half of a wide window to the code', () => {
			const given = withStart(givens.microgpt, {engine: 'tensor'});
			const drawn: FunctionComponent<ViewProps> = props => createElement(Slow, {...props, report: given.report, moves: movesOf('microgpt', 60)});
			const options = {...optionsOf(given, 3, {columns: 120, rows: 39}), state: {...state, hasCode: true, cursor: {row: 0, column: 3, detail: {name: 'moves', row: 0}}}} as const;
			expectToFit(drawn, options);
			const frame = renderFrame(drawn, options).split('\n');
			const places = ['The code of this stage', 'Of the scalar engine; tensor does the same.', 'Math.sqrt'].map(text => frame.findIndex(line => line.includes(text)));
			expect(places).not.toContain(-1);
			const code = frame[places[0]].indexOf('The code');
			// Where lines of code begin, between them and the stage is nothing else.
			expect(frame.slice(places[0], places[2]).map(line => line.slice(code - 3, code).trim())).toEqual(Array.from({length: places[2] - places[0]}, () => ''));
		});

		it('are an arrow for each parameter: its direction is that of the move, its weight how far it went', () => {
			const {data} = createParameters(givens.chapter7.snapshot.start!.model as ModelConfig);
			const frame = draw('chapter7', {columns: 120, rows: 39});
			const moves = movesOf('chapter7', 120);
			const rows = frame.split('\n').filter(line => /[·↑↓⇑⇓⇡⇣]{16}/v.test(line));
			expect(rows).toHaveLength(27);
			const arrows = rows.map(line => line.match(/[·↑↓⇑⇓⇡⇣]{16}/gv)!);
			const [wte, wpe, head] = moves.matrices;
			const farthest = Math.abs(moves.farthest!.change);
			const arrowFor = (move: number) => move === 0 ? '·' : (move > 0 ? '⇡↑⇑' : '⇣↓⇓')[Math.min(2, Math.floor(3 * Math.abs(move) / farthest))];
			for (const [row, found] of arrows.entries()) {
				const expected = row < 8 ? [wte, wpe, head] : [wte, head];
				expect(found).toEqual(expected.map(({cells}) => cells[row].map(move => arrowFor(move)).join('')));
			}

			expect(rows[0]).toMatch(/^ +a /v);
			expect(frame).toContain(`Of ${data.length}: ${moves.grown} larger, ${moves.shrunk} smaller, ${moves.unmoved} not moved. The farthest move is that of `);
		});

		it('are scrolled where there is no room for all, and the names of the matrices stay above them', () => {
			for (let row = 0; row < 200; row += 7) {
				const frame = draw('microgpt', {row});
				expect(frame).toMatch(/lines \d+-\d+ of \d+: up, down/v);
				expect(frame.split('\n', 5)[4]).toMatch(/^ +(?:wte|layer0.)/v);
			}

			expect(draw('microgpt', {row: 999})).toContain(`of ${/of (?<count>\d+): up/v.exec(draw('microgpt'))!.groups!.count}: up`);
		});

		it('say where an arrow is the mean of several parameters, and nothing of that where none is', () => {
			expect(draw('chapter7', {columns: 120, rows: 39})).not.toContain('mean');
			const {matrices, data} = createParameters({...model, nEmbd: 64});
			const wide = {...movesOf('chapter7', 80), matrices: matrices.map(matrix => shrinkMatrix(matrix, {rows: 64, columns: 36}))};
			expect(data.length).toBeGreaterThan(1000);
			expect(draw('chapter7', {columns: 120, rows: 39}, wide)).toContain('Where there is no room, an arrow is the mean of several.');
			expect(draw('chapter7', {columns: 120, rows: 39}, {...wide, matrices: wide.matrices.slice(0, 2)})).toContain('There is no room for all of wte, wpe: an arrow there is the mean of several parameters.');
		});

		it('are ASCII where that is wanted, fit any window, and are told of no other step', () => {
			for (const [columns, rows] of sizes) {
				const frame = draw('chapter7', {columns, rows, isAscii: true});
				expect(frame.split('\n').slice(1, -1).join('\n')).toMatch(/^[\n\u{20}-\u{7E}]*$/v);
				expect(frame).toMatch(/[',AV^v]{3}/v);
			}

			const none = {...movesOf('chapter7', 80, 0), farthest: undefined};
			expect(draw('chapter7', {}, none)).toContain('0 larger, 0 smaller, 992 not moved');
			expect(draw('chapter7', {}, {...movesOf('chapter7', 80), step: 1})).toContain('on their way');
		});
	});

	it('shows the code of a stage beside it where there is room for both, else in its place', async () => {
		const draw = (stage: number, {columns = 80, rows = 23, row = 0, isAscii = false}: Size = {}, given = givens.microgpt) => {
			const options = {...optionsOf(given, stage, {columns, rows, isAscii}), state: {...state, hasCode: true, cursor: {row, column: stage}}};
			expectToFit(viewOf(given), options);
			return renderFrame(viewOf(given), options);
		};

		for (const [columns, rows] of sizes) {
			await expect(`${draw(2, {columns, rows})}\n`).toMatchFileSnapshot(`../../../golden/frames/slow-code-${columns}x${rows + 1}.txt`);
		}

		for (const [stage, name] of stageNames.entries()) {
			const beside = draw(stage, {columns: 200, rows: 59});
			for (const {file, lines} of stageCode[name]) {
				expect(beside).toContain(file);
				expect(beside).toContain(lines[0].slice(0, 60));
				expect(beside).toContain(lines.at(-1));
			}

			expect(beside).toMatch(/Take|A step|Forward|Backward|Every parameter|Zero/v);
			const last = draw(stage, {row: 99});
			expect(last).toMatch(/^ +\}$/mv);
			for (const [columns, rows] of sizes) {
				expect(draw(stage, {columns, rows, isAscii: true}).split('\n').slice(1, -1).join('\n')).toMatch(/^[\n\u{20}-\u{7E}]*$/v);
			}
		}

		expect(draw(2, {}, withStart(givens.microgpt, {engine: 'tensor'}))).toContain('Of the scalar engine, which is there to be read; tensor computes the same.');
		expect(draw(2, {}, withStart(givens.microgpt, {engine: 'scalar'}))).not.toContain('there to be read');
		expect(draw(2, {columns: 40, rows: 11})).toContain('No room for the code here.');
		const bar = (hasCode: boolean) => renderFrame(viewOf(givens.chapter7), {...optionsOf(givens.chapter7, 2, {columns: 160}), state: {...state, hasCode}}).split('\n').at(-1);
		expect([false, true].map(hasCode => /e code|e no code/v.exec(bar(hasCode)!)?.[0])).toEqual(['e code', 'e no code']);
		const shown = looking.toggleCode!(state);
		expect([shown.hasCode, looking.toggleCode!(shown).hasCode, looking.showMoves!(shown).hasCode]).toEqual([true, false, false]);
	});

	it('walks the nodes from the loss to a parameter, and says what the chain rule makes of them', async () => {
		const {report, snapshot} = givens.chapter7;
		const [{place}] = report!.strongest;
		const model = snapshot.start!.model as ModelConfig;
		const parameters = createParameters(model).data.map((_, index) => Math.sin(index));
		const way = followGradient(model, parameters, place.index, {tokens: [26, 12, 0, 17, 8, 0, 7, 26], masks: {seed: 1, step: 1}});
		const draw = (tracedGradient: TracedGradient | undefined, {columns = 80, rows = 23, row = 0, isAscii = false}: Size = {}, given = givens.chapter7) => {
			const drawn: FunctionComponent<ViewProps> = props => createElement(Slow, {...props, report, tracedGradient});
			const options = {...optionsOf(given, 2, {columns, rows, isAscii}), state: {...state, cursor: {row, column: 2, detail: {name: 'nodes', row: 0}}}} as const;
			expectToFit(drawn, options);
			return renderFrame(drawn, options);
		};

		const traced: TracedGradient = {
			step: report!.step, place, size: 7000, way,
		};
		for (const [columns, rows] of sizes) {
			await expect(`${draw(traced, {columns, rows, row: 3})}\n`).toMatchFileSnapshot(`../../../golden/frames/slow-nodes-${columns}x${rows + 1}.txt`);
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
		expect(draw(traced, {columns: 120})).not.toContain('clip');
		const clipped = withStart(givens.chapter7, {training: {...exampleStart.training, gradClip: 0.5}});
		expect(draw(traced, {columns: 120}, clipped)).toContain('Before clipping: stage 4 shows the gradient as it is after that, with --grad-clip 0.5.');
		expect(draw({...traced, step: 1})).toContain('on its way');
		expect(draw(undefined)).toContain('on its way');
	});

	it('goes from the parameter of the fourth stage to its nodes and back', () => {
		const press = (from: ViewState, ...actions: Action[]) => actions.reduce((before, action) => looking[action]!(before), from);
		const traced = press({...state, cursor: {row: 5, column: 3}}, 'walkNodes', 'down', 'down');
		expect(traced.cursor).toEqual({row: 2, column: 2, detail: {name: 'nodes', row: 5}});
		expect(press(traced, 'walkNodes').cursor).toEqual({row: 5, column: 2});
		expect(press(traced, 'right').cursor).toEqual({row: 5, column: 3});
		expect(press({...state, cursor: {row: 5, column: 0}}, 'walkNodes').cursor).toEqual({row: 0, column: 2, detail: {name: 'nodes', row: 0}});
		const moves = press(traced, 'showMoves', 'down');
		expect(moves.cursor).toEqual({row: 1, column: 3, detail: {name: 'moves', row: 5}});
		expect(press(moves, 'showMoves').cursor).toEqual({row: 5, column: 3});
		expect(press(moves, 'right').cursor).toEqual({row: 5, column: 4});
	});

	it('says in the key bar what leads back', () => {
		const barOf = (name: DetailName | undefined) => linesOf(givens.chapter7, 3, {columns: 160}, name).at(-1);
		expect([undefined, 'nodes', 'moves'].map(name => /g graph|g blocks/v.exec(barOf(name as DetailName | undefined)!)?.[0])).toEqual(['g graph', 'g blocks', 'g graph']);
		expect([undefined, 'nodes', 'moves'].map(name => /a moves|a one/v.exec(barOf(name as DetailName | undefined)!)?.[0])).toEqual(['a moves', 'a moves', 'a one']);
	});

	it('begins with the parameter that is followed in Step', () => {
		const {report} = givens.chapter7;
		const pinned = {...report!.strongest[4], value: 0.123};
		const given = {...givens.chapter7, report: {...report!, pinned}};
		const text = linesOf(given, 3, {columns: 120}).join('\n');
		expect(text).toContain('the one that is followed in Step');
		expect(text).toContain('p + step = 0.12300');
		expect(linesOf(given, 3, {columns: 120, row: 1}).join('\n')).toContain('the strongest gradient');
		expect(updatesOf(given.report).map(({place}) => place.index).toSorted((a, b) => a - b)).toEqual(report!.strongest.map(({place}) => place.index).toSorted((a, b) => a - b));
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
