import {describe, expect, it} from 'vitest';
import {type Engine} from '../../source/model/engine.js';
import {fakeEngine} from '../helpers/fake-engine.js';
import {allEvents, smallTraining, type SmallTrainingOptions} from '../helpers/small-training.js';

const copyOf = ({parameters}: Engine) => [...parameters.data];

describe('the scale of the learning rate', () => {
	it('holds from the next step on, which is told before it', async () => {
		const {events, controls} = smallTraining({steps: 10, learningRate: 0.1, engine: fakeEngine()});
		const told: unknown[] = [];
		for await (const event of events) {
			told.push(event.type === 'step' ? event.learningRate : event);
			if (event.type === 'step') {
				controls.learningRateScale = [1, 1, 3, 3, 3, 0.5][event.step] ?? 0.5;
			}
		}

		expect(told.slice(1, -1)).toEqual([
			0.1,
			0.1 * (1 - (1 / 10)),
			{type: 'control', step: 3, learningRateScale: 3},
			0.1 * (1 - (2 / 10)) * 3,
			0.1 * (1 - (3 / 10)) * 3,
			0.1 * (1 - (4 / 10)) * 3,
			{type: 'control', step: 6, learningRateScale: 0.5},
			...[5, 6, 7, 8, 9].map(index => 0.1 * (1 - (index / 10)) * 0.5),
		]);
	});

	it('is told at the first step too, if it is not 1 by then', async () => {
		const {events, controls} = smallTraining({steps: 1});
		controls.learningRateScale = 2;
		const told = await allEvents(events);
		expect(told.map(({type}) => type)).toEqual(['start', 'control', 'step', 'finish']);
	});

	it('scales the update itself', async () => {
		const [plain, scaled, still] = [1, 2, 0].map(scale => {
			const training = smallTraining({steps: 1});
			training.controls.learningRateScale = scale;
			return training;
		});
		const before = copyOf(plain.engine);
		for (const {events} of [plain, scaled, still]) {
			await allEvents(events);
		}

		expect(copyOf(still.engine)).toEqual(before);
		const moves = copyOf(plain.engine).map((value, index) => value - before[index]);
		for (const [index, value] of copyOf(scaled.engine).entries()) {
			expect(value).toBeCloseTo(before[index] + (2 * moves[index]), 14);
		}
	});
});

describe('a training that diverges', () => {
	it.each<[string, Parameters<typeof fakeEngine>[0]]>([
		['a loss that is not a number', {computeGradients: count => count === 3 ? NaN : 2}],
		['an infinite loss', {computeGradients: count => count === 3 ? Infinity : 2}],
		['a gradient that is not a number', {
			computeGradients(count, gradients) {
				gradients[5] = count === 3 ? NaN : 1;
				return 2;
			},
		}],
		['an infinite gradient', {
			computeGradients(count, gradients) {
				gradients[0] = count === 3 ? -Infinity : 1;
				return 2;
			},
		}],
	])('warns of %s, and leaves the parameters as they were', async (_, answers) => {
		const {events, engine} = smallTraining({engine: fakeEngine(answers), validationDocuments: ['a'], evalEvery: 3});
		const told: unknown[] = [];
		let lastGood: number[] = [];
		for await (const event of events) {
			told.push(event);
			if (event.type === 'step') {
				lastGood = copyOf(engine);
			}
		}

		expect(told).toMatchObject([
			{type: 'start'},
			{type: 'step', step: 1},
			{type: 'step', step: 2},
			{type: 'warning', step: 3, code: 'diverged'},
			{type: 'finish', reason: 'diverged', totals: {steps: 2}},
		]);
		expect(copyOf(engine)).toEqual(lastGood);
		expect(lastGood.every(value => Number.isFinite(value))).toBe(true);
	});

	it('says what the learning rate was and which one to try', async () => {
		const engine = fakeEngine({computeGradients: () => NaN});
		const told = await allEvents(smallTraining({learningRate: 5, engine}).events);
		expect(told[1]).toMatchObject({message: 'The training has diverged: the loss or its gradient is not a finite number at step 1. The learning rate was 5.00; try a tenth of it.'});
	});

	it.each([1e3, 1e10, 1e80, 1e150, 1e200, 1e300])('keeps finite parameters with the real engine at a learning rate of %d', async learningRate => {
		const options: SmallTrainingOptions = {steps: 300, learningRate};
		const {events, engine} = smallTraining(options);
		const told = await allEvents(events);
		expect(told.at(-1)).toMatchObject({type: 'finish', reason: 'diverged'});
		expect(told.at(-2)).toMatchObject({type: 'warning'});
		expect(copyOf(engine).every(value => Number.isFinite(value))).toBe(true);
	});
});
