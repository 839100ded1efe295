import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {type Dataset, loadDataset} from '../../source/data/dataset.js';
import {createEngine} from '../../source/model/create-engine.js';
import {initialiseParameters, type ParameterKey} from '../../source/model/parameters.js';
import {microgpt} from '../../source/settings/presets.js';
import {PythonRandom} from '../../source/random/python-random.js';
import {createPlainLines} from '../../source/report/plain-lines.js';
import {openRun} from '../../source/run/open-run.js';
import {createRunConfig} from '../../source/settings/run-config.js';
import {engines} from '../helpers/engines.js';

/** The trace of microgpt.py; numbers as Python's `repr` prints them. See its `origin`. */
type Golden = {
	readonly docs_first10_after_shuffle: readonly string[];
	readonly docs_sha256_joined_by_newline: string;
	readonly num_params: number;
	readonly init_first5: Readonly<Record<ParameterKey, readonly string[]>>;
	readonly init_last_param: string;
	readonly grad_first5_after_backward: {readonly 1: Readonly<Record<ParameterKey, readonly string[]>>};
	readonly losses: readonly string[];
	readonly final_params: Readonly<Record<ParameterKey, ReadonlyArray<readonly string[]>>>;
	readonly samples: readonly string[];
	readonly printed: readonly string[];
};

const golden = JSON.parse(readFileSync(new URL('microgpt.json', import.meta.url), 'utf8')) as Golden;

/** The draws of the reference, in its order. */
async function prepare() {
	const random = new PythonRandom(42);
	const dataset: Dataset = await loadDataset({documents: 'lines', validationShare: 0, blockSize: 16}, random, {isLargeFileConfirmed: false});
	const documents = random.shuffle([...dataset.training]);
	const model = {...microgpt.model, vocabSize: dataset.tokenizer.vocabSize};
	return {
		documents, tokenizer: dataset.tokenizer, model, parameters: initialiseParameters(model, random),
	};
}

function expectClose(actual: ArrayLike<number>, expected: readonly string[], tolerance: number) {
	for (const [index, text] of expected.entries()) {
		expect(Math.abs(actual[index] - Number(text)), `${index}`).toBeLessThanOrEqual(tolerance);
	}
}

describe('microgpt.py', () => {
	it('starts from the same documents and parameters', async () => {
		const {documents, parameters} = await prepare();
		expect(documents.slice(0, 10)).toEqual(golden.docs_first10_after_shuffle);
		expect(createHash('sha256').update(documents.join('\n')).digest('hex')).toBe(golden.docs_sha256_joined_by_newline);
		expect(parameters.data).toHaveLength(golden.num_params);
		expect(parameters.matrices.map(({key}) => key)).toEqual(Object.keys(golden.init_first5));
		for (const {key, data} of parameters.matrices) {
			expectClose(data, golden.init_first5[key], 1e-15);
		}

		expectClose(parameters.data.subarray(-1), [golden.init_last_param], 1e-15);
	});

	it.each(engines)('has the same gradients at the first step, matrix by matrix: %s', async name => {
		const {documents, tokenizer, model, parameters} = await prepare();
		const engine = await createEngine({name, precision: 'f64', batchSize: 1}, model, parameters);
		engine.computeGradients([tokenizer.encode(documents[0])]);
		for (const {key, data} of engine.gradients.matrices) {
			expectClose(data, golden.grad_first5_after_backward[1][key], 1e-14);
		}
	});

	it.each(engines)('has the same losses, parameters, samples and lines: %s', async engine => {
		const run = await openRun(createRunConfig(microgpt, {engine}), 'test');
		const losses: number[] = [];
		const samples: string[] = [];
		const lines: string[] = [];
		const plainLines = createPlainLines(run.start);
		for await (const event of run.events) {
			lines.push(...plainLines(event));
			if (event.type === 'step') {
				losses.push(event.loss);
			} else if (event.type === 'sample') {
				samples.push(event.text);
			}
		}

		expect(losses).toHaveLength(golden.losses.length);
		expectClose(losses, golden.losses, 1e-12);
		for (const {key, data} of run.engine.parameters.matrices) {
			expectClose(data, golden.final_params[key].flat(), 1e-12);
		}

		expect(samples).toEqual(golden.samples);
		// The reference rewrites one line for each step; ours are those of step 1 and every 100th.
		expect(lines).toEqual(golden.printed.filter(line => !/^step +(?:[2-9]|1[0-5]) \//v.test(line)));
	});
});
