import {readFileSync} from 'node:fs';
import {minifySync} from 'rolldown/utils';
import ts from 'typescript';
import {
	afterEach,
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {stageCodeFile, stageCodeText} from '../../docs/make-stage-code.js';
import {CharTokenizer} from '../../source/data/char-tokenizer.js';
import {updateWithAdam} from '../../source/model/adam.js';
import {modelLogits} from '../../source/model/forward.js';
import {createParameters} from '../../source/model/parameters.js';
import {ScalarEngine} from '../../source/model/scalar/scalar-engine.js';
import {ScalarOperations} from '../../source/model/scalar/scalar-operations.js';
import {Value} from '../../source/model/scalar/value.js';
import {stageCode} from '../../source/ui/views/slow/stage-code.js';
import {exampleStart} from '../helpers/example-snapshot.js';

const repository = new URL('../../', import.meta.url);

/** The functions that are called when a model is trained, by the names under which they are shown. */
const running: Readonly<Record<string, (...details: never[]) => unknown>> = {
	encode: CharTokenizer.prototype.encode,
	modelLogits,
	crossEntropy: ScalarOperations.prototype.crossEntropy,
	backward: Value.prototype.backward,
	updateWithAdam,
	computeGradients: ScalarEngine.prototype.computeGradients,
};

const pieces = Object.entries(stageCode).flatMap(([stage, files]) => files.flatMap(({file, lines}) => functionsIn(lines).map(text => ({stage, file, text}))));

/** Each begins at the left edge, after an empty line. */
function functionsIn(lines: readonly string[]): string[] {
	const starts = lines.flatMap((line, index) => line !== '' && (index === 0 || (lines[index - 1] === '' && !line.startsWith(' '))) ? [index] : []);
	return starts.map((start, index) => lines.slice(start, starts[index + 1]).join('\n').trimEnd());
}

/** What is left of a function where types, comments and blanks are no matter. */
function bare(text: string): string {
	const isMethod = !/^(?:export )?function /v.test(text);
	const whole = isMethod ? `class Any { ${text} }` : text.replace(/^export /v, '');
	const {outputText} = ts.transpileModule(whole.replaceAll('this.#', () => 'this.hidden_'), {compilerOptions: {target: ts.ScriptTarget.ESNext}});
	// Vite has names of its own for what is imported.
	const named = outputText.replaceAll(/\(0, ?__vi\w+__\.(?<called>\w+)\)|__vi\w+__\.(?<used>\w+)/gv, '$<called>$<used>');
	const {code, errors} = minifySync('any.js', named, {compress: false, mangle: false});
	expect(errors).toEqual([]);
	// It leaves some behind where types were.
	return code.replaceAll(';', '');
}

afterEach(() => {
	vi.restoreAllMocks();
});

describe('the code of the stages', () => {
	it('is as in the source (node docs/make-stage-code.ts writes it down)', () => {
		expect(readFileSync(new URL(stageCodeFile, repository), 'utf8')).toBe(stageCodeText());
		for (const {file, text} of pieces) {
			const source = readFileSync(new URL(file, repository), 'utf8').split('\n').map(line => line.trim());
			const lines = text.split('\n').map(line => line.trim());
			expect(source.findIndex((_, start) => lines.every((line, index) => source[start + index] === line)), `${lines[0]} in ${file}`).not.toBe(-1);
		}
	});

	it('is that of the functions that run', () => {
		const shown = pieces.map(({text}) => ({name: /^(?:export )?(?:function )?(?<name>\w+)/v.exec(text)!.groups!.name, text}));
		expect(shown.map(({name}) => name).filter(name => name !== 'softmaxAt')).toEqual(Object.keys(running));
		for (const {name, text} of shown) {
			// It is alone in its module: whoever calls it is shown.
			if (name !== 'softmaxAt') {
				expect(bare(running[name].toString()), name).toBe(bare(text));
			}
		}

		expect(bare(running.crossEntropy.toString())).toContain('softmaxAt(');
	});

	it('is called in a step of the scalar engine', () => {
		const tokenizer = new CharTokenizer(['mia', 'kyoko']);
		const model = {...exampleStart.model, vocabSize: tokenizer.vocabSize};
		const engine = new ScalarEngine(model, createParameters(model));
		const backward = vi.spyOn(Value.prototype, 'backward');
		const crossEntropy = vi.spyOn(ScalarOperations.prototype, 'crossEntropy');
		const before = [...engine.parameters.data];
		engine.setParameters(before.map((_, index) => 0.1 * Math.sin(index)));
		engine.computeGradients([tokenizer.encode('mia')]);
		expect([backward.mock.calls.length, crossEntropy.mock.calls.length]).toEqual([1, 1]);
		const [gradients, parameters, moments] = [[...engine.gradients.data], Float64Array.from(engine.parameters.data), {first: new Float64Array(before.length), second: new Float64Array(before.length)}];
		const update = {
			learningRate: 0.01, beta1: 0.85, beta2: 0.99, epsilon: 1e-8, firstCorrection: 0.15, secondCorrection: 0.01, gradientScale: 1, weightDecay: 0,
		};
		engine.update(update);
		updateWithAdam(parameters, Float64Array.from(gradients), moments, update);
		expect([...engine.parameters.data]).toEqual([...parameters]);
	});

	it('is short enough to be read, and there for every stage', () => {
		for (const files of Object.values(stageCode)) {
			expect(files.flatMap(({lines}) => lines).length).toBeLessThanOrEqual(30);
		}
	});
});
