import fc from 'fast-check';
import {createElement, type FunctionComponent} from 'react';
import {describe, expect, it} from 'vitest';
import {asciiGlyphs, unicodeGlyphs} from '../../../../source/report/chart/glyphs.js';
import {cellsOf} from '../../../../source/text/cells-of.js';
import {type StartEvent} from '../../../../source/training/events.js';
import {firstViewState} from '../../../../source/ui/view-state.js';
import {type ViewProps} from '../../../../source/ui/view-props.js';
import {matricesBeside} from '../../../../source/ui/views/step/matrices.js';
import {drawStep, Step} from '../../../../source/ui/views/step/step.js';
import {emptySnapshot, exampleSnapshot, exampleStart} from '../../../helpers/example-snapshot.js';
import {
	batchStep,
	chapter7Step,
	cutStep,
	divergedStep,
	exampleCheck,
	type GivenStep,
	hostileStep,
	microgptStep,
	optionsStep,
	withStart,
} from '../../../helpers/example-step.js';
import {
	aloneOnScreen,
	colorTheme,
	expectToFit,
	type FrameOptions,
	plainTheme,
	renderFrame,
} from '../../../helpers/frame.js';
import {expectSpotsToFit, keysAt, toldAt} from '../../../helpers/spots.js';

function viewOf({snapshot: _, ...given}: GivenStep): FunctionComponent<ViewProps> {
	return props => createElement(Step, {...props, ...given});
}

function optionsOf({snapshot}: GivenStep, columns: number, rows: number, isAscii = false) {
	return {
		snapshot, state: {...firstViewState, view: 'step'}, columns, rows, glyphs: isAscii ? asciiGlyphs : unicodeGlyphs,
	} as const satisfies FrameOptions;
}

const frameOf = (given: GivenStep, columns = 80, rows = 23, isAscii = false) => renderFrame(viewOf(given), optionsOf(given, columns, rows, isAscii));

const running = chapter7Step();
const checked = chapter7Step({check: exampleCheck(running.report!), column: 1});
const nothing = {
	report: undefined, check: undefined, firstPosition: 0, column: 0,
};

function byOptimizer(changes: Partial<StartEvent['training']>, column: number): GivenStep {
	return withStart({...running, column}, {training: {...exampleStart.training, ...changes}});
}

const givens = {
	running,
	checked,
	microgpt: microgptStep(),
	options: optionsStep(),
	scrolled: {...microgptStep(), firstPosition: 4},
	batch: batchStep(),
	diverged: divergedStep(),
	hostile: hostileStep(),
	'one letter': chapter7Step({...microgptStep([]), column: 8}),
	cut: cutStep('a'),
	'cut far off': cutStep('akis the younger of two brothers in the house above the mill'),
	'without its end': cutStep(''),
	steered: {...running, snapshot: {...running.snapshot, learningRate: 0.0125, learningRateScale: 1.5}},
	'steered batch': {...batchStep(), snapshot: {...batchStep().snapshot, learningRate: 1e-7, learningRateScale: 1e-4}},
	'no bias correction': byOptimizer({hasBiasCorrection: false}, 3),
	rmsprop: byOptimizer({optimizer: 'rmsprop'}, 2),
	momentum: byOptimizer({optimizer: 'momentum', hasBiasCorrection: false}, 2),
	sgd: byOptimizer({optimizer: 'sgd', weightDecay: 0.1}, 1),
	starting: {...nothing, snapshot: emptySnapshot},
	'no answer yet': {...nothing, snapshot: exampleSnapshot(3)},
	f32: withStart(chapter7Step({check: exampleCheck(running.report!, {difference: 0.598, h: 0.01})}), {precision: 'f32'}),
} as const satisfies Record<string, GivenStep>;

const frames: Readonly<Record<string, readonly [GivenStep, number, number, boolean?]>> = {
	'step-40x10': [running, 40, 9],
	'step-40x12': [running, 40, 11],
	'step-40x12-checked': [checked, 40, 11],
	'step-60x18': [running, 60, 17],
	'step-80x24': [running, 80, 23],
	'step-120x40': [running, 120, 39],
	'step-80x24-ascii': [checked, 80, 23, true],
	'step-80x24-starting': [givens['no answer yet'], 80, 23],
	'step-80x24-checked': [checked, 80, 23],
	'step-80x24-batch': [givens.batch, 80, 23],
	'step-80x24-microgpt': [givens.microgpt, 80, 23],
	'step-120x40-microgpt': [givens.microgpt, 120, 39],
	'step-200x60-microgpt': [givens.microgpt, 200, 59],
	'step-80x24-cut': [givens.cut, 80, 23],
	'step-60x18-cut': [givens['cut far off'], 60, 17],
	'step-40x12-cut': [givens['without its end'], 40, 11],
	'step-80x24-no-bias-correction': [givens['no bias correction'], 80, 23],
	'step-80x24-rmsprop': [givens.rmsprop, 80, 23],
	'step-80x24-momentum-ascii': [givens.momentum, 80, 23, true],
	'step-80x24-sgd': [givens.sgd, 80, 23],
	'step-80x24-hostile': [givens.hostile, 80, 23],
	'step-80x24-diverged': [givens.diverged, 80, 23],
};

describe('the step view', () => {
	it.each(Object.entries(frames))('draws %s as in its golden file', async (name, [given, ...size]) => {
		await expect(`${frameOf(given, ...size)}\n`).toMatchFileSnapshot(`../../../golden/frames/${name}.txt`);
	});

	it('shows what of a name is cut off, with a sign that needs no colour, and says why', () => {
		const frame = frameOf(givens.cut);
		expect(frame).toContain('document stavroul[a]');
		expect(frame).toContain('; [a] is cut off at 8, the context');
		expect(frameOf(givens.cut, 120, 39)).toContain('the mean of the 8 surprises; [a] is cut off: the context is 8 tokens long');
		expect(frameOf(givens['without its end'])).toContain('document stavroul[∎]');
		expect(frameOf(givens['without its end'], 80, 23, true)).toContain('document stavroul[$]');
		expect(frameOf(givens['cut far off'], 120, 39)).toContain('document stavroul[akis the younger of two broth');
		// The narrowest says it too.
		expect(frameOf(givens.cut, 40, 11)).toMatch(/^ loss \d\.\d{4}.*; cut at 8/mv);
		expect(frameOf(running)).not.toMatch(/cut (?:off|at)/v);
	});

	it('has no such sign in windows of a text, which end where the context does', () => {
		const stream = withStart(givens['without its end'], {dataset: {...exampleStart.dataset, mode: 'stream'}});
		expect(frameOf(stream)).toContain('document stavroul');
		expect(frameOf(stream)).not.toMatch(/\[∎\]|cut (?:off|at)/v);
	});

	it('strikes out what is cut off where there is colour', () => {
		const {lines} = drawStep({
			...givens.cut, ...optionsOf(givens.cut, 80, 23), theme: colorTheme, hasKeys: true, shown: aloneOnScreen,
		});
		expect(lines[0]).toContain('\u{1B}[9ma\u{1B}[');
	});

	it('fits any window', () => {
		// Chosen by name: a failure prints what it chose, and a snapshot is long.
		const anyOptions = fc.record({
			columns: fc.integer({min: 40, max: 250}),
			rows: fc.integer({min: 9, max: 80}),
			name: fc.constantFrom(...Object.keys(givens) as Array<keyof typeof givens>),
			column: fc.nat(8),
			isAscii: fc.boolean(),
		});
		fc.assert(fc.property(anyOptions, ({
			columns, rows, name, column, isAscii,
		}) => {
			const given: GivenStep = {...givens[name], column};
			expectToFit(viewOf(given), optionsOf(given, columns, rows, isAscii));
		}), {numRuns: 150});
	});

	it('draws no more lines than there is room for, and none that is too wide', () => {
		const anySize = fc.record({columns: fc.integer({min: 40, max: 260}), rows: fc.integer({min: 5, max: 80})});
		const anyName = fc.constantFrom(...Object.keys(givens) as Array<keyof typeof givens>);
		fc.assert(fc.property(anySize, anyName, fc.nat(8), fc.boolean(), ({columns, rows}, name, column, isAscii) => {
			const given: GivenStep = givens[name];
			const {lines} = drawStep({
				...optionsOf(given, columns, rows, isAscii), ...given, column, hasKeys: true, shown: aloneOnScreen, theme: plainTheme,
			});
			expect(lines.length).toBeLessThanOrEqual(rows - 2);
			expect(lines.filter(line => cellsOf(line) > columns)).toEqual([]);
		}), {numRuns: 3000});
	});

	it('has places for the mouse only where there is something', () => {
		for (const given of Object.values<GivenStep>(givens)) {
			for (const [columns, rows] of [[40, 11], [80, 23], [120, 39]] as const) {
				for (const isAscii of [false, true]) {
					const drawn = drawStep({
						...optionsOf(given, columns, rows, isAscii), ...given, hasKeys: true, shown: aloneOnScreen, theme: plainTheme,
					});
					expectSpotsToFit(drawn, {columns, isAscii});
				}
			}
		}
	});

	it.each([[80, 23], [120, 39], [40, 30]])('explains a column that one clicks on, at %ix%i', (columns, rows) => {
		const draw = (column: number) => drawStep({
			...optionsOf(givens.microgpt, columns, rows), ...givens.microgpt, column, hasKeys: true, shown: aloneOnScreen, theme: plainTheme,
		});
		const drawn = draw(3);
		const cells = [...drawn.lines.keys()].flatMap(row => Array.from({length: columns}, (_, column) => ({row, column, keys: keysAt(drawn, {row, column})})));
		const clicks = cells.filter(({keys}) => keys.length > 0).map(({keys, ...cell}) => ({...cell, explained: 3 + (keys[0] === 'right' ? keys.length : -keys.length)}));
		for (const {row, column, explained} of clicks) {
			const titles = draw(explained).lines.slice(0, row + 1).findLast(line => /strongest|matrix/v.test(line))!;
			// The brackets end where the number does.
			const ends = [...titles.matchAll(/\]/gv)].map(({index}) => cellsOf(titles.slice(0, index + 1)));
			expect(ends.some(end => column < end && column >= end - 9), `${row}, ${column}: ${titles}`).toBe(true);
		}

		expect(new Set(clicks.map(({explained}) => explained)).size).toBeGreaterThan(columns < 80 ? 2 : 6);
	});

	it('tells of a letter all that is known, and of a number its digits, where the mouse is', () => {
		const drawn = drawStep({
			...optionsOf(running, 80, 23), ...running, hasKeys: true, shown: aloneOnScreen, theme: plainTheme,
		});
		const {letter, next, surprise} = running.report!.trace.positions[1];
		const letters = drawn.lines.findIndex(line => line.includes('reads')) + 1;
		expect(toldAt(drawn, {row: letters + 1, column: 20})).toMatch(new RegExp(`^Position 2: after ${letter} comes ${next.letter}, at .*, a surprise of ${surprise.toFixed(4)} nats; likeliest: `, 'v'));
		const adam = drawn.lines.findIndex(line => line.includes('strongest'));
		const {place: {key}, gradient} = running.report!.strongest[0];
		const told = toldAt(drawn, {row: adam + 1, column: drawn.lines[adam].search(/\[?g\b/v)})!;
		expect(told.startsWith(key)).toBe(true);
		expect(Number(told.split(' = ', 2)[1])).toBeCloseTo(gradient, 4);
	});

	it('needs no Unicode with ASCII glyphs', () => {
		for (const given of Object.values<GivenStep>(givens)) {
			for (const [columns, rows] of [[40, 11], [80, 23], [120, 39]] as const) {
				for (let column = 0; column < 9; column++) {
					expect(frameOf({...given, column}, columns, rows, true)).toMatch(/^[\n\u{20}-\u{7E}]*$/v);
				}
			}
		}
	});

	it('lets no control character of the data through', () => {
		for (const [columns, rows] of [[40, 11], [80, 23], [120, 39]] as const) {
			expect(frameOf(givens.hostile, columns, rows)).not.toMatch(/[\u{0}-\u{9}\u{B}-\u{1F}\u{7F}-\u{9F}\u{202E}]/v);
		}
	});

	it('keeps everything in its place from one step to the next', () => {
		const report = running.report!;
		const other = {
			...report, step: 7, lossBefore: 12.5, trace: microgptStep([...'jo']).report!.trace, strongest: report.strongest.toReversed(),
		};
		for (const [columns, rows] of [[40, 11], [80, 23], [120, 39]] as const) {
			const [a, b] = [running, {...running, report: other}].map(given => frameOf(given, columns, rows).split('\n'));
			const steady = (lines: string[]) => lines.flatMap((line, row) => /reads|strongest|v verifies|^ g: /v.test(line) ? [`${row} ${line}`] : []);
			expect(steady(b)).toEqual(steady(a));
			expect(b[1].indexOf('loss')).toBe(a[1].indexOf('loss'));
		}
	});

	it('tells the numbers of the step', () => {
		const {trace, strongest} = running.report!;
		const [first] = strongest;
		const frame = frameOf(running);
		expect(frame).toContain(`step   393 · rate 0.006080 · loss ${trace.loss.toFixed(4)} → ${(trace.loss * 0.94).toFixed(4)} · document mariah`);
		expect(frame).toContain(`loss ${trace.loss.toFixed(4)} = the mean of the 7 surprises`);
		expect(frame).toMatch(/∎ {5}m {4}7\.0% 2\.6578 .* a {2}31% ∎ {2}20% z 7\.2%/v);
		expect(frame).toMatch(/h {5}∎ {4}6\.2% 2\.7806 /v);
		for (const number of [first.gradient, first.mean, first.correctedMean, first.root, first.change, first.plainChange]) {
			expect(frame).toContain(number.toFixed(5));
		}

		expect(frame).toContain(first.meanSquare.toExponential(2));
	});

	it('speaks of all documents of a batch', () => {
		expect(frameOf(givens.batch)).toContain('loss 2.4567 → 2.4321 · 1st of 16: mariah');
		expect(frameOf(givens.batch, 120)).toContain('loss of 16 documents 2.4567 → 2.4321 · the first: mariah');
		expect(frameOf(givens.batch)).toContain(`its mean surprise ${running.report!.trace.loss.toFixed(4)}; of all 16 documents 2.4567`);
	});

	it('says that the loss of the step is the one with dropout, also in narrow windows', () => {
		const {trace: {loss}} = optionsStep().report!;
		expect(frameOf(givens.options, 120, 40)).toContain(`its mean surprise is ${loss.toFixed(4)}; in the step, with dropout, 2.5678`);
		expect(frameOf(givens.options)).toContain(`its mean ${loss.toFixed(4)}; with dropout 2.5678`);
		expect(frameOf(givens.running)).toContain('= the mean of');
		const batch = {...givens.batch, snapshot: {...givens.batch.snapshot, start: givens.options.snapshot.start!}};
		expect(frameOf(batch, 140, 40)).toContain('that of all 16 documents, with dropout, 2.4567');
	});

	it('says what the matrices outside the layers are for, and of none that the model does not have', () => {
		const purposesOf = ({report}: GivenStep) => matricesBeside(report!.matrices, {width: 40, rows: 40, explained: 'gradient'}, {theme: plainTheme, glyphs: unicodeGlyphs}).map(line => line.trimEnd()).filter(line => /^(?:wte|wpe|lm_head): /v.test(line));
		expect(purposesOf(givens.microgpt)).toEqual(['wte: token embeddings', 'wpe: position embeddings', 'lm_head: output projection']);
		expect(purposesOf(givens.options)).toEqual(['wte: token embeddings', 'lm_head: output projection']);
	});

	it('marks the column that is explained, and moves no title for it', () => {
		const titlesOf = (column: number) => frameOf({...running, column}).split('\n').filter(line => /reads|strongest/v.test(line)).join('\n');
		const titles = Array.from({length: 9}, (_, column) => titlesOf(column));
		const chosen = ['g', 'm', 'v', 'm̂', '√v̂', 'step', 'SGD', 'g norm', 'update'];
		expect(chosen.map((title, column) => titles[column].includes(`[${title}]`))).toEqual(chosen.map(() => true));
		expect(new Set(titles.map(text => text.replaceAll(/[\[\]]/gv, ' ').split('\n').map(line => line.trimEnd()).join('\n'))).size).toBe(1);
	});

	it('explains each column in one line, in any width', () => {
		for (const columns of [60, 80, 120]) {
			const texts = Array.from({length: 9}, (_, column) => frameOf({...running, column}, columns, 23).split('\n').find(line => /^ (?:g norm|\S+): /v.test(line))?.trimEnd());
			expect(texts.filter(text => text === undefined || cellsOf(text) > columns)).toEqual([]);
			expect(new Set(texts).size).toBe(9 - (columns === 60 ? 3 : 0));
		}

		expect(frameOf({...running, column: 3})).toContain('bias correction: m began at 0, so m̂ = m / (1 - 0.85^393) = m / 1.0000');
		expect(frameOf({...running, column: 4})).toContain('(1 - 0.99^393) = v / 0.9807');
		expect(frameOf({...running, column: 5})).toContain('learning rate after decay: 0.006080');
		expect(frameOf(givens.batch, 120, 39)).toContain('- rate · 0.1 · p');
		expect(frameOf({...givens.batch, column: 0})).toContain('clipped to norm 1');
	});

	it('shows both numbers of a verified gradient, one below the other, with its step', () => {
		for (const [columns, rows] of [[40, 9], [40, 11], [80, 23], [120, 39]] as const) {
			const lines = frameOf({...checked, report: {...checked.report!, step: 400}}, columns, rows).split('\n');
			const row = lines.findIndex(line => line.includes('0.6000000000'));
			expect(lines[row]).toMatch(/wte\[a\]\[0\]/v);
			expect(lines[row + 1]).toContain('0.6000000003');
			expect(lines[row].indexOf('0.6000000000')).toBe(lines[row + 1].indexOf('0.6000000003'));
			expect(lines[row] + lines[row + 1]).toContain('step 393');
		}
	});

	it('says why few digits agree in single precision, and only then', () => {
		expect(frameOf(givens.f32)).toContain('f32 has 7 digits');
		expect(frameOf(withStart(checked, {precision: 'f32'}))).not.toContain('f32');
	});

	it('says which letters one sees', () => {
		expect(frameOf(givens.microgpt)).toContain('mean of all 12; 1-8 shown: up, down');
		expect(frameOf(givens.scrolled)).toContain('; 5-12 shown');
		expect(frameOf(givens.microgpt, 120, 39)).not.toContain('shown');
	});

	it('says at any width what the learning rate has been changed to', () => {
		for (let columns = 40; columns <= 200; columns++) {
			const frame = frameOf(givens.steered, columns);
			expect(frame).toContain('rate 0.012500 ×1.5');
			expect(frame).toMatch(/step {3}393 .*loss 2\.\d{4} → 2\.\d{4}/v);
			expect(frame.includes('rate 0.006080'), String(columns)).toBe(false);
			// Whoever changes nothing sees it where there is room.
			expect(frameOf(running, columns).includes('rate 0.006080')).toBe(columns >= 76);
		}

		expect(frameOf(givens['steered batch'], 80)).toContain('rate 1.00e-7 ×1e-4 · loss 2.');
		expect(frameOf(givens.steered, 120, 39)).toContain('after the update · document mariah');
	});

	it('shows headline and letters in the smallest window', () => {
		const frame = frameOf(running, 40, 9);
		expect(frame).toMatch(/step {3}393 · loss 2\.\d{4} → 2\.\d{4}/v);
		expect(frame).toMatch(/\n ∎ {5}m {4}7\.0% 2\.6578 /v);
	});

	it('does not speak of keys where there are none', () => {
		const [without, withKeys] = [false, true].map(hasKeys => renderFrame(viewOf(running), {...optionsOf(running, 80, 23), hasKeys}));
		expect(withKeys).toContain('Press v to verify');
		expect(without).not.toContain('verifies');
	});
});
