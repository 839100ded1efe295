import {describe, expect, it} from 'vitest';
import {CharTokenizer} from '../../source/data/char-tokenizer.js';
import {type Engine} from '../../source/model/engine.js';
import {initialiseParameters} from '../../source/model/parameters.js';
import {openTensorEngine} from '../../source/model/tensor/tensor-engine.js';
import {DotnetRandom} from '../../source/random/dotnet-random.js';
import {PythonRandom} from '../../source/random/python-random.js';
import {sampleDocument, writeDocument, type WritingStyle} from '../../source/training/sample.js';

const tokenizer = new CharTokenizer(['ab\n']);

/** A model that has an opinion on everything: its numbers are large. */
async function smallEngine(blockSize: number): Promise<Engine> {
	const model = {
		architecture: 'gpt', vocabSize: 4, nEmbd: 8, blockSize, nLayer: 1, nHead: 2,
	} as const;
	const engine = await openTensorEngine(model, initialiseParameters(model, new DotnetRandom(3)), {precision: 'f64', batchSize: 1, kernels: 'plain'});
	engine.setParameters(engine.parameters.data.map(value => value * 8));
	return engine;
}

/** An engine that expects a token after it has read some, and otherwise the end. */
function engineThatEndsAfter(count: number, blockSize: number): Engine {
	let readCount = 0;
	return {
		model: {
			architecture: 'bigram', vocabSize: 4, nEmbd: 1, blockSize,
		},
		createDecoder: () => ({
			isEnded: false,
			next: () => ++readCount < count ? [1, 9, 1, 1] : [1, 1, 1, 9],
		}),
	} as unknown as Engine;
}

const styleOf = (style: Partial<WritingStyle>): WritingStyle => ({temperature: 1, ...style});

describe('a text past the context', () => {
	it('has as many characters as are asked for, if nothing ends it', async () => {
		const engine = await smallEngine(8);
		for (const length of [1, 7, 8, 9, 100, 500]) {
			const text = sampleDocument(engine, tokenizer, styleOf({length, isEndless: true}), new PythonRandom(1));
			expect(text).toHaveLength(length);
		}
	});

	it('begins with what a shorter one is', async () => {
		const engine = await smallEngine(8);
		const [short, long] = [20, 90].map(length => sampleDocument(engine, tokenizer, styleOf({temperature: 3, length, isEndless: true}), new PythonRandom(1)));
		expect(long.startsWith(short)).toBe(true);
		// It has not got stuck in a few characters.
		expect(new Set(long.slice(20)).size).toBe(3);
	});

	it('is ended by the model where documents end', () => {
		expect(sampleDocument(engineThatEndsAfter(12, 4), tokenizer, styleOf({temperature: 0, length: 100}), new PythonRandom(1))).toMatch(/^a{5,}$/v);
		expect(sampleDocument(engineThatEndsAfter(4, 8), tokenizer, styleOf({temperature: 0, length: 100}), new PythonRandom(1))).toBe('aaa');
		expect(sampleDocument(engineThatEndsAfter(4, 8), tokenizer, styleOf({temperature: 0, length: 2}), new PythonRandom(1))).toBe('aa');
	});

	it('comes character by character', async () => {
		const engine = await smallEngine(8);
		const style = styleOf({length: 30, isEndless: true, prefix: 'ab\na'});
		const characters = [...writeDocument({engine, tokenizer}, style, new PythonRandom(1))];
		expect(characters.every(character => character.length === 1)).toBe(true);
		expect(characters.join('')).toBe(sampleDocument(engine, tokenizer, style, new PythonRandom(1)));
	});
});

describe('a beginning with a length', () => {
	it('is not counted', async () => {
		const engine = await smallEngine(8);
		const text = sampleDocument(engine, tokenizer, styleOf({length: 5, isEndless: true, prefix: 'abba'}), new PythonRandom(1));
		expect(text).toMatch(/^abba[\nab]{5}$/v);
	});

	it('may be longer than the context: it goes on from its end', async () => {
		const engine = await smallEngine(8);
		const style = styleOf({length: 40, isEndless: true});
		const [end, other] = ['bba\nabb', 'abbbbbb'];
		const continued = (prefix: string) => {
			const text = sampleDocument(engine, tokenizer, {...style, prefix}, new PythonRandom(1));
			expect(text.startsWith(prefix)).toBe(true);
			return text.slice(prefix.length);
		};

		expect(continued(`${'a'.repeat(1000)}${end}`)).toBe(continued(end));
		expect(continued(`${'b\n'.repeat(30)}${end}`)).toBe(continued(end));
		expect(continued(`${'a'.repeat(1000)}${end}`)).not.toBe(continued(`${'a'.repeat(1000)}${other}`));
	});

	it('is read no further back than the model sees', () => {
		const engine = engineThatEndsAfter(1e9, 4);
		const read: number[] = [];
		const watched = {
			...engine,
			createDecoder: () => ({
				isEnded: false,
				next(token: number) {
					read.push(token);
					return [9, 1, 1, 1];
				},
			}),
		};
		sampleDocument(watched, tokenizer, styleOf({temperature: 0, length: 1, prefix: `${'a'.repeat(100)}b\nb`}), new PythonRandom(1));
		expect(tokenizer.decode(read)).toBe('b\nb');
		expect(read[0]).toBe(tokenizer.bos);
	});
});

describe('at temperature 0', () => {
	it('a text is the likeliest one, whatever the seed, and no number is drawn', async () => {
		const engine = await smallEngine(8);
		const random = new PythonRandom(1);
		const before = random.state;
		const style = styleOf({temperature: 0, length: 30, isEndless: true});
		const text = sampleDocument(engine, tokenizer, style, random);
		expect(random.state).toEqual(before);
		expect(sampleDocument(engine, tokenizer, style, new PythonRandom(2))).toBe(text);
		expect(sampleDocument(engine, tokenizer, {...style, temperature: 1, topK: 1}, new PythonRandom(3))).toBe(text);
		expect(sampleDocument(engine, tokenizer, {...style, temperature: 1, topP: 1e-9}, new PythonRandom(3))).toBe(text);
	});
});
