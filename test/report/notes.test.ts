import {describe, expect, it} from 'vitest';
import {type Ablation} from '../../source/model/model-config.js';
import {microgpt} from '../../source/settings/presets.js';
import {startNotes} from '../../source/report/notes.js';
import {type StartEvent} from '../../source/training/events.js';
import {exampleStart} from '../helpers/example-snapshot.js';

function startWith(dataset: Partial<StartEvent['dataset']>, vocabSize = 27): StartEvent {
	return {...exampleStart, model: {...exampleStart.model, vocabSize}, dataset: {...exampleStart.dataset, truncatedDocumentCount: 0, ...dataset}};
}

describe('the notes on a run', () => {
	it('say that the loss is one on the training data', () => {
		expect(startNotes(startWith({}))).toEqual([
			'The loss is computed on the training data; add --val-split 0.1 to measure it on documents that are held out.',
		]);
	});

	it('say what is taken out of the model, and what of it is still in use', () => {
		const start = startWith({});
		const noteOf = (without: Ablation[]) => startNotes({...start, parameterCount: 4192, model: {vocabSize: 27, ...microgpt.model, without}})[0];
		expect(noteOf(['head:0.2', 'norm'])).toBe('Without head:0.2, norm, 3,936 of the 4,192 parameters are in use; the others learn nothing.');
		expect(noteOf(['norm'])).toBe('The model is without norm.');
	});

	it('say what the loss of a step is of, with dropout', () => {
		const start = startWith({});
		const model = {
			vocabSize: 27, architecture: 'gpt', nLayer: 1, nEmbd: 16, nHead: 4, blockSize: 16, dropout: 0.1,
		} as const;
		expect(startNotes({...start, model})[0]).toBe('The loss of a step is that with dropout, without 10% of the activations; validation and samples are those of the whole model.');
	});

	it('say how many documents are held out and when they are measured', () => {
		expect(startNotes(startWith({validationDocumentCount: 1200}))).toEqual([
			'1,200 documents are held out for validation, which is measured every 50 steps.',
		]);
	});

	it('count one step as one', () => {
		const start = startWith({validationDocumentCount: 1200});
		expect(startNotes({...start, training: {...start.training, evalEvery: 1}})[0]).toBe('1,200 documents are held out for validation, which is measured after every step.');
	});

	it('say when the training stops early', () => {
		const start = startWith({validationDocumentCount: 1200});
		const noteOf = (patience: number) => startNotes({...start, training: {...start.training, patience}})[0];
		expect(noteOf(1)).toBe('1,200 documents are held out for validation, which is measured every 50 steps. Training stops early after 1 measurement without a better one.');
		expect(noteOf(3)).toBe('1,200 documents are held out for validation, which is measured every 50 steps. Training stops early after 3 measurements in a row without a better one.');
	});

	it('say that of a text with windows at random places the end is held out', () => {
		const notesOn = (count: number) => startNotes(startWith({mode: 'stream', windows: 'random', validationDocumentCount: count}));
		expect(notesOn(1743)).toEqual(['The last 1,743 windows of the text are held out for validation, which is measured every 50 steps.']);
		expect(notesOn(1)).toEqual(['The last window of the text is held out for validation, which is measured every 50 steps.']);
	});

	it('say it of one document as one does', () => {
		expect(startNotes(startWith({validationDocumentCount: 1}))).toEqual(['One document is held out for validation, which is measured every 50 steps.']);
	});

	it('say how many documents lose their end', () => {
		expect(startNotes(exampleStart)[0]).toBe('1,234 of 6,000 documents are longer than the context of 8 tokens; the model sees only their beginning.');
	});

	it('say what a large vocabulary costs', () => {
		expect(startNotes(startWith({}, 1000))).toHaveLength(1);
		expect(startNotes(startWith({}, 1001))).toHaveLength(2);
		expect(startNotes(startWith({}, 3501))[1]).toMatch(/^The data has 3,500 distinct characters, so the model has [\d,]+ parameters/v);
	});
});
