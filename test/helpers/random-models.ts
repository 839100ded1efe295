import fc from 'fast-check';
import {type ModelConfig} from '../../source/model/model-config.js';
import {countParameters, createParameters, type Parameters} from '../../source/model/parameters.js';
import {PythonRandom} from '../../source/random/python-random.js';

/** A model of any shape, parameters for it and a batch of documents, some of which may not fit its block. */
export type ModelExample = {readonly model: ModelConfig; readonly parameters: Parameters; readonly batch: readonly number[][]};

const anySizes = {vocabSize: fc.integer({min: 2, max: 19}), blockSize: fc.integer({min: 1, max: 9})};
const anyBigram: fc.Arbitrary<ModelConfig> = fc.record({
	architecture: fc.constant('bigram'), nEmbd: fc.integer({min: 1, max: 19}), ...anySizes,
});
const anyGpt: fc.Arbitrary<ModelConfig> = fc.record({
	nLayer: fc.integer({min: 1, max: 3}), nHead: fc.integer({min: 1, max: 5}), headSize: fc.integer({min: 1, max: 9}), ...anySizes,
}).map(({headSize, nHead, ...others}) => ({
	...others, architecture: 'gpt', nHead, nEmbd: nHead * headSize,
}));

export const mostDocuments = 4;

export const anyExample: fc.Arbitrary<ModelExample> = fc.oneof({weight: 1, arbitrary: anyBigram}, {weight: 3, arbitrary: anyGpt}).chain(model => fc.record({
	model: fc.constant(model),
	parameters: fc.integer({min: 0}).map(seed => randomParameters(model, seed)),
	batch: anyBatch(model.vocabSize),
}));

function anyBatch(vocabSize: number): fc.Arbitrary<number[][]> {
	const anyDocument = fc.array(fc.nat({max: vocabSize - 1}), {minLength: 2, maxLength: 12});
	return fc.array(anyDocument, {minLength: 1, maxLength: mostDocuments});
}

/** Normal variates, so large that attention and probabilities are far from even. */
function randomParameters(model: ModelConfig, seed: number): Parameters {
	const random = new PythonRandom(seed);
	return createParameters(model, Float64Array.from({length: countParameters(model)}, () => random.gauss(0, 0.4)));
}
