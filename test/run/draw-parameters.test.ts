import {expect, it} from 'vitest';
import {type LoadProgress} from '../../source/data/load-progress.js';
import {initialiseParameters} from '../../source/model/parameters.js';
import {PythonRandom} from '../../source/random/python-random.js';
import {drawParameters} from '../../source/run/draw-parameters.js';

/** What is told while the parameters of a bigram model with so many tokens are drawn. */
function toldOf(vocabSize: number): LoadProgress[] {
	const told: LoadProgress[] = [];
	const model = {
		architecture: 'bigram', vocabSize, nEmbd: 128, blockSize: 8,
	} as const;
	const parameters = drawParameters({}, model, new PythonRandom(7), progress => {
		told.push(progress);
	});
	expect(parameters.data.slice(-3)).toEqual(initialiseParameters(model, new PythonRandom(7)).data.slice(-3));
	return told;
}

it('tells how many parameters have been drawn, where that takes a while', () => {
	const vocabSize = 21_000;
	const total = 128 * ((2 * vocabSize) + 8);
	const told = toldOf(vocabSize);
	expect(told.map(({done}) => done)).toEqual(expect.arrayContaining([0, 128 * vocabSize, total]) as number[]);
	expect(told.at(-1)).toEqual({activity: 'drawing', done: total, total});
	expect(toldOf(30)).toEqual([]);
});
