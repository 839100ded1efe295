import {createElement, type FunctionComponent} from 'react';
import {expect, it} from 'vitest';
import {cellsOf} from '../../../source/text/cells-of.js';
import {CharTokenizer} from '../../../source/data/char-tokenizer.js';
import {createInspector} from '../../../source/inspection/inspector.js';
import {type Engine} from '../../../source/model/engine.js';
import {
	countParameters,
	createParameters,
	type ParameterKey,
	type Parameters,
} from '../../../source/model/parameters.js';
import {DotnetRandom} from '../../../source/random/dotnet-random.js';
import {asciiGlyphs, unicodeGlyphs} from '../../../source/report/chart/glyphs.js';
import {Trainer} from '../../../source/training/trainer.js';
import {noProgress} from '../../../source/training/progress.js';
import {type ViewProps} from '../../../source/ui/view-props.js';
import {Inside} from '../../../source/ui/views/inside/inside.js';
import {Step} from '../../../source/ui/views/step/step.js';
import {atOnce} from '../../helpers/at-once.js';
import {exampleSnapshot, exampleStart} from '../../helpers/example-snapshot.js';
import {fakeEngine} from '../../helpers/fake-engine.js';
import {
	colorTheme,
	expectToFit,
	plainTheme,
	renderFrame,
} from '../../helpers/frame.js';

const unknown = 'layer0.attn_sink' as ParameterKey;

/** An engine with a parameter more than its model is known to have, which has the largest gradients. */
function engineWithOneMore(): Engine {
	const base = fakeEngine();
	const {model} = base;
	const [rows, columns] = [2, 3];
	const known = countParameters(model);
	const withOneMore = (): Parameters => {
		const data = new Float64Array(known + (rows * columns)).fill(0.5);
		const {matrices} = createParameters(model, data);
		return {
			data, matrices: [...matrices, {
				key: unknown, rows, columns, data: data.subarray(known),
			}],
		};
	};

	const [parameters, gradients, first, second] = Array.from({length: 4}, withOneMore);
	return {
		...base,
		parameters,
		gradients,
		moments: {first: first.data, second: second.data},
		setParameters(values) {
			parameters.data.set(values);
		},
		inspect: tokens => ({logits: tokens.slice(1).map(() => [0, 1, 2, 3]), attention: []}),
		computeGradients() {
			gradients.data.fill(0.1).fill(0.9, known);
			return 2;
		},
		update() {
			parameters.data.fill(0.4);
		},
	};
}

it('leaves no view without an answer, when a model has a parameter of which nobody has heard', () => {
	const engine = engineWithOneMore();
	const progress = noProgress();
	const source = {
		engine, config: exampleStart.training, start: {seed: 1}, tokenizer: new CharTokenizer(['abc']), trainingDocuments: ['abc'], validationDocuments: [], progress,
	};
	new Trainer(source, progress).step();
	const inspector = createInspector(source, new DotnetRandom(1));
	const report = atOnce(inspector.reportLastStep())!;
	const maps = atOnce(inspector.weights(8, 8));
	const {place} = report.strongest[0];
	expect(place).toMatchObject({
		key: unknown, row: 0, column: 0, hasLetter: false,
	});
	const check = atOnce(inspector.checkGradient(place.index))!;
	const snapshot = exampleSnapshot(1, {start: {...exampleStart, model: engine.model}});
	const step: FunctionComponent<ViewProps> = view => createElement(Step, {
		...view, report, check, firstPosition: 0, column: 0,
	});
	const weights: FunctionComponent<ViewProps> = view => createElement(Inside, {...view, place: 0, content: {page: 'weights', answer: maps}});
	for (const [columns, rows] of [[40, 11], [60, 17], [80, 23], [120, 39], [200, 59]]) {
		for (const glyphs of [unicodeGlyphs, asciiGlyphs]) {
			expectToFit(step, {
				snapshot, columns, rows, glyphs,
			});
			for (const theme of [plainTheme, colorTheme]) {
				const lines = renderFrame(weights, {
					snapshot, columns, rows, glyphs, theme,
				}).split('\n');
				expect(lines).toHaveLength(rows);
				expect(lines.filter(line => cellsOf(line) > columns)).toEqual([]);
			}
		}
	}

	const options = {snapshot, columns: 120, rows: 39};
	expect(renderFrame(step, options)).toContain(`${unknown}[0][0]`);
	expect(renderFrame(weights, options)).toContain(unknown);
	expect(atOnce(inspector.compareEmbeddings()).letters).toHaveLength(4);
	expect(atOnce(inspector.measurePositions()).counts).toEqual([1, 1, 1, 1]);
});
