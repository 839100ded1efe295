import {describe, expect, it} from 'vitest';
import {CharTokenizer} from '../../source/data/char-tokenizer.js';
import {type Engine} from '../../source/model/engine.js';
import {chapter7, microgpt, type Preset} from '../../source/settings/presets.js';
import {type ResumableRandom} from '../../source/random/random-source.js';
import {openRun} from '../../source/run/open-run.js';
import {createRunConfig} from '../../source/settings/run-config.js';
import {type SampleEvent, type TrainingEvent} from '../../source/training/events.js';
import {sampleDocument, Sampler} from '../../source/training/sample.js';
import {type TrainingControls} from '../../source/training/progress.js';
import {atOnce} from '../helpers/at-once.js';

const tokenizer = new CharTokenizer(['ab']);

/** An engine that expects each token in turn, whatever it reads, and notes what that is. */
function engineThatSays(tokens: readonly number[], blockSize: number) {
	const read: number[] = [];
	const engine = {
		model: {
			architecture: 'bigram', vocabSize: 3, nEmbd: 1, blockSize,
		},
		createDecoder: () => ({
			isEnded: false,
			next(token: number) {
				read.push(token);
				return [0, 1, 2].map(index => index === tokens[(read.length - 1) % tokens.length] ? 9 : 0);
			},
		}),
	} as unknown as Engine;
	return {engine, read};
}

/** Takes the likeliest, and counts how often it was asked. */
function likeliest(): ResumableRandom & {draws: number} {
	return {
		draws: 0,
		state: [],
		restore() {
			// It has no state.
		},
		fork: () => likeliest(),
		shuffle: items => [...items],
		permutation: count => Uint32Array.from({length: count}, (_, place) => place),
		gauss: () => 0,
		choose(weights) {
			this.draws++;
			const list = Array.from(weights, Number);
			return list.indexOf(Math.max(...list));
		},
	};
}

describe('a document with a given beginning', () => {
	it('is read from its beginning, and drawn from there on', () => {
		const {engine, read} = engineThatSays([0, 0, 1, 2], 8);
		const random = likeliest();
		expect(sampleDocument(engine, tokenizer, {temperature: 1, prefix: 'bb'}, random)).toBe('bbb');
		expect(read).toEqual([2, 1, 1, 1]);
		expect(random.draws).toBe(2);
	});

	it('leaves out characters that the model does not know', () => {
		const {engine} = engineThatSays([2], 8);
		expect(sampleDocument(engine, tokenizer, {temperature: 1, prefix: 'b🎉xa'}, likeliest())).toBe('ba');
	});

	it('ends where the block is full, without a draw', () => {
		const {engine} = engineThatSays([0], 3);
		const random = likeliest();
		expect(sampleDocument(engine, tokenizer, {temperature: 1, prefix: 'babab'}, random)).toBe('bab');
		expect(random.draws).toBe(0);
	});
});

describe('the sampler', () => {
	const {engine} = engineThatSays([2], 2);
	const sampler = new Sampler({
		engine, tokenizer, trainingDocuments: ['ab', 'a'], validationDocuments: ['a', 'b'],
	}, 0.7);
	const sample = (prefix: string) => atOnce(sampler.samplePieces(5, likeliest(), {prefix}));

	it('tells what is in the training data, in the validation data only, or in neither', () => {
		const novelties = ['ab', 'a', 'b', 'bb'].map(text => sample(text).novelty);
		expect(novelties).toEqual(['copied', 'copied', 'held-out', 'new']);
	});

	it('tells the beginning as it was given to the model', () => {
		expect(sample('xaxb!ab').prefix).toBe('ab');
		expect(sample('xyz')).not.toHaveProperty('prefix');
		expect(sample('')).not.toHaveProperty('prefix');
	});

	it('takes its own temperature where no other is asked for', () => {
		expect(sample('a').temperature).toBe(0.7);
		const {temperature} = atOnce(sampler.samplePieces(5, likeliest(), {temperature: 2}));
		expect(temperature).toBe(2);
	});
});

/** Runs all steps, and changes the controls after each. */
async function eventsOf(preset: Preset, change: (controls: TrainingControls, step: number) => void) {
	const run = await openRun(createRunConfig(preset, {steps: 40}), 'test', {hasPreviews: true});
	const events: TrainingEvent[] = [];
	for await (const event of run.events) {
		events.push(event);
		if (event.type === 'step') {
			change(run.controls, event.step);
		}
	}

	return {events, parameters: [...run.engine.parameters.data]};
}

describe.each([chapter7, microgpt])('temperature and beginning in a run of $name', preset => {
	const changeLater = (controls: TrainingControls, step: number) => {
		if (step === 10) {
			controls.temperature = 0.2;
		} else if (step === 20) {
			controls.prefix = 'ka';
		}
	};

	it('reach the documents made up from the next step on, and are told before it', async () => {
		const {events} = await eventsOf(preset, changeLater);
		const previews = events.filter((event): event is SampleEvent => event.type === 'sample' && event.ordinal === undefined);
		expect(previews.map(({temperature}) => temperature)).toEqual(previews.map(({step}) => step <= 10 ? preset.samples.temperature : 0.2));
		expect(previews.map(({prefix}) => prefix)).toEqual(previews.map(({step}) => step <= 20 ? undefined : 'ka'));
		expect(previews.filter(({step, text}) => step > 20 && !text.startsWith('ka'))).toEqual([]);
		expect(events.filter(({type}) => type === 'control')).toEqual([
			{
				type: 'control', step: 11, learningRateScale: 1, temperature: 0.2,
			},
			{
				type: 'control', step: 21, learningRateScale: 1, temperature: 0.2, prefix: 'ka',
			},
		]);
	});

	it('leave the losses, the parameters and the samples at the end as they are', async () => {
		const [plain, changed] = [await eventsOf(preset, () => undefined), await eventsOf(preset, changeLater)];
		const essence = ({events}: typeof plain) => events.flatMap((event): unknown[] => {
			if (event.type === 'step') {
				return [[event.loss, event.gradientNorm]];
			}

			return event.type === 'sample' && event.ordinal !== undefined ? [event] : [];
		});
		expect(essence(changed)).toEqual(essence(plain));
		expect(changed.parameters).toEqual(plain.parameters);
	});
});
