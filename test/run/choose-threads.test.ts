import {expect, it} from 'vitest';
import {ConfigError} from '../../source/errors.js';
import {checkThreads, threadsFor} from '../../source/run/choose-threads.js';
import {microgpt, shakespeare} from '../../source/settings/presets.js';
import {createRunConfig} from '../../source/settings/run-config.js';

const [small, large] = [microgpt, shakespeare].map(preset => createRunConfig(preset));
const modelOf = ({model}: typeof small) => ({vocabSize: 66, ...model});

it('is one, unless somebody wants more', () => {
	expect(threadsFor(modelOf(large), large, undefined)).toBe(1);
});

it('is as many as there may be where a step is large enough to share', () => {
	expect(threadsFor(modelOf(large), large, {atMost: 3})).toBe(3);
	expect(threadsFor(modelOf(large), large, {atMost: 0})).toBe(1);
	expect(threadsFor(modelOf(small), small, {atMost: 3})).toBe(1);
});

it('is what somebody chooses, with the engine that has threads', () => {
	expect(threadsFor(modelOf(small), small, {exactly: 2})).toBe(2);
	const scalar = {...small, engine: 'scalar'} as const;
	expect(threadsFor(modelOf(small), scalar, {atMost: 8})).toBe(1);
	// One that is opened later does not know of it.
	expect(threadsFor(modelOf(small), scalar, {exactly: 2})).toBe(1);
	expect(() => {
		checkThreads(small, {threads: 2, wideVectors: true});
		checkThreads(scalar, {threads: 1});
	}).not.toThrow();
	expect(() => {
		checkThreads(scalar, {threads: 2});
	}).toThrow(new ConfigError('Expected --threads with the tensor engine, got 2 with the scalar one, which works number by number. Leave it out, or add --engine tensor.'));
	expect(() => {
		checkThreads(scalar, {wideVectors: true});
	}).toThrow(new ConfigError('Expected --wide-vectors with the tensor engine, got it with the scalar one, which works number by number. Leave it out, or add --engine tensor.'));
});
