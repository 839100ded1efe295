import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {EventSequence} from '../../../source/shows/watch/event-sequence.js';
import {type ToldEvent, type ToldFinish} from '../../../source/training/told-events.js';
import {everyEvent} from '../../helpers/every-event.js';
import {exampleStart, exampleStep} from '../../helpers/example-events.js';

type Told = {readonly events: readonly ToldEvent[]; readonly sequence: EventSequence};

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
	expect(told.sequence).toMatchObject({
		unread: {malformedLines: 0, otherLines: 0}, ending: 'completed', countsFromZero: false, isJoined: false,
	});
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
	expect(told.sequence.unread).toMatchObject({malformedLines: 0, otherLines: 0});
});

describe('a run that lacks something', () => {
	it('gets a start and a finish', () => {
		const {events} = tell([stepLine(1), stepLine(2)]);
		expect(events).toEqual([
			{
				type: 'start', preset: 'train.py', model: {}, training: {}, dataset: {}, versions: {},
			},
			{
				type: 'step', step: 1, loss: 2.5, elapsedMs: 0,
			},
			{
				type: 'step', step: 2, loss: 2.5, elapsedMs: 1,
			},
			{type: 'finish', reason: 'stopped', totals: {steps: 2, elapsedMs: 1}},
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
		expect(told.sequence.unread).toMatchObject({malformedLines: 0, otherLines: 1});
	});

	it('may stand beside the events', () => {
		const told = tell([lineOf(exampleStart(2)), stepLine(1), 'step 1 / 2 | loss 2.5000', stepLine(2), 'step 2 / 2 | loss 2.5000']);
		expect(typesOf(told)).toEqual(['start', 'step', 'step', 'finish']);
		expect(told.sequence.unread).toMatchObject({malformedLines: 0, otherLines: 2});
	});
});

describe('what is wrong', () => {
	it('is said once, after the start', () => {
		const told = tell(['hello', '{"type": "st\u{1B}[31m', undefined, lineOf(exampleStart(2)), '{', stepLine(1)]);
		expect(typesOf(told)).toEqual(['start', 'warning', 'step', 'finish']);
		expect(told.events[1]).toEqual({
			type: 'warning', step: 0, code: 'malformed', message: 'Expected an event in line 2 of train.py, got “{"type": "st␛[31m”. It and others like it are passed over.',
		});
		expect(told.sequence.unread).toMatchObject({
			lines: 6, malformedLines: 3, otherLines: 1, last: '{',
		});
	});

	it('is cut off after 60 characters', () => {
		const {events} = tell([`{${'😀'.repeat(100)}`]);
		expect(events[1]).toMatchObject({message: `Expected an event in line 1 of train.py, got “{${'😀'.repeat(59)}”. It and others like it are passed over.`});
		expect(tell([undefined]).events[1]).toMatchObject({message: expect.stringContaining('a line of more than 1 MB') as string});
	});

	it('is a stretch of steps that is none, and all after the finish that is no step', () => {
		const sample = lineOf({type: 'sample', text: 'anna'});
		const interval = lineOf({...everyEvent[3], minimumStep: 1});
		const told = tell([stepLine(1), interval, '{"type": "finish"}', sample, 'sample  1: anna', '{"type": "finish"}']);
		expect(typesOf(told)).toEqual(['start', 'step', 'warning', 'finish']);
		expect(told.sequence.unread).toMatchObject({malformedLines: 3, otherLines: 1});
	});
});

describe('a run that goes past its planned end', () => {
	it('has none that is known', () => {
		const told = tell([lineOf(exampleStart(1)), stepLine(1), stepLine(2), stepLine(3)]);
		expect(typesOf(told)).toEqual(['start', 'step', 'step', 'step', 'finish']);
		expect(told.events.at(-1)).toMatchObject({reason: 'stopped', totals: {steps: 3}});
	});

	it('has another, if its lines say so', () => {
		const {events} = tell(['step 1 / 2 | loss 3', 'step 2 / 2 | loss 3', 'step 3 / 4 | loss 3', 'step 4 / 4 | loss 3']);
		expect(events.map(event => event.type === 'control' ? event : event.type)).toEqual(['start', 'step', 'step', {
			type: 'control', step: 3, learningRateScale: 1, steps: 4,
		}, 'step', 'step', 'finish']);
		expect(events.at(-1)).toMatchObject({reason: 'completed'});
	});
});

describe('steps that go back', () => {
	const placesOf = ({events}: Told) => events.flatMap(event => event.type === 'step' || event.type === 'warning' ? [event.type === 'step' ? event.step : event.code] : []);

	it('to where the run began begin it anew', () => {
		const told = tell([1, 2, 3, 1, 2].map(step => stepLine(step)));
		expect(placesOf(told)).toEqual([1, 2, 3, 1, 'restarted', 2]);
		expect(told.events).toContainEqual({
			type: 'warning', step: 1, code: 'restarted', message: 'The run begins again at step 1, after step 3.',
		});
		expect(told.events.at(-1)).toMatchObject({totals: {steps: 2}});
	});

	it('begin it anew also where only every hundredth is told', () => {
		const told = tell([100, 200, 300, 100, 200].map(step => stepLine(step)));
		expect(placesOf(told)).toEqual([100, 200, 300, 100, 'restarted', 200]);
	});

	it('to some other step take the place of what was told of it', () => {
		const told = tell([1, 2, 3, 4, 3, 4, 5].map(step => stepLine(step)));
		expect(placesOf(told)).toEqual([1, 2, 3, 4, 3, 'rewound', 4, 5]);
		expect(told.events).toContainEqual({
			type: 'warning', step: 3, code: 'rewound', message: 'The run goes back from step 4 to step 3: what was told of the steps from there on is replaced.',
		});
	});

	it('go on without a word where a step is only told again', () => {
		const told = tell([1, 2, 2, 3].map(step => stepLine(step)));
		expect(placesOf(told)).toEqual([1, 2, 2, 3]);
	});

	it('have a clock of their own when they begin anew', () => {
		const {events} = tell([1, 2, 3, 1, 2].map(step => stepLine(step)));
		expect(events.flatMap(event => event.type === 'step' ? [event.elapsedMs] : [])).toEqual([0, 1, 2, 0, 1]);
	});

	it('have tokens that are all known only when they begin anew', () => {
		const step = (number: number) => lineOf({
			type: 'step', step: number, loss: 2, tokenCount: 10,
		});
		expect(tell([1, 2, 3, 1, 2].map(number => step(number))).events.at(-1)).toMatchObject({totals: {steps: 2, tokens: 20}});
		expect(tell([1, 2, 3, 2].map(number => step(number))).events.at(-1)).toEqual({type: 'finish', reason: 'stopped', totals: {steps: 2, elapsedMs: 3}});
	});

	it('have a start of their own, told or made up', () => {
		const [first, second] = [2, 3].map(steps => lineOf(exampleStart(steps)));
		const told = tell([first, stepLine(1), stepLine(2), '{"type": "finish"}', second, stepLine(1), stepLine(2), stepLine(3)]);
		expect(typesOf(told)).toEqual(['start', 'step', 'step', 'start', 'step', 'warning', 'step', 'step', 'finish']);
		expect(told.events.at(-1)).toMatchObject({reason: 'completed', totals: {steps: 3}});
		const plain = tell(['num docs: 5', 'step 1 / 2 | loss 3', 'step 2 / 2 | loss 3', 'num docs: 6', 'step 1 / 3 | loss 3']);
		expect(plain.events.filter(({type}) => type === 'start')).toMatchObject([
			{training: {steps: 2}, dataset: {documentCount: 5}},
			{training: {steps: 3}, dataset: {documentCount: 6}},
		]);
	});

	it('may come after the end that was told', () => {
		const told = tell([stepLine(1), '{"type": "finish"}', stepLine(2)]);
		expect(typesOf(told)).toEqual(['start', 'step', 'step', 'finish']);
		expect(told.events.at(-1)).toMatchObject({reason: 'stopped'});
	});
});

describe('a program that counts from 0', () => {
	it('has all its steps, one further', () => {
		const told = tell(['step 0 / 3 | loss 3.3', 'step 1 / 3 | loss 3.2', 'step 2 / 3 | loss 3.1', 'sample 1: anna']);
		expect(told.events.slice(1)).toMatchObject([{step: 1}, {step: 2}, {step: 3}, {type: 'sample', step: 3}, {reason: 'completed', totals: {steps: 3}}]);
		expect(told.sequence.countsFromZero).toBe(true);
	});

	it('has all its events one further', () => {
		const evaluation = (step: number) => lineOf({
			type: 'eval', step, trainLoss: 3, validationLoss: 3,
		});
		const interval = lineOf({...everyEvent[3], firstStep: 2});
		const told = tell([evaluation(0), stepLine(0), stepLine(1), evaluation(1), '{"type": "sample", "text": "anna"}', '{"type": "control", "step": 2}', interval, '{"type": "finish"}']);
		expect(told.events.slice(1)).toMatchObject([
			// Before its first step.
			{type: 'eval', step: 0},
			{type: 'step', step: 1},
			{type: 'step', step: 2},
			{type: 'eval', step: 2},
			{type: 'sample', step: 2},
			{type: 'control', step: 3},
			{
				type: 'interval', firstStep: 3, minimumStep: 8, step: 10,
			},
			{type: 'finish', totals: {steps: 10}},
		]);
	});

	it('may begin anew', () => {
		const {events} = tell([0, 1, 2, 0, 1].map(step => stepLine(step)));
		expect(events.flatMap(event => event.type === 'step' || event.type === 'warning' ? [event.step] : [])).toEqual([1, 2, 3, 1, 1, 2]);
	});
});

describe('a loss that is no finite number', () => {
	const lossLines = (...losses: string[]) => losses.map((loss, index) => `{"type": "step", "step": ${index + 1}, "loss": ${loss}}`);

	it.each(['NaN', 'Infinity', '-Infinity', 'null', '1e999'])('such as %s is told of, and the run goes on', loss => {
		const told = tell(lossLines('2.5', loss, loss, '2.4'));
		expect(told.events.map(event => event.type === 'warning' ? event.code : event.type)).toEqual(['start', 'step', 'step', 'diverged', 'step', 'step', 'recovered', 'finish']);
		expect(told.events[3]).toMatchObject({step: 2, message: 'The loss of step 2 is not a finite number: the run has diverged.'});
		expect(told.events[6]).toMatchObject({step: 4, message: 'The loss is a finite number again at step 4.'});
		expect(told.events.at(-1)).toMatchObject({reason: 'stopped'});
	});

	it.each(['nan', 'NaN', 'inf', '-inf', 'Infinity', 'null', 'None'])('such as %s in a line for people is told of', loss => {
		const told = tell([`step 1 / 2 | loss ${loss}`]);
		expect(told.events).toMatchObject([{type: 'start'}, {type: 'step', step: 1}, {type: 'warning', code: 'diverged', step: 1}, {type: 'finish', reason: 'diverged'}]);
	});

	it('is how the run ends, also when it says that it has done all steps', () => {
		const reasonOf = (...lines: string[]) => (tell(lines).events.at(-1) as ToldFinish).reason;
		const diverged = lossLines('2.5', 'NaN');
		const start = lineOf(exampleStart(2));
		expect(reasonOf(start, ...diverged)).toBe('diverged');
		expect(reasonOf(...diverged, '{"type": "finish"}')).toBe('diverged');
		expect(reasonOf(...diverged, '{"type": "finish", "reason": "failed"}')).toBe('failed');
		expect(reasonOf(...lossLines('2.5', 'NaN', '2.4'), '{"type": "finish"}')).toBe('completed');
	});

	it('is not told of for ever where it comes and goes', () => {
		const losses = Array.from({length: 1000}, (_, index) => index % 2 === 0 ? '2.5' : 'NaN');
		const told = tell(lossLines(...losses));
		expect(told.events.filter(({type}) => type === 'warning')).toHaveLength(20);
		expect(told.events.at(-1)).toMatchObject({reason: 'diverged'});
	});

	it('of an evaluation is told of instead of it', () => {
		const told = tell([stepLine(1), '{"type": "eval", "step": 1, "trainLoss": 2.5, "validationLoss": NaN}']);
		expect(told.events[2]).toEqual({
			type: 'warning', step: 1, code: 'diverged', message: 'The loss of the evaluation at step 1 is not a finite number.',
		});
	});
});

describe('what was there before anybody looked', () => {
	const tellOld = (lines: readonly string[]) => {
		const sequence = new EventSequence('train.py');
		return {sequence, events: lines.flatMap(line => sequence.take(line, undefined))};
	};

	it('has no time but its own', () => {
		const {sequence, events} = tellOld([stepLine(1), stepLine(2)]);
		expect(events.map(event => 'elapsedMs' in event)).toEqual([false, false, false]);
		expect(sequence.isJoined).toBe(true);
		// The clock begins with the first line that comes while somebody looks.
		expect(sequence.take(stepLine(3), 5000)).toMatchObject([{step: 3, elapsedMs: 0}]);
		expect(sequence.take(stepLine(4), 5100)).toMatchObject([{step: 4, elapsedMs: 100}]);
		expect(sequence.isJoined).toBe(true);
	});

	it('has its own time', () => {
		const {sequence, events} = tellOld([lineOf(exampleStep(7))]);
		expect(events[1]).toMatchObject({elapsedMs: 7});
		expect(sequence.isJoined).toBe(false);
	});

	it('does not count for the run that begins anew', () => {
		const {sequence} = tellOld([stepLine(1), stepLine(2)]);
		sequence.take(stepLine(1), 5000);
		expect(sequence.take(stepLine(2), 5200)).toMatchObject([{step: 2, elapsedMs: 200}]);
		expect(sequence.isJoined).toBe(false);
	});
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
		expect(types.indexOf('finish')).toBe(types.length - 1);
		// A step that goes back says so, and no other does.
		const places = told.events.flatMap(event => event.type === 'step' || event.type === 'interval' ? [event.step] : []);
		expect(places.every(step => step >= 1)).toBe(true);
		const backs = places.filter((step, index) => index > 0 && step < places[index - 1]).length;
		const turns = told.events.filter(event => event.type === 'warning' && (event.code === 'restarted' || event.code === 'rewound')).length;
		expect(turns).toBeGreaterThanOrEqual(backs);
		// What comes after the finish is only counted.
		const warnings = told.events.filter(event => event.type === 'warning' && event.code === 'malformed');
		expect(warnings.length).toBeLessThanOrEqual(Math.min(1, told.sequence.unread.malformedLines));
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
