import {describe, expect, it} from 'vitest';
import {CharTokenizer} from '../../source/data/char-tokenizer.js';
import {createWriting, type WritingRequest} from '../../source/inspection/writing.js';
import {createEngine} from '../../source/model/create-engine.js';
import {initialiseParameters} from '../../source/model/parameters.js';
import {PythonRandom} from '../../source/random/python-random.js';
import {noProgress} from '../../source/training/progress.js';
import {sampleDocument} from '../../source/training/sample.js';
import {atOnce} from '../helpers/at-once.js';
import {exampleStart} from '../helpers/example-events.js';

const seed = 11;

async function open(hasEnds: boolean, blockSize = 8) {
	const tokenizer = new CharTokenizer(['ab\n', 'cde'], hasEnds);
	const model = {
		architecture: 'gpt', vocabSize: tokenizer.vocabSize, nEmbd: 8, nHead: 2, nLayer: 1, blockSize,
	} as const;
	const engine = await createEngine({name: 'tensor', precision: 'f64', batchSize: 1}, model, initialiseParameters(model, new PythonRandom(1), 0.5));
	const progress = {...noProgress(), step: 7};
	const writeOn = createWriting({
		engine, tokenizer, config: exampleStart(1).training, start: {seed: 1}, trainingDocuments: [], validationDocuments: [], progress,
	}, () => new PythonRandom(seed));
	/** Asks until there is so much, as a page does that fills. */
	const write = (length: number, style: Omit<WritingRequest, 'end'>, between: () => void = () => undefined) => {
		let text = '';
		let end = style.prefix;
		while (text.length < length) {
			const part = atOnce(writeOn({...style, end}));
			expect(part.step).toBe(7);
			expect(part.text.length).toBeGreaterThan(0);
			text += part.text;
			({end} = part);
			between();
		}

		return text.slice(0, length);
	};

	return {
		engine, tokenizer, write, writeOn,
	};
}

describe('a page of a model of one long text', () => {
	const style: Omit<WritingRequest, 'end'> = {
		prefix: 'cab', temperature: 0.8, isEndless: true,
	};

	it('is what a passage of that length is', async () => {
		const {engine, tokenizer, write} = await open(false);
		const passage = sampleDocument(engine, tokenizer, {...style, length: 100}, new PythonRandom(seed));
		expect(style.prefix + write(100, style)).toBe(passage);
	});

	it('is the same when somebody looks at the model in between', async () => {
		const {engine, write} = await open(false);
		const other = await open(false);
		expect(write(60, style, () => {
			engine.inspect([0, 1, 2]);
		})).toBe(other.write(60, style));
	});

	it('comes a few characters at a time', async () => {
		const {writeOn} = await open(false);
		const {text} = atOnce(writeOn({...style, end: style.prefix}));
		expect(text.length).toBeLessThanOrEqual(8);
	});

	it('is gone on with by another model from its end, of which it sees no more than its context', async () => {
		const [one, other] = [await open(false), await open(false)];
		const next = (from: typeof one, end: string) => atOnce(from.writeOn({...style, end})).text[0];
		expect(next(one, `${'e'.repeat(1000)}cabcdeab`)).toBe(next(other, `${'d'.repeat(20)}cabcdeab`));
		const {end} = atOnce(one.writeOn({...style, end: 'abcdeabcdeabcde'}));
		expect(end).toHaveLength(8);
	});
});

describe('a page of a model of documents', () => {
	it('has one line after the other, each with the beginning', async () => {
		const {engine, tokenizer, write} = await open(true);
		const style = {
			prefix: 'ab', temperature: 1, isEndless: false,
		};
		const lines = `ab${write(400, style)}`.split('\n').slice(0, -1);
		expect(lines.length).toBeGreaterThan(5);
		const [first] = sampleDocument(engine, tokenizer, {...style, length: 400}, new PythonRandom(seed)).split('\n', 1);
		expect(lines[0]).toBe(first);
		expect(lines.filter(line => line.startsWith('ab')).length).toBeGreaterThan(3);
	});

	it('begins each with what it can read of the beginning', async () => {
		const {write} = await open(true);
		const style = {temperature: 1, isEndless: false};
		const lines = write(200, {...style, prefix: 'aXb'}).split('\n').slice(1, -1);
		expect(lines.length).toBeGreaterThan(2);
		expect(lines.filter(line => !line.startsWith('ab'))).toEqual([]);
	});
});
