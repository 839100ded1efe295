import {describe, expect, it} from 'vitest';
import {DotnetRandom} from '../../source/random/dotnet-random.js';
import {type TrainingEvent} from '../../source/training/events.js';
import {noProgress} from '../../source/training/progress.js';
import {allEvents, smallTraining, type SmallTrainingOptions} from '../helpers/small-training.js';

const places = (events: readonly TrainingEvent[]) => events.flatMap(event => event.type === 'start' || event.type === 'finish' ? [] : [`${event.type} ${'step' in event ? event.step : ''}`]);

/** Every third step is evaluated, and followed by a document that is made up. */
const options = (): SmallTrainingOptions => ({
	steps: 7, evalEvery: 3, validationDocuments: ['ca', 'bb'], samples: 2, previews: {every: 3, random: new DotnetRandom(2)},
});

const whole = [
	'step 1', 'step 2', 'step 3', 'eval 3', 'sample 3', 'step 4', 'step 5', 'step 6', 'eval 6', 'sample 6', 'step 7', 'eval 7', 'sample 7', 'sample 7',
];

describe('a training that is left and goes on', () => {
	it('makes documents up every so many steps, and not before the first', async () => {
		const events = await allEvents(smallTraining(options()).events);
		expect(places(events)).toEqual(whole);
		expect(events.flatMap(event => event.type === 'sample' ? [event.ordinal] : [])).toEqual([undefined, undefined, 1, 2]);
	});

	it.each(whole.map((name, index) => [index + 1, name] as const))('tells each of its events once, wherever it is left: after %i, %s', async (count, name) => {
		const progress = noProgress();
		const first = smallTraining({...options(), progress});
		const before: TrainingEvent[] = [];
		while (places(before).length < count) {
			const {value} = await first.events.next();
			before.push(value!);
		}

		await first.events.return();
		expect(places(before).at(-1)).toBe(name);
		const after = await allEvents(smallTraining({...options(), engine: first.engine, progress}).events);
		expect([...places(before), ...places(after)]).toEqual(whole);
		expect(after.at(-1)).toMatchObject({type: 'finish', reason: 'completed', totals: {steps: 7}});
	});
});
