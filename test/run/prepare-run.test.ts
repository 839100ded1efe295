import {describe, expect, it} from 'vitest';
import {type CharTokenizer} from '../../source/data/char-tokenizer.js';
import {encodeDocuments} from '../../source/data/document-list.js';
import {splitDocuments} from '../../source/data/split-documents.js';
import {DotnetRandom} from '../../source/random/dotnet-random.js';
import {prepareRun} from '../../source/run/prepare-run.js';
import {chapter7} from '../../source/settings/presets.js';
import {createRunConfig, type RunConfig, type RunOptions} from '../../source/settings/run-config.js';

const configOf = (options: RunOptions) => createRunConfig(chapter7, {validationShare: 0.1, evalDocuments: 50, ...options});
const prepare = async (config: RunConfig) => prepareRun(config, {}, undefined);

describe('what a run is measured on', () => {
	it('is the same for runs with other seeds, and another with another seed of the split', async () => {
		const [one, other, otherSplit] = await Promise.all([configOf({seed: 1}), configOf({seed: 2}), configOf({seed: 1, splitSeed: 7})].map(async config => prepare(config)));
		const partsOf = ({dataset, evaluation}: typeof one) => [dataset.validation, evaluation!.training, evaluation!.validation].map(documents => [...documents]);
		expect(partsOf(other)).toEqual(partsOf(one));
		for (const [part, documents] of partsOf(otherSplit).entries()) {
			expect(documents).not.toEqual(partsOf(one)[part]);
		}
	});

	it('is what the seed of the run decides in runs of earlier versions, each document by itself', async () => {
		const {dataset: {splitSeed: _, ...dataset}, ...config} = configOf({seed: 7});
		const {dataset: {validation, training}} = await prepare({...config, dataset});
		const {dataset: {training: documents, tokenizer}} = await prepare(createRunConfig(chapter7));
		const names = encodeDocuments([...documents], tokenizer as CharTokenizer);
		const expected = splitDocuments(names, {share: 0.1, mode: 'lines', isOneByOne: true}, new DotnetRandom(7));
		expect([[...training], [...validation]]).toEqual([[...expected.training], [...expected.validation]]);
	});
});
