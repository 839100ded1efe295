import {describe, expect, it} from 'vitest';
import {createSentences} from '../../source/report/sentences.js';
import {type ToldStart} from '../../source/training/told-events.js';
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
			expect.stringMatching(/^Step 5 of 50\. Loss 2\.2000, running mean 2\.2\d\d\d, /v) as string,
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

	it('tell of many steps at once, and go on from their mean', () => {
		const tell = createSentences(exampleStart(1000), {every: 100});
		expect(tell({
			...exampleStep(120), type: 'interval', firstStep: 1, meanLoss: 2.5, minimumLoss: 2, minimumStep: 7, maximumLoss: 3, runningMean: 2.25,
		})).toEqual(['Steps 1 to 120 of 1,000. Mean loss 2.5000, running mean 2.2500, learning rate 0.010000.']);
		expect(tell({...exampleStep(121), loss: 2.25})).toEqual([]);
		expect(tell({...exampleStep(200), loss: 2.25})).toEqual(['Step 200 of 1,000. Loss 2.2500, running mean 2.2500, learning rate 0.010000.']);
		// Not as if there had been nothing before.
		expect(tell({...exampleStep(300), loss: 9})[0]).toContain('running mean 2.4');
	});

	it('leave out what another program does not tell', () => {
		const start: ToldStart = {
			type: 'start', preset: 'train.py', model: {}, training: {}, dataset: {}, versions: {},
		};
		const tell = createSentences(start);
		expect(tell(start)).toEqual(['Training train.py.']);
		expect(tell({...start, dataset: {documentCount: 6000}})).toEqual(['Training train.py.', 'The data is 6,000 documents.']);
		const lines = Array.from({length: 250}, (_, index) => tell({type: 'step', step: index + 1, loss: 2.5})).flat();
		expect(lines).toEqual([1, 100, 200].map(step => `Step ${step}. Loss 2.5000, running mean 2.5000.`));
		expect(tell({type: 'step', step: 300, loss: NaN})).toEqual(['Step 300. The loss is not a finite number.']);
		expect(tell({type: 'finish', reason: 'diverged', totals: {steps: 300}})).toEqual(['The run is diverged, after 300 steps.']);
	});

	it('begin anew where the run does, and go back where it does', () => {
		const tell = createSentences(exampleStart(1000), {every: 1});
		tell({...exampleStep(1), loss: 3});
		tell({...exampleStep(2), loss: 9});
		expect(tell({...exampleStep(2), loss: 3})[0]).toContain('running mean 3.0000');
		expect(tell({...exampleStep(1), loss: 7})[0]).toContain('running mean 7.0000');
	});
});
