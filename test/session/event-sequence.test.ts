import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {EventSequence} from '../../source/session/event-sequence.js';
import {type TrainingEvent} from '../../source/training/events.js';
import {everyEvent} from '../helpers/every-event.js';
import {exampleStart, exampleStep} from '../helpers/example-events.js';

type Told = {readonly events: readonly TrainingEvent[]; readonly sequence: EventSequence};

/** What the lines make, one millisecond apart. */
function tell(lines: ReadonlyArray<string | undefined>): Told {
	const sequence = new EventSequence('train.py');
	const events = lines.flatMap((line, index) => sequence.take(line, index));
	return {events: [...events, ...sequence.end()], sequence};
}

const lineOf = (event: unknown) => JSON.stringify(event);
const stepLine = (step: number, loss = 2.5) => lineOf({type: 'step', step, loss});
const typesOf = ({events}: Told) => events.map(({type}) => type);

it('tells a whole run as it was', () => {
	const told = tell(everyEvent.map(event => lineOf(event)));
	expect(told.events).toEqual(everyEvent);
	expect(told.sequence).toMatchObject({malformedLines: 0, otherLines: 0, isFinished: true});
});

it('takes what comes in the middle of an interval before it', () => {
	const intervalTo = (step: number) => ({
		...exampleStep(step), type: 'interval', firstStep: step - 9, meanLoss: 2, minimumLoss: 1, minimumStep: step, maximumLoss: 3,
	});
	const events = [
		exampleStart(20),
		intervalTo(10),
		{
			type: 'eval', step: 14, trainLoss: 2, validationLoss: 2,
		},
		{type: 'control', step: 17, learningRateScale: 0.5},
		{
			type: 'sample', step: 18, text: 'ann', temperature: 1, novelty: 'new',
		},
		intervalTo(20),
		{type: 'finish', reason: 'completed', totals: {steps: 20, tokens: 10, elapsedMs: 20}},
	];
	const told = tell(events.map(event => lineOf(event)));
	expect(told.events).toEqual(events);
	expect(told.sequence).toMatchObject({malformedLines: 0, otherLines: 0});
});

describe('a run that lacks something', () => {
	it('gets a start and a finish', () => {
		const {events} = tell([stepLine(1), stepLine(2)]);
		expect(events).toMatchObject([
			{type: 'start', preset: 'train.py', training: {steps: 0}},
			{type: 'step', step: 1, elapsedMs: 0},
			{type: 'step', step: 2, elapsedMs: 1},
			{type: 'finish', reason: 'stopped', totals: {steps: 2, tokens: 0, elapsedMs: 1}},
		]);
	});

	it('gets both of nothing', () => {
		expect(tell([]).events).toMatchObject([{type: 'start'}, {type: 'finish', reason: 'stopped', totals: {steps: 0}}]);
	});

	it('is completed by its last step', () => {
		const [ofTwo, ofThree] = [2, 3].map(steps => lineOf(exampleStart(steps)));
		const change = '{"type": "control", "step": 2, "steps": 2}';
		expect(tell([ofTwo, stepLine(1), stepLine(2)]).events.at(-1)).toMatchObject({reason: 'completed'});
		expect(tell([ofThree, stepLine(1), stepLine(2)]).events.at(-1)).toMatchObject({reason: 'stopped'});
		expect(tell([ofThree, stepLine(1), change, stepLine(2)]).events.at(-1)).toMatchObject({reason: 'completed'});
	});

	it('gets the totals that its finish does not tell', () => {
		const lines = [exampleStep(3), {type: 'finish'}].map(event => lineOf(event));
		expect(tell(lines).events.at(-1)).toEqual({type: 'finish', reason: 'completed', totals: {steps: 3, tokens: 5, elapsedMs: 3}});
	});
});

describe('lines of microgpt.py', () => {
	it('are a run', () => {
		const told = tell(['num docs: 32033', 'vocab size: 27', 'num params: 4192', 'step    1 /    2 | loss 3.3660', 'step    2 /    2 | loss 3.1', '', '--- inference (new, hallucinated names) ---', 'sample  1: kamon']);
		expect(told.events).toMatchObject([
			{
				type: 'start', training: {steps: 2}, model: {vocabSize: 27}, parameterCount: 4192, dataset: {documentCount: 32_033},
			},
			{type: 'step', step: 1, loss: 3.366},
			{type: 'step', step: 2, loss: 3.1},
			{
				type: 'sample', step: 2, ordinal: 1, text: 'kamon',
			},
			{type: 'finish', reason: 'completed'},
		]);
		expect(told.sequence).toMatchObject({malformedLines: 0, otherLines: 1});
	});

	it('may stand beside the events', () => {
		const told = tell([lineOf(exampleStart(2)), stepLine(1), 'step 1 / 2 | loss 2.5000', stepLine(2), 'step 2 / 2 | loss 2.5000']);
		expect(typesOf(told)).toEqual(['start', 'step', 'step', 'finish']);
		expect(told.sequence).toMatchObject({malformedLines: 0, otherLines: 2});
	});
});

describe('what is wrong', () => {
	it('is said once, after the start', () => {
		const told = tell(['hello', '{"type": "st\u{1B}[31m', undefined, lineOf(exampleStart(2)), '{', stepLine(1)]);
		expect(typesOf(told)).toEqual(['start', 'warning', 'step', 'finish']);
		expect(told.events[1]).toEqual({
			type: 'warning', step: 0, code: 'malformed', message: 'Expected an event in line 2 of train.py, got “{"type": "st␛[31m”. It and others like it are passed over.',
		});
		expect(told.sequence).toMatchObject({malformedLines: 3, otherLines: 1});
	});

	it('is cut off after 60 characters', () => {
		const {events} = tell([`{${'😀'.repeat(100)}`]);
		expect(events[1]).toMatchObject({message: `Expected an event in line 1 of train.py, got “{${'😀'.repeat(59)}”. It and others like it are passed over.`});
		expect(tell([undefined]).events[1]).toMatchObject({message: expect.stringContaining('a line of more than 1 MB') as string});
	});

	it('is a step that does not come after the last, a second start, and all after the finish', () => {
		const interval = lineOf({...everyEvent[3], firstStep: 3});
		const told = tell([stepLine(3), stepLine(3), stepLine(2), interval, lineOf(exampleStart(1)), stepLine(4), '{"type": "finish"}', stepLine(5), 'step 6 / 7 | loss 1']);
		expect(typesOf(told)).toEqual(['start', 'step', 'warning', 'step', 'finish']);
		expect(told.sequence).toMatchObject({malformedLines: 5, otherLines: 1});
	});
});

it('knows no end any more when the run goes past it', () => {
	const {events} = tell([lineOf(exampleStart(1)), stepLine(1), stepLine(2), stepLine(3)]);
	expect(events.map(event => event.type === 'control' ? event : event.type)).toEqual(['start', 'step', {
		type: 'control', step: 2, learningRateScale: 1, steps: 0,
	}, 'step', 'step', 'finish']);
	expect(events.at(-1)).toMatchObject({reason: 'stopped'});
});

const garbage = fc.oneof(
	fc.string(),
	fc.json(),
	fc.constantFrom(undefined, '{', '{"type": "later"}', '{"level": "info"}', '\u{1B}[2J', 'sample 1', 'num docs: 5'),
	fc.constantFrom(...everyEvent).map(event => JSON.stringify(event).slice(0, -1)),
);

it('makes a run of any lines', () => {
	const events = fc.constantFrom(...everyEvent).map(event => JSON.stringify(event));
	const steps = fc.nat(12).map(step => stepLine(step));
	const plain = fc.tuple(fc.nat(12), fc.nat(12)).map(([step, all]) => `step ${step} / ${all} | loss 1.5`);
	const anything = fc.array(fc.oneof(events, steps, plain, garbage));
	fc.assert(fc.property(anything, lines => {
		const told = tell(lines);
		const types = typesOf(told);
		expect(types.indexOf('start')).toBe(0);
		expect(types.lastIndexOf('start')).toBe(0);
		expect(types.indexOf('finish')).toBe(types.length - 1);
		const places = told.events.flatMap(event => event.type === 'step' || event.type === 'interval' ? [event.step] : []);
		expect(places).toEqual([...new Set(places)].toSorted((a, b) => a - b));
		// What comes after the finish is only counted.
		const warnings = told.events.filter(event => event.type === 'warning' && event.code === 'malformed');
		expect(warnings.length).toBeLessThanOrEqual(Math.min(1, told.sequence.malformedLines));
	}));
});

it('tells a run whatever stands between its lines', () => {
	const count = everyEvent.length;
	const interludes = fc.array(garbage, {minLength: count, maxLength: count});
	fc.assert(fc.property(interludes, between => {
		const {events} = tell(everyEvent.flatMap((event, index) => [between[index], JSON.stringify(event)]));
		expect(events.filter(event => event.type !== 'warning' || event.code !== 'malformed')).toEqual(everyEvent);
	}));
});
