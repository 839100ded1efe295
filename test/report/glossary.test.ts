import {describe, expect, it} from 'vitest';
import {parameterLayouts} from '../../source/model/parameters.js';
import {findTerms, glossary, seenIn} from '../../source/report/glossary.js';
import {inAscii} from '../../source/report/in-ascii.js';
import {matrixName} from '../../source/report/matrix-names.js';

const all = glossary.map(({name}) => name).join('; ');
const matrices = parameterLayouts({
	architecture: 'gpt', vocabSize: 27, nEmbd: 16, blockSize: 16, nLayer: 1, nHead: 4,
}).map(({key}) => key);

describe('the glossary', () => {
	it('explains each term once, in a sentence or two', () => {
		expect(glossary.length).toBeGreaterThan(30);
		expect(new Set(glossary.map(({name}) => name)).size).toBe(glossary.length);
		for (const {meaning} of glossary) {
			expect(meaning).toMatch(/^[A-Z].*\.$/v);
			expect(meaning.split(/[.?] /v).length).toBeLessThanOrEqual(3);
		}
	});

	it.each(['loss', 'running mean', 'learning rate', 'parameter', 'validation', 'gradient norm', 'made up', 'surprise', 'g norm', 'update', 'temperature', 'baselines', 'checkpoint', 'm̂', 'SGD', 'rate', 'u/w', 'fork'])('has %s, a word of the screen', word => {
		expect(all).toContain(word);
	});

	it.each(matrices)('explains the matrix %s and names it', key => {
		const name = key.split('.').at(-1)!;
		expect(glossary.some(term => `${term.name} ${term.meaning}`.includes(name))).toBe(true);
		expect(matrixName(key)).toBeTruthy();
	});

	it('has the names of the chapter for its three matrices', () => {
		expect(['wte', 'wpe', 'lm_head'].map(key => matrixName(key))).toEqual(['token embeddings', 'position embeddings', 'output projection']);
		expect(matrixName('layer0.constructor')).toBeUndefined();
	});

	it('finds a term by any of its names before it looks into them', () => {
		expect(findTerms('loss').map(({name}) => name)).toEqual(['loss, cross-entropy']);
		expect(findTerms(' Held Out ').map(({name}) => name)).toEqual(['validation, held out']);
		expect(findTerms('m').map(({name}) => name)).toEqual(['momentum (m, β1)']);
		expect(findTerms('embed').map(({name}) => name)).toEqual(['token embeddings (wte)', 'position embeddings (wpe)']);
		expect(findTerms('quux')).toEqual([]);
	});

	it('says where each is seen', () => {
		expect(seenIn(findTerms('sample')[0])).toBe('Overview: made up; Samples: the list');
	});

	it('needs no Unicode in ASCII', () => {
		for (const term of glossary) {
			expect(inAscii(`${term.name}${term.meaning}${seenIn(term)}`)).toMatch(/^[\u{20}-\u{7E}]*$/v);
		}
	});
});
