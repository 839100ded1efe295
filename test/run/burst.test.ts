import fc from 'fast-check';
import {expect, it} from 'vitest';
import {BurstReader, BurstWriter} from '../../source/run/burst.js';
import {type TrainingEvent} from '../../source/training/events.js';
import {exampleStart} from '../helpers/example-events.js';

const anyStep = fc.record({
	type: fc.constant('step' as const),
	step: fc.nat(),
	loss: fc.double(),
	learningRate: fc.double(),
	tokenCount: fc.nat(),
	gradientNorm: fc.double(),
	elapsedMs: fc.double(),
});
const anyOther = fc.oneof(
	fc.constant(exampleStart(5)),
	fc.record({
		type: fc.constant('eval' as const), step: fc.nat(), trainLoss: fc.double(), validationLoss: fc.double(),
	}),
	fc.record({
		type: fc.constant('sample' as const),
		step: fc.nat(),
		text: fc.string({unit: 'binary'}),
		temperature: fc.double(),
		novelty: fc.constantFrom('copied' as const, 'held-out' as const, 'new' as const),
	}),
);

it('gives back the events that went in, in their order', () => {
	const anyEvent = fc.oneof({weight: 3, arbitrary: anyStep}, anyOther);
	fc.assert(fc.property(fc.array(anyEvent), events => {
		const writer = new BurstWriter();
		for (const event of events) {
			writer.add(event);
		}

		const reader = new BurstReader(structuredClone(writer.finish()));
		const read: TrainingEvent[] = [];
		while (!reader.isEmpty) {
			read.push(reader.next());
		}

		expect(read).toEqual(events);
	}));
});
