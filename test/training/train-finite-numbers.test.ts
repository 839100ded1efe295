import {describe, expect, it} from 'vitest';
import {train as trainLibrary} from '../../source/index.js';
import {type TrainingEvent} from '../../source/training/events.js';
import {fakeEngine} from '../helpers/fake-engine.js';
import {allEvents, smallTraining} from '../helpers/small-training.js';

/** The numbers of the evaluations that JSON would print as null. */
function lostNumbers(events: readonly TrainingEvent[]): number[] {
	const losses = events.flatMap(event => event.type === 'eval' ? [event.trainLoss, event.validationLoss] : []);
	return losses.filter(loss => !Number.isFinite(loss));
}

describe('the events of a training that goes wrong', () => {
	// JSON has no Infinity: `--json` would print a loss of null, which the type of the event rules out.
	it.each([
		['an infinite loss', Infinity],
		['a loss that is not a number', NaN],
	])('keep their numbers as lines of JSON when an evaluation gives %s', async (_, loss) => {
		const engine = fakeEngine({computeLoss: () => loss});
		const told = await allEvents(smallTraining({steps: 1, engine, validationDocuments: ['ca']}).events);
		expect(lostNumbers(told)).toEqual([]);
	});

	it.each([
		// Of one training document and one validation document, after the first step.
		['the training data', 1],
		['the validation data', 2],
	])('end with a divergence where only %s has no finite loss', async (_, place) => {
		const engine = fakeEngine({computeLoss: count => count === place ? Infinity : 2});
		const told = await allEvents(smallTraining({
			steps: 5, evalEvery: 1, engine, trainingDocuments: ['ab'], validationDocuments: ['ca'],
		}).events);
		expect(told.slice(1)).toMatchObject([{type: 'step', step: 1}, {type: 'warning', step: 1, code: 'diverged'}, {type: 'finish', reason: 'diverged', totals: {steps: 1}}]);
		expect(engine.measuredOn).toHaveLength(2);
	});

	it('keep their numbers when the last update of the real engine goes too far', async () => {
		const told = await allEvents(smallTraining({steps: 1, learningRate: 1000, validationDocuments: ['ca']}).events);
		expect(lostNumbers(told)).toEqual([]);
	});

	it('do not blame a finite loss where only the gradient is infinite', async () => {
		const engine = fakeEngine({
			computeGradients(_, gradients) {
				gradients[0] = Infinity;
				return 2;
			},
		});
		const told = await allEvents(smallTraining({engine}).events);
		expect(told[1]).toMatchObject({
			type: 'warning', code: 'diverged', message: 'The training has diverged: the loss or its gradient is not a finite number at step 1. The learning rate was 0.0100; try a tenth of it.',
		});
	});

	it('tell that the very last update went too far', async () => {
		for (const options of [{precision: 'f64', learningRate: 1e308}, {precision: 'f32', learningRate: 1e39}] as const) {
			const told: TrainingEvent[] = [];
			for await (const event of trainLibrary({
				steps: 1, samples: 3, preset: 'microgpt', ...options,
			})) {
				told.push(event);
			}

			expect(told.map(({type}) => type)).toEqual(['start', 'step', 'warning', 'finish']);
			expect(told.at(-1)).toMatchObject({reason: 'diverged', totals: {steps: 1}});
		}
	});
});
