import {
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {type TrainingEvent} from '../../source/training/events.js';
import {fakeEngine} from '../helpers/fake-engine.js';
import {allEvents, smallTraining} from '../helpers/small-training.js';

const typesOf = (events: readonly TrainingEvent[]) => events.map(({type}) => type);
const stepsOf = (events: readonly TrainingEvent[]) => events.filter(event => event.type === 'step');
const range = (count: number) => Array.from({length: count}, (_, index) => index + 1);

describe('train', () => {
	it('tells its start first, then each step once, its finish last', async () => {
		const {events, start} = smallTraining({steps: 50});
		const told = await allEvents(events);
		expect(told[0]).toBe(start);
		expect(typesOf(told)).toEqual(['start', ...range(50).map(() => 'step'), 'finish']);
		expect(stepsOf(told).map(({step}) => step)).toEqual(range(50));
	});

	it('takes one document a step, in their order, over and over', async () => {
		const engine = fakeEngine();
		await allEvents(smallTraining({steps: 5, engine, trainingDocuments: ['a', 'bc']}).events);
		expect(engine.trainedOn).toEqual([[3, 0, 3], [3, 1, 2, 3], [3, 0, 3], [3, 1, 2, 3], [3, 0, 3]]);
	});

	it('takes as many documents a step as a batch holds', async () => {
		const engine = fakeEngine();
		const {events} = smallTraining({
			steps: 2, batchSize: 3, engine, trainingDocuments: ['a', 'bc'],
		});
		const told = await allEvents(events);
		expect(engine.trainedOn).toEqual([[3, 0, 3], [3, 1, 2, 3], [3, 0, 3], [3, 1, 2, 3], [3, 0, 3], [3, 1, 2, 3]]);
		expect(stepsOf(told).map(({tokenCount}) => tokenCount)).toEqual([7, 8]);
	});

	it('scales gradients down to the largest norm that is allowed', async () => {
		// The fake gradients are 24 ones; Adam's first step alone would hide their scale.
		const [clipped, unclipped, untouched] = await Promise.all([0.5, 0, 5].map(async gradClip => {
			const training = smallTraining({steps: 2, engine: fakeEngine(), gradClip});
			const told = await allEvents(training.events);
			return {norms: stepsOf(told).map(({gradientNorm}) => gradientNorm), firstMoment: training.engine.moments.first[0]};
		}));
		expect(clipped.norms).toEqual([Math.sqrt(24), Math.sqrt(24)]);
		expect(clipped.firstMoment).toBeCloseTo(unclipped.firstMoment * 0.5 / Math.sqrt(24), 14);
		expect(untouched.firstMoment).toBe(unclipped.firstMoment);
	});

	it('says of each step what it did', async () => {
		const {events} = smallTraining({
			steps: 4, learningRate: 0.1, engine: fakeEngine(), trainingDocuments: ['a', 'abcabc'],
		});
		const told = await allEvents(events);
		// Of the longer document only as much as fits a context of 4; 24 gradients of 1.
		expect(stepsOf(told)).toMatchObject([2, 4, 2, 4].map((tokenCount, index) => ({
			step: index + 1, loss: 2, tokenCount, gradientNorm: Math.sqrt(24), learningRate: 0.1 * (1 - (index / 4)),
		})));
		const times = stepsOf(told).map(({elapsedMs}) => elapsedMs);
		expect(times).toEqual(times.toSorted((a, b) => a - b));
		expect(told.at(-1)).toEqual({type: 'finish', reason: 'completed', totals: {steps: 4, tokens: 12, elapsedMs: times.at(-1)}});
	});

	it('learns', async () => {
		const losses = stepsOf(await allEvents(smallTraining({steps: 200, learningRate: 0.05}).events)).map(({loss}) => loss);
		expect(losses.at(-1)).toBeLessThan(losses[0] / 2);
	});

	it('does nothing that it is not asked for', async () => {
		const {events, engine} = smallTraining({engine: fakeEngine()});
		await events.next();
		const before = [...engine.parameters.data];
		expect(engine).toMatchObject({trainedOn: []});
		await events.next();
		expect(engine).toMatchObject({trainedOn: [[3, 0, 1, 2, 3]]});
		expect([...engine.parameters.data]).not.toEqual(before);
	});

	it('stops where it is told to', async () => {
		const {events, engine} = smallTraining({engine: fakeEngine()});
		for (let count = 0; count < 3; count++) {
			await events.next();
		}

		await events.return();
		expect(await events.next()).toEqual({value: undefined, done: true});
		expect(engine).toMatchObject({trainedOn: {length: 2}});
	});

	it('lets others have their turn while it goes on', async () => {
		vi.useFakeTimers({toFake: ['performance']});
		try {
			let stepsWhenItCame = 0;
			const engine = fakeEngine({
				computeGradients() {
					// Each step takes a millisecond.
					vi.advanceTimersByTime(1);
					return 2;
				},
			});
			setImmediate(() => {
				stepsWhenItCame = engine.trainedOn.length;
			});
			await allEvents(smallTraining({steps: 100, engine}).events);
			expect(stepsWhenItCame).toBe(8);
		} finally {
			vi.useRealTimers();
		}
	});
});

describe('train with validation documents', () => {
	const validationDocuments = ['ca', 'bb'];

	it('measures every so many steps and at the last', async () => {
		const told = await allEvents(smallTraining({steps: 8, evalEvery: 3, validationDocuments}).events);
		expect(typesOf(told)).toEqual(['start', 'step', 'step', 'step', 'eval', 'step', 'step', 'step', 'eval', 'step', 'step', 'eval', 'finish']);
		expect(told.filter(event => event.type === 'eval').map(({step}) => step)).toEqual([3, 6, 8]);
	});

	it('measures only once where the last step is one of them', async () => {
		const told = await allEvents(smallTraining({steps: 6, evalEvery: 3, validationDocuments}).events);
		expect(typesOf(told).slice(-3)).toEqual(['step', 'eval', 'finish']);
		expect(told.filter(event => event.type === 'eval')).toHaveLength(2);
	});

	it('measures both parts with the parameters as they are after the step', async () => {
		const {events, engine} = smallTraining({
			steps: 4, evalEvery: 2, trainingDocuments: ['abc'], validationDocuments: ['ca'],
		});
		for await (const event of events) {
			if (event.type !== 'eval') {
				continue;
			}

			expect(event.trainLoss).toBe(engine.computeLoss([[3, 0, 1, 2, 3]]));
			expect(event.validationLoss).toBe(engine.computeLoss([[3, 2, 0, 3]]));
		}
	});

	it('goes on exactly as if nobody had measured', async () => {
		const [plain, measured] = [smallTraining({steps: 60}), smallTraining({steps: 60, evalEvery: 7, validationDocuments})];
		const [plainSteps, measuredSteps] = [stepsOf(await allEvents(plain.events)), stepsOf(await allEvents(measured.events))];
		const withoutClock = plainSteps.map(step => ({...step, elapsedMs: 0}));
		expect(measuredSteps.map(step => ({...step, elapsedMs: 0}))).toEqual(withoutClock);
		expect([...measured.engine.parameters.data]).toEqual([...plain.engine.parameters.data]);
	});
});

describe('the documents that a training makes up', () => {
	it('are known or new', async () => {
		const {events} = smallTraining({
			steps: 40, learningRate: 0.05, trainingDocuments: ['ab', 'cab'], samples: 50,
		});
		const told = await allEvents(events);
		const samples = told.filter(event => event.type === 'sample');
		expect(samples.map(({ordinal}) => ordinal)).toEqual(range(50));
		for (const {text, novelty} of samples) {
			expect(novelty).toBe(text === 'ab' || text === 'cab' ? 'copied' : 'new');
		}

		expect(new Set(samples.map(({novelty}) => novelty))).toEqual(new Set(['copied', 'new']));
	});
});
