import fc from 'fast-check';
import leven from 'leven';
import {describe, expect, it} from 'vitest';
import {noProgress} from '../../source/training/progress.js';
import {CharTokenizer} from '../../source/data/char-tokenizer.js';
import {createInspector} from '../../source/inspection/inspector.js';
import {chapter7, microgpt, type Preset} from '../../source/settings/presets.js';
import {DotnetRandom} from '../../source/random/dotnet-random.js';
import {openRun} from '../../source/run/open-run.js';
import {createRunConfig} from '../../source/settings/run-config.js';
import {type TrainingEvent} from '../../source/training/events.js';
import {atOnce} from '../helpers/at-once.js';
import {fakeEngine} from '../helpers/fake-engine.js';
import {smallTraining} from '../helpers/small-training.js';

function nearestIn(trainingDocuments: readonly string[], texts: readonly string[]) {
	const inspector = createInspector({
		engine: fakeEngine(),
		tokenizer: new CharTokenizer(['abc']),
		config: smallTraining().config,
		start: {seed: 1},
		trainingDocuments,
		validationDocuments: [],
		progress: noProgress(),
	}, new DotnetRandom(1));
	return atOnce(inspector.nearestDocuments(texts));
}

describe('the nearest documents', () => {
	it('are those that a search through all of them finds', () => {
		const text = fc.string({unit: fc.constantFrom('a', 'b', 'c', 'é', '🎉'), maxLength: 9});
		fc.assert(fc.property(fc.array(text, {minLength: 1, maxLength: 30}), fc.array(text, {maxLength: 5}), (documents, texts) => {
			const naive = texts.map(sample => {
				const distances = documents.map(document => leven(sample, document));
				return documents[distances.indexOf(Math.min(...distances))];
			});
			expect(nearestIn(documents, texts)).toEqual(naive);
		}), {numRuns: 300});
	});

	it('are the first of those that are equally near', () => {
		expect(nearestIn(['cccc', 'ba', 'ab', 'aaa'], ['aa'])).toEqual(['ba']);
	});

	it('are looked for among the first documents only, if there are very many', () => {
		const many = [...Array.from({length: 1000}, () => 'a'.repeat(1000)), 'bcb'];
		expect(nearestIn(many, ['bcb'])).toEqual(['a'.repeat(1000)]);
		expect(nearestIn(many.slice(1), ['bcb'])).toEqual(['bcb']);
	});
});

async function eventsOf(preset: Preset, look: (ask: Awaited<ReturnType<typeof openRun>>['ask'], step: number) => Promise<unknown>) {
	const run = await openRun(createRunConfig(preset, {steps: 30}), 'test', {hasPreviews: true});
	const events: TrainingEvent[] = [];
	for await (const event of run.events) {
		events.push(event.type === 'step' ? {...event, elapsedMs: 0} : event);
		if (event.type === 'step') {
			await look(run.ask, event.step);
		}
	}

	// All but the versions and times, which are no part of the run.
	return {events: events.filter(({type}) => type === 'step' || type === 'sample'), parameters: [...run.engine.parameters.data], ask: run.ask};
}

describe.each([chapter7, microgpt])('making up on demand in a run of $name', preset => {
	it('changes neither the training nor what it makes up itself', async () => {
		const plain = await eventsOf(preset, async () => undefined);
		const watched = await eventsOf(preset, async ask => {
			await ask(['makeUp', {temperature: 1.5, prefix: 'a'}]);
			await ask(['traceDocument', 'kamon']);
			await ask(['nearestDocuments', ['kamon']]);
		});
		expect(watched.events).toEqual(plain.events);
		expect(watched.parameters).toEqual(plain.parameters);
	});

	it('takes the step, the temperature and the beginning that it is asked for', async () => {
		const samples: unknown[] = [];
		const {ask} = await eventsOf(preset, async (question, step) => {
			if (step === 7) {
				samples.push(await question(['makeUp', {temperature: 0.25, prefix: 'mo1'}]));
			}
		});
		samples.push(await ask(['makeUp', {temperature: 3, prefix: ''}]));
		expect(samples).toMatchObject([
			{
				type: 'sample', step: 7, temperature: 0.25, prefix: 'mo', text: expect.stringMatching(/^mo/v) as unknown,
			},
			{type: 'sample', step: 30, temperature: 3},
		]);
		expect(samples[1]).not.toHaveProperty('prefix');
		expect(samples[1]).not.toHaveProperty('ordinal');
	});

	it('makes up something else each time', async () => {
		const {ask} = await eventsOf(preset, async () => undefined);
		const texts = new Set<string>();
		for (let count = 0; count < 20; count++) {
			texts.add((await ask(['makeUp', {temperature: 1}]))!.text);
		}

		expect(texts.size).toBeGreaterThan(10);
	});
});
