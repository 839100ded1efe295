import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {FoldedRecord} from '../../source/history/folded-record.js';
import {RunRecord} from '../../source/history/run-record.js';
import {type ToldEvent} from '../../source/training/told-events.js';
import {exampleStart, exampleStep} from '../helpers/example-events.js';

/** All that is known of a run, with what only shows when it goes on. */
function contentOf(record: RunRecord): unknown {
	return {
		...record.snapshot(), rate: record.learningRateWith(0.3), left: record.stepsLeft, end: record.finishHere('stopped'),
	};
}

function expectSame(actual: RunRecord, expected: RunRecord) {
	expect(contentOf(actual)).toEqual(contentOf(expected));
}

/** Something that happens at a step, by chance. */
function happeningAt(step: number, kind: number): ToldEvent[] {
	switch (kind) {
		case 0: {
			return [{
				type: 'eval', step, trainLoss: 2, validationLoss: 1 + (((step * 7919) % 100) / 100),
			}];
		}

		case 1: {
			return [{
				type: 'sample', step, text: `a${step}`, temperature: 0.5, novelty: step % 3 === 0 ? 'copied' : 'new',
			}];
		}

		case 2: {
			return [{
				type: 'control', step: step + 1, learningRateScale: (step % 7) + 0.5, temperature: 0.8,
			}];
		}

		case 3: {
			return [{
				type: 'warning', step, code: 'unsaved', message: 'The disk is full.',
			}];
		}

		case 4: {
			return [{type: 'checkpoint', step, path: '/runs/one/checkpoint.safetensors'}];
		}

		case 6: {
			return [{type: 'metrics', step, values: {accuracy: step % 10, [`layer ${step % 5}`]: step}}];
		}

		case 5: {
			// Another program takes it up again from an earlier step.
			return Array.from({length: 3}, (_, index) => exampleStep(Math.max(2, step - 20) + index));
		}

		default: {
			return [];
		}
	}
}

/** A run of many steps, some of which something happens at; the losses of another program need not go on. */
function runOf(length: number, kinds: readonly number[]): ToldEvent[] {
	const steps = Array.from({length}, (_, index) => index + 1);
	return [
		exampleStart(length),
		{
			type: 'baselines', uniform: 3.3, unigram: 2.8, bigram: 2.4,
		},
		...steps.flatMap(step => [{...exampleStep(step), loss: 2 + Math.sin(step)}, ...happeningAt(step, kinds[step % kinds.length])]),
	];
}

const kinds = fc.array(fc.nat(30), {minLength: 5, maxLength: 200});
const places = fc.array(fc.nat(20_000), {minLength: 1, maxLength: 4});

describe('a record of a run', () => {
	it('goes on like its copy, and neither changes the other', () => {
		fc.assert(fc.property(kinds, fc.integer({min: 1, max: 3000}), fc.integer({min: 0, max: 1500}), (someKinds, length, more) => {
			const events = runOf(length + more, someKinds);
			const original = RunRecord.of(events.slice(0, length));
			const copy = original.copy();
			const before = contentOf(original);
			expect(contentOf(copy)).toEqual(before);
			for (const event of events.slice(length)) {
				copy.record(event);
			}

			expect(contentOf(original)).toEqual(before);
			const whole = RunRecord.of(events);
			expectSame(copy, whole);
		}), {numRuns: 50});
	});
});

describe('a folded record', () => {
	it('is at each place what the events up to there come to, in whatever order one asks', () => {
		fc.assert(fc.property(kinds, places, (someKinds, somePlaces) => {
			const events = runOf(15_000, someKinds);
			const folded = new FoldedRecord(events);
			for (const wanted of somePlaces) {
				const place = Math.min(wanted, events.length);
				const [record, whole] = [folded.at(place), RunRecord.of(events.slice(0, place))];
				expectSame(record, whole);
			}
		}), {numRuns: 5});
	});

	it('gives a record that one may go on with', () => {
		const events = runOf(9000, [9]);
		const folded = new FoldedRecord(events);
		const before = contentOf(folded.at(8500));
		folded.at(8500).record({...exampleStep(8500), loss: 77});
		expect(contentOf(folded.at(8500))).toEqual(before);
	});

	it.each([['before it is prepared', false], ['when it is prepared', true]])('finds what comes after a step %s', async (_when, isPrepared) => {
		const events = runOf(13_000, [0, 1, 9, 9, 9, 9]);
		const folded = new FoldedRecord(events);
		if (isPrepared) {
			await folded.prepare();
		}

		for (const step of [0, 1, 4095, 4096, 5000, 12_999]) {
			const isLater = (event: ToldEvent) => event.type === 'step' && event.step > step;
			expect(folded.findAfter(step, isLater)).toBe(events.findIndex(event => isLater(event)));
		}

		expect(folded.findAfter(13_000, event => event.type === 'finish')).toBe(-1);
	});

	it('looks through little of a long record when it is prepared', async () => {
		const events = runOf(100_000, [9]);
		const folded = new FoldedRecord(events);
		await folded.prepare();
		let looks = 0;
		folded.findAfter(90_000, event => {
			looks++;
			return event.type === 'step' && event.step > 90_000;
		});
		expect(looks).toBeLessThan(5000);
	});
});
