import {describe, expect, it} from 'vitest';
import {traceDocument, surpriseOf} from '../../source/inspection/document-trace.js';
import {createRunConfig} from '../../source/settings/run-config.js';
import {chapter7, microgpt, type Preset} from '../../source/settings/presets.js';
import {openRun} from '../../source/run/open-run.js';
import {CharTokenizer} from '../../source/data/char-tokenizer.js';
import {fakeEngine} from '../helpers/fake-engine.js';

async function inspectorAfter(preset: Preset, steps: number) {
	const run = await openRun(createRunConfig(preset, {steps}), 'test');
	let loss = 0;
	for await (const event of run.events) {
		loss = event.type === 'step' ? event.loss : loss;
	}

	return {...run, loss};
}

describe('surprise', () => {
	it('is −ln of the probability, also where that is too small for a number', () => {
		expect(surpriseOf([0, Math.log(3)], 0)).toBeCloseTo(Math.log(4), 14);
		expect(surpriseOf([0, 2000], 0)).toBe(2000);
	});
});

describe('reading a document', () => {
	it('tells of each position what was read, what came and what was expected most', () => {
		const engine = {...fakeEngine(), inspect: () => ({logits: [[0, Math.log(2), Math.log(5), 0], [Math.log(7), 0, 0, 0]], attention: [[[[1], [0.5, 0.5]]]]})};
		const trace = traceDocument(engine, new CharTokenizer(['abc']), 'b');
		expect(trace).toMatchObject({text: 'b', attention: [[[[1], [0.5, 0.5]]]]});
		expect(trace.positions.map(({letter, next}) => [letter, next.letter])).toEqual([[undefined, 'b'], ['b', undefined]]);
		expect(trace.positions[0].likeliest.map(({letter}) => letter)).toEqual(['c', 'b', 'a', undefined]);
		expect(trace.positions[1].next.probability).toBeCloseTo(0.1, 14);
		expect(trace.loss).toBeCloseTo((Math.log(9 / 2) + Math.log(10)) / 2, 14);
	});
});

describe('the temperature of a trace', () => {
	const engine = {...fakeEngine(), inspect: () => ({logits: [[0, Math.log(2), Math.log(5), 0], [Math.log(7), 0, 0, 0]], attention: []})};
	const readAt = (temperature?: number) => traceDocument(engine, new CharTokenizer(['abc']), 'b', temperature);

	it('makes the likely likelier or evens out, and leaves the loss alone', () => {
		expect(readAt()).toEqual(readAt(1));
		const [cold, warm] = [readAt(0.5), readAt(2)];
		expect(cold.positions[0].likeliest[0].probability).toBeCloseTo(25 / (1 + 4 + 25 + 1), 14);
		expect(cold.positions[0].next.probability).toBeCloseTo(4 / 31, 14);
		expect(warm.positions[0].next.probability).toBeCloseTo(Math.sqrt(2) / (2 + Math.sqrt(2) + Math.sqrt(5)), 14);
		for (const trace of [cold, warm, readAt(0)]) {
			expect(trace.loss).toBe(readAt().loss);
			expect(trace.positions.map(({surprise}) => surprise)).toEqual(readAt().positions.map(({surprise}) => surprise));
		}
	});

	it('leaves the likeliest alone at 0', () => {
		expect(readAt(0).positions[0]).toMatchObject({next: {letter: 'b', probability: 0}, likeliest: [{letter: 'c', probability: 1}, {probability: 0}, {probability: 0}, {probability: 0}]});
	});
});

describe.each([chapter7, microgpt])('what a run of $name reads', preset => {
	const {blockSize} = preset.model;

	it('is the document of the last step, or of the first before any', async () => {
		const config = createRunConfig(preset, {steps: 3});
		const fresh = await openRun(config, 'test');
		const before = (await fresh.ask(['traceDocument']))!;
		const first = await fresh.events.next();
		const second = await fresh.events.next();
		const step = [first, second].find(({value}) => value?.type === 'step');
		expect(step?.value).toMatchObject({step: 1, loss: expect.closeTo(before.loss, 12) as unknown});
		await fresh.close();

		const {ask} = await inspectorAfter(preset, 3);
		expect((await ask(['traceDocument']))!.text).not.toBe(before.text);
	});

	it('tells what of a document its context has no room for', async () => {
		const {ask} = await inspectorAfter(preset, 2);
		const read = async (text: string) => (await ask(['traceDocument', text]))!;
		const full = 'abcdefghijklmnopqrstuvwxyz'.slice(0, blockSize);
		expect(await read(full.slice(1))).not.toHaveProperty('unread');
		expect(await read(full)).toMatchObject({text: full, unread: {text: '', count: 0}});
		expect(await read(`${full}zy`)).toMatchObject({text: full, unread: {text: 'zy', count: 2}});
		const long = await read(full + 'a'.repeat(1000));
		expect(long).toMatchObject({text: full, unread: {text: 'a'.repeat(40), count: 1000}});
		expect(long.positions).toHaveLength(blockSize);
	});

	it('is a text without the letters that it does not know', async () => {
		const {ask} = await inspectorAfter(preset, 2);
		const reading = (await ask(['traceDocument', 'K1a\u{0}n🎉']))!;
		expect(reading.text).toBe('an');
		expect(reading.positions.map(({letter, next}) => [letter, next.letter])).toEqual([[undefined, 'a'], ['a', 'n'], ['n', undefined]]);
	});

	it('is a text as far as the context reaches', async () => {
		const {ask} = await inspectorAfter(preset, 2);
		const reading = (await ask(['traceDocument', 'ab'.repeat(100)]))!;
		expect(reading.positions).toHaveLength(blockSize);
		expect(reading.text).toHaveLength(blockSize);
		expect((await ask(['traceDocument', 'a'.repeat(blockSize - 1)]))!.positions.at(-1)!.next.letter).toBeUndefined();
	});

	it('is one position of an empty text, or one of which nothing is known', async () => {
		const {ask} = await inspectorAfter(preset, 2);
		for (const text of ['', '123']) {
			const reading = (await ask(['traceDocument', text]))!;
			expect(reading).toMatchObject({text: '', positions: [{letter: undefined, next: {letter: undefined}}]});
			expect(Number.isFinite(reading.loss)).toBe(true);
		}
	});

	it('has a row of weights for each position, of as many as have been read, that sum to 1', async () => {
		const {ask, start: {model}} = await inspectorAfter(preset, 5);
		const {attention} = (await ask(['traceDocument', 'marwan']))!;
		expect(attention).toHaveLength(model.architecture === 'gpt' ? 1 : 0);
		for (const map of attention.flat()) {
			expect(map.map(({length}) => length)).toEqual([1, 2, 3, 4, 5, 6, 7]);
			for (const row of map) {
				expect(row.reduce((sum, weight) => sum + weight)).toBeCloseTo(1, 12);
			}
		}
	});
});
