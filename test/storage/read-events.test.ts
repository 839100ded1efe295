import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {eventTypes} from '../../source/storage/event-schema.js';
import {parseEvent} from '../../source/storage/read-events.js';
import {exampleStep} from '../helpers/example-events.js';
import {everyEvent} from '../helpers/every-event.js';

/** What events say things about. */
const fieldNames = fc.constantFrom(...new Set(everyEvent.flatMap(event => Object.keys(event))));

const defaults = {
	name: 'train.py', step: 7, tokens: 70, elapsedMs: 700,
};

describe('what this program writes', () => {
	it('knows each kind', () => {
		expect(new Set(everyEvent.map(({type}) => type))).toEqual(eventTypes);
	});

	it.each(everyEvent.map(event => [event.type, event] as const))('reads %s as it was', (_, event) => {
		expect(parseEvent(JSON.stringify(event), defaults)).toEqual(event);
	});

	it('drops what it does not know', () => {
		for (const event of everyEvent) {
			expect(parseEvent(JSON.stringify({...event, color: 'red'}))).toEqual(event);
		}
	});
});

describe('what other programs write', () => {
	it('takes a step for the defaults', () => {
		expect(parseEvent('{"type": "step", "step": 3, "loss": 2.5}', defaults)).toEqual({
			type: 'step', step: 3, loss: 2.5, learningRate: 0, tokenCount: 0, gradientNorm: 0, elapsedMs: 700,
		});
	});

	it('takes a start that says nothing', () => {
		expect(parseEvent('{"type": "start"}', defaults)).toMatchObject({
			type: 'start', preset: 'train.py', training: {steps: 0}, model: {architecture: 'gpt', vocabSize: 0}, dataset: {name: 'train.py', documentCount: 0},
		});
	});

	it('takes a sample, a warning and a finish for where the run is', () => {
		expect(parseEvent('{"type": "sample", "text": "anna"}', defaults)).toMatchObject({step: 7, text: 'anna'});
		expect(parseEvent('{"type": "warning", "code": "diverged", "message": "Oh."}', defaults)).toMatchObject({step: 7});
		expect(parseEvent('{"type": "finish", "totals": {"tokens": 3}}', defaults)).toEqual({
			type: 'finish', reason: 'completed', totals: {steps: 7, tokens: 3, elapsedMs: 700},
		});
	});

	it('takes part of a model and of a training', () => {
		expect(parseEvent('{"type": "start", "model": {"nLayer": 2}, "training": {"steps": 9}}')).toMatchObject({
			model: {architecture: 'gpt', nLayer: 2, nHead: 0}, training: {steps: 9, schedule: 'constant'},
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
		'{"type": "step", "step": 0, "loss": 1}',
		'{"type": "step", "step": 1.5, "loss": 1}',
		'{"type": "step", "step": 9007199254740993, "loss": 1}',
		'{"type": "step", "step": 1, "loss": 1e999}',
		'{"type": "step", "step": 1, "loss": NaN}',
		'{"type": "step", "step": "1", "loss": 1}',
		'{"type": "step", "step": 1, "loss": 1, "learningRate": null}',
		'{"type": "step", "step": 1, "loss": 1, "elapsedMs": -1e999}',
		'{"type": "start", "model": {"architecture": "bigram", "vocabSize": -1}}',
		'{"type": "start", "dataset": 3}',
		'{"type": "step", "__proto__": {"step": 1, "loss": 1}}',
		'{"__proto__": {"type": "step", "step": 1, "loss": 1}}',
		'{"type": "finish", "reason": "bored"}',
		'{"type": "sample", "text": 1}',
		`{"type": "start", "model": ${'['.repeat(300_000)}`,
		'['.repeat(500_000) + ']'.repeat(500_000),
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
