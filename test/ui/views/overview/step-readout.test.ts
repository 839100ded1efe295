import {describe, expect, it} from 'vitest';
import {asciiGlyphs, unicodeGlyphs} from '../../../../source/report/chart/glyphs.js';
import {type ReadoutOptions, stepReadout} from '../../../../source/ui/views/overview/step-readout.js';
import {exampleSnapshot, validatedSnapshot} from '../../../helpers/example-snapshot.js';
import {watchedSnapshot} from '../../../helpers/watched-snapshot.js';

const read = (snapshot: ReturnType<typeof exampleSnapshot>, step: number, options: Partial<ReadoutOptions> = {}) => stepReadout(snapshot, {
	step, answer: {}, isInColumn: other => other === step, metric: undefined, width: 200, glyphs: unicodeGlyphs, ...options,
});

const stretch = {
	firstStep: 97, lastStep: 112, mean: 2.412, minimum: 1.6, maximum: 3.4, runningMean: 2.5, learningRate: 0.009, gradientNorm: 1,
};

describe('the line about the step under the cursor', () => {
	it('says the exact figures of a step that is known by itself', () => {
		const snapshot = exampleSnapshot(393);
		const {mean, runningMean} = snapshot.recentCurve[99];
		expect(read(snapshot, 100)).toBe(`step 100  loss ${mean.toFixed(4)}  mean ${runningMean.toFixed(4)}  rate 0.009010  gradient 0.74682`);
	});

	it('says of a stretch that it is one, and takes the step itself once that is known', () => {
		const snapshot = {...exampleSnapshot(393), curve: [stretch], recentCurve: []};
		expect(read(snapshot, 100)).toBe('step 100  steps 97-112: mean 2.41, 1.60 to 3.40  running mean 2.5000 at 112  rate 0.009000 at 112');
		const point = {
			...stretch, firstStep: 100, lastStep: 100, mean: 2.1234, minimum: 2.1234, maximum: 2.1234,
		};
		expect(read(snapshot, 100, {answer: {point}})).toBe('step 100  loss 2.1234  mean 2.5000  rate 0.009000  gradient 1');
		expect(read(snapshot, 200)).toBe('step 200  no loss told');
	});

	it('says what happened there, or at another step of its column', () => {
		const happened = exampleSnapshot(393, {
			coachHistory: [{step: 100, wordings: ['now']}, {step: 104, wordings: ['then']}], coachForgotten: 2, learningRateChanges: [{step: 100, scale: 1.5}],
		});
		expect(read(happened, 100)).toContain('coach 3  rate set to ×1.5  rate 0.00');
		expect(read(happened, 100)).not.toContain('coach 4');
		expect(read(happened, 100, {isInColumn: () => true})).toContain('coach 4 at 104');
		expect(read(validatedSnapshot(393), 350)).toContain('validation 2.5543 (training 2.5143)  best validation');
	});

	it('says the documents that the step learnt from', () => {
		const documents = ['kaha', 'malei', 'kora'];
		expect(read(exampleSnapshot(10), 5, {answer: {documents}})).toContain('“kaha” and 2 more');
		expect(read(exampleSnapshot(10), 5, {answer: {documents: ['x'.repeat(40)]}, glyphs: asciiGlyphs})).toContain(`"${'x'.repeat(23)}~"`);
	});

	it('has what matters most in few columns, and nothing cut', () => {
		expect(read(exampleSnapshot(393), 393, {width: 38})).toBe('step 393  loss 1.8748  mean 2.5520');
	});

	it('is about the number whose chart shows', () => {
		const told = watchedSnapshot(['step 1 loss 3 acc 0.25', 'step 2 loss 2.5 acc 0.5']);
		expect(read(told, 1, {metric: told.metrics[0].name})).toMatch(/^step 1 {2}0\.25/v);
	});
});
