import {describe, expect, it} from 'vitest';
import {createSentences} from '../../source/report/sentences.js';
import {exampleStart, exampleStep} from '../helpers/example-events.js';

describe('the sentences for a screen reader', () => {
	it('tell the run, a tenth of it at a time', () => {
		const start = exampleStart(50);
		const tell = createSentences(start);
		const lines = [start, ...Array.from({length: 50}, (_, index) => exampleStep(index + 1))].flatMap(event => tell(event));
		expect(lines.slice(0, 4)).toEqual([
			'Training chapter7, 992 parameters, for 50 steps.',
			'The data is names.txt, 6,000 documents.',
			'Step 1 of 50. Loss 3.0000, running mean 3.0000, learning rate 0.010000.',
			expect.stringMatching(/^Step 5 of 50\. Loss 2\.2000, running mean 2\.4\d\d\d, /v) as string,
		]);
		expect(lines).toHaveLength(13);
	});

	it('tell evaluations, samples and the end, and nothing that is only for the eye', () => {
		const tell = createSentences(exampleStart(50), {isAscii: true});
		expect(tell({
			type: 'eval', step: 20, trainLoss: 2.1, validationLoss: 2.25,
		})).toEqual(['Validation at step 20. Loss 2.2500, and 2.1000 on the training data.']);
		const sample = {
			type: 'sample', step: 50, text: 'Zo\u{1B}ë', temperature: 0.5, novelty: 'new',
		} as const;
		expect(tell({...sample, ordinal: 2})).toEqual([String.raw`Made up, number 2: Zo\u{1b}\u{eb}.`]);
		expect(tell(sample)).toEqual([]);
		expect(tell({type: 'control', step: 3, learningRateScale: 2})).toEqual([]);
		expect(tell({type: 'finish', reason: 'stopped', totals: {steps: 1234, tokens: 1, elapsedMs: 1}})).toEqual(['The run is stopped, after 1,234 steps.']);
	});
});
