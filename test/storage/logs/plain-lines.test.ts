import {expect, it} from 'vitest';
import {parsePlainLine} from '../../../source/storage/logs/plain-lines.js';

const noNumber = {
	type: 'step', step: 1, steps: 10, loss: NaN,
};

it.each([
	['step    1 / 1000 | loss 3.3660', {
		type: 'step', step: 1, steps: 1000, loss: 3.366,
	}],
	['step 1000 / 1000 | loss 2.6497   ', {
		type: 'step', step: 1000, steps: 1000, loss: 2.6497,
	}],
	['step     1 /  1000 | loss 3.2815 | avg 3.2815', {
		type: 'step', step: 1, steps: 1000, loss: 3.2815,
	}],
	['step 2/3|loss 1e-05|lr 0.1', {
		type: 'step', step: 2, steps: 3, loss: 1e-5,
	}],
	['step 0 / 10 | loss 1', {
		type: 'step', step: 0, steps: 10, loss: 1,
	}],
	['step 1 / 10 | loss nan', noNumber],
	['step 1 / 10 | loss NaN | lr 0.1', noNumber],
	['step 1 / 10 | loss inf', noNumber],
	['step 1 / 10 | loss -inf', noNumber],
	['step 1 / 10 | loss +Infinity', noNumber],
	['step 1 / 10 | loss null', noNumber],
	['step 1 / 10 | loss None', noNumber],
	['step 1 / 10 | loss 1e999', {
		type: 'step', step: 1, steps: 10, loss: Infinity,
	}],
	['sample  1: kamon', {type: 'sample', ordinal: 1, text: 'kamon'}],
	['sample 20: ', {type: 'sample', ordinal: 20, text: ''}],
	['sample 20:  a: b', {type: 'sample', ordinal: 20, text: ' a: b'}],
	['num docs: 32033', {type: 'facts', facts: {documentCount: 32_033}}],
	['vocab size: 27', {type: 'facts', facts: {vocabSize: 27}}],
	['num params: 4192', {type: 'facts', facts: {parameterCount: 4192}}],
])('understands %s', (line, expected) => {
	expect(parsePlainLine(line)).toEqual(expected);
});

it.each([
	'',
	'step',
	'step -1 / 10 | loss 1',
	'step 1 / 10 | loss nancy',
	'step 1 / 10 | loss infinite',
	'step 1 / 10 | loss ',
	'step 1 / 10 | loss 1x',
	'step 99999999999999999 / 10 | loss 1',
	'sample 0: a',
	'sample : a',
	'--- inference (new, hallucinated names) ---',
	'num docs: many',
	'num docs: -1',
	'eval 1 / 10 | train 1.0 | validation 1.0',
	'  [milestone] avg loss: 2.5 (was 3.2)',
	`step${' '.repeat(500_000)}`,
	`step 1 / 1 | loss 1${' '.repeat(500_000)}x`,
].map(line => [line.slice(0, 60), line]))('passes over %s', (_, line) => {
	expect(parsePlainLine(line)).toBeUndefined();
});
