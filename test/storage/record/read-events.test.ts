import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {eventTypes} from '../../../source/storage/record/event-schema.js';
import {parseEvent} from '../../../source/storage/record/read-events.js';
import {exampleStart, exampleStep} from '../../helpers/example-events.js';
import {everyEvent} from '../../helpers/every-event.js';

/** What events say things about. */
const fieldNames = fc.constantFrom(...new Set(everyEvent.flatMap(event => Object.keys(event))));

const defaults = {
	name: 'train.py', step: 7, stepCount: 8, tokens: 70, elapsedMs: 700, learningRateScale: 0.5,
};

describe('what this program writes', () => {
	it('knows each kind', () => {
		expect(new Set(everyEvent.map(({type}) => type))).toEqual(eventTypes);
	});

	it.each(everyEvent.map(event => [event.type, event] as const))('reads %s as it was', (_, event) => {
		expect(parseEvent(JSON.stringify(event), defaults)).toEqual(event);
	});

	it('adds to a record of an earlier version what could not be chosen then', () => {
		const {optimizer, hasBiasCorrection, ...training} = exampleStart(20).training;
		const start = {...exampleStart(20), training};
		expect(parseEvent(JSON.stringify(start))).toEqual(exampleStart(20));
		// Of another program, nobody knows.
		expect(parseEvent(JSON.stringify({...start, versions: {}}))).toEqual({...start, versions: {}});
	});

	it('drops what it does not know', () => {
		for (const event of everyEvent) {
			expect(parseEvent(JSON.stringify({...event, color: 'red'}))).toEqual(event);
		}
	});
});

describe('what other programs write', () => {
	it('takes a step for what it says, and adds nothing', () => {
		expect(Object.entries(parseEvent('{"type": "step", "step": 3, "loss": 2.5}', defaults))).toEqual([['type', 'step'], ['step', 3], ['loss', 2.5]]);
	});

	it.each(['null', 'NaN', 'Infinity', '-Infinity', '1e999'])('takes %s for what is not known', number => {
		const line = `{"type": "step", "step": 3, "loss": 2.5, "learningRate": ${number}, "gradientNorm": ${number}, "elapsedMs": ${number}}`;
		expect(Object.keys(parseEvent(line))).toEqual(['type', 'step', 'loss']);
	});

	it.each(['null', 'NaN', 'Infinity', '-Infinity', '1e999'])('takes %s for a loss that is no number', number => {
		const step = parseEvent(`{"type": "step", "step": 3, "loss": ${number}}`);
		expect(step).toMatchObject({type: 'step', step: 3});
		expect(Number.isFinite((step as {readonly loss: number}).loss)).toBe(false);
		expect(parseEvent(`{"type": "eval", "step": 3, "trainLoss": 2.5, "validationLoss": ${number}}`)).toMatchObject({type: 'eval', trainLoss: 2.5});
	});

	it('leaves texts as they are', () => {
		const text = String.raw`NaN, "-Infinity" and \ NaN`;
		const line = `{"temperature": NaN, "type": "sample", "text": ${JSON.stringify(text)}}`;
		expect(parseEvent(line)).toEqual({type: 'sample', step: 0, text});
	});

	it('takes a run that plans no steps for one that does not say how many', () => {
		expect(parseEvent('{"type": "start", "training": {"steps": 0}}')).toMatchObject({training: {}});
		expect(parseEvent('{"type": "control", "step": 1, "steps": 0}', defaults)).toEqual({type: 'control', step: 1, learningRateScale: 0.5});
	});

	it('takes a step that is counted from 0', () => {
		expect(parseEvent('{"type": "step", "step": 0, "loss": 1}')).toEqual({type: 'step', step: 0, loss: 1});
	});

	it('takes a start that says nothing', () => {
		expect(parseEvent('{"type": "start"}', defaults)).toEqual({
			type: 'start', preset: 'train.py', training: {}, model: {}, dataset: {}, versions: {},
		});
	});

	it('takes a sample, a warning and a finish for where the run is', () => {
		expect(parseEvent('{"type": "sample", "text": "anna"}', defaults)).toEqual({type: 'sample', step: 7, text: 'anna'});
		expect(parseEvent('{"type": "warning", "code": "diverged", "message": "Oh."}', defaults)).toMatchObject({step: 7});
		expect(parseEvent('{"type": "finish", "totals": {"tokens": 3}}', defaults)).toEqual({
			type: 'finish', reason: 'completed', totals: {steps: 8, tokens: 3, elapsedMs: 700},
		});
	});

	it('takes part of a model and of a training', () => {
		expect(parseEvent('{"type": "start", "model": {"nLayer": 2}, "training": {"steps": 9}}')).toEqual({
			type: 'start', preset: '', model: {nLayer: 2}, training: {steps: 9}, dataset: {}, versions: {},
		});
	});
});

describe('what is no event', () => {
	it.each([
		'',
		'{',
		'null',
		'1',
		'[]',
		'"step"',
		'{}',
		'{"type": 1}',
		'{"type": ["step"]}',
		'{"type": "step"}',
		'{"type": "step", "step": -1, "loss": 1}',
		'{"type": "step", "step": 1.5, "loss": 1}',
		'{"type": "step", "step": 9007199254740993, "loss": 1}',
		'{"type": "step", "step": 1, "loss": nan}',
		'{"type": "step", "step": NaN, "loss": 1}',
		'{"type": "step", "step": null, "loss": 1}',
		'{"type": "step", "step": "1", "loss": 1}',
		'{"type": "step", "step": 1, "loss": 1, "learningRate": "0.1"}',
		'{"type": "start", "model": {"architecture": "bigram", "vocabSize": -1}}',
		'{"type": "start", "dataset": 3}',
		'{"type": "step", "__proto__": {"step": 1, "loss": 1}}',
		'{"__proto__": {"type": "step", "step": 1, "loss": 1}}',
		'{"type": "finish", "reason": "bored"}',
		'{"type": "sample", "text": 1}',
		`{"type": "start", "model": ${'['.repeat(300_000)}`,
		'['.repeat(500_000) + ']'.repeat(500_000),
		`{"type": "start", "seed": NaN, "model": ${'['.repeat(400_000)}${']'.repeat(400_000)}}`,
		`{"type": "sample", "text": "${String.raw`\"`.repeat(500_000)}`,
		`{"type": "sample", "text": "${'a'.repeat(1024 * 1024)}"}`,
	].map(line => [line.slice(0, 80), line]))('refuses %s', (_, line) => {
		expect(parseEvent(line)).toBe('malformed');
	});

	it.each(['toString', 'constructor', '__proto__', 'gradients'])('passes over the type %s', type => {
		expect(parseEvent(JSON.stringify({type, step: 1}))).toBe('unknown');
	});

	it('changes no prototype', () => {
		const event = parseEvent('{"type": "step", "step": 1, "loss": 2, "__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}');
		expect(event).not.toHaveProperty('polluted');
		expect({}).not.toHaveProperty('polluted');
		expect(Object.getPrototypeOf(event)).toBe(Object.prototype);
	});

	it('never throws', () => {
		const typed = fc.tuple(fc.constantFrom(...everyEvent), fieldNames, fc.jsonValue());
		const damaged = typed.map(([event, name, value]) => JSON.stringify({...event, [name]: value}));
		const lines = fc.oneof(fc.json(), fc.string(), damaged);
		fc.assert(fc.property(lines, line => {
			const event = parseEvent(line);
			expect(['object', 'string']).toContain(typeof event);
		}));
	});
});

it('reads a whole step as it reads one by the schema', () => {
	const step = exampleStep(5);
	const line = JSON.stringify({...step, more: 1});
	expect(Object.entries(parseEvent(line))).toEqual(Object.entries(step));
});
