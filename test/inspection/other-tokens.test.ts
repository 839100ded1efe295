import {
	beforeAll,
	describe,
	expect,
	it,
} from 'vitest';
import {createInspector, type InspectorWork} from '../../source/inspection/inspector.js';
import {createEngine} from '../../source/model/create-engine.js';
import {type Engine} from '../../source/model/engine.js';
import {initialiseParameters} from '../../source/model/parameters.js';
import {DotnetRandom} from '../../source/random/dotnet-random.js';
import {type TrainingEvent} from '../../source/training/events.js';
import {noProgress} from '../../source/training/progress.js';
import {train} from '../../source/training/train.js';
import {atOnce} from '../helpers/at-once.js';
import {exampleStart} from '../helpers/example-events.js';
import {allEvents} from '../helpers/small-training.js';
import {syllables} from '../helpers/syllables.js';

const model = {
	architecture: 'gpt', vocabSize: syllables.vocabSize, nEmbd: 8, blockSize: 4, nLayer: 1, nHead: 2,
} as const;
const documents = ['maria', 'mariah', 'marah', 'hariri'];

describe('a training on tokens that are no characters', () => {
	let engine: Engine;
	let events: TrainingEvent[];
	let inspector: InspectorWork;

	beforeAll(async () => {
		const random = new DotnetRandom(1);
		engine = await createEngine({name: 'tensor', precision: 'f64', batchSize: 1}, model, initialiseParameters(model, random));
		const config = {...exampleStart(200).training, evalEvery: 100};
		const progress = noProgress();
		const source = {
			start: exampleStart(200), config, engine, tokenizer: syllables, trainingDocuments: documents, validationDocuments: documents, progress,
		};
		const evaluation = {training: documents, validation: documents, batchSize: 1};
		events = await allEvents(train({...source, evaluation, samples: {count: 5, temperature: 0.5, random}}, {learningRateScale: 1}));
		inspector = createInspector(source, random);
	});

	it('learns, measures and makes up', () => {
		const losses = events.flatMap(event => event.type === 'eval' ? event.trainLoss : []);
		expect(losses).toHaveLength(2);
		expect(losses[1]).toBeLessThan(Math.log(syllables.vocabSize) / 2);
		const samples = events.flatMap(event => event.type === 'sample' ? event.text : []);
		expect(samples).toHaveLength(5);
		for (const text of samples) {
			expect(syllables.encodeKnown(text).length).toBeLessThanOrEqual(model.blockSize);
			expect(syllables.decode(syllables.encode(text))).toBe(text);
		}

		expect(samples.some(text => documents.includes(text))).toBe(true);
	});

	it('is looked at token by token', () => {
		const {positions, text, ...trace} = atOnce(inspector.traceDocument('maria'));
		expect(text).toBe('maria');
		expect(positions.map(({letter, next}) => [letter, next.letter])).toEqual([[undefined, 'ma'], ['ma', 'ri'], ['ri', 'a'], ['a', undefined]]);
		expect(trace).not.toHaveProperty('unread');
	});

	it('tells what its context has no room for, in characters', () => {
		expect(atOnce(inspector.traceDocument('mamamariahah'))).toMatchObject({text: 'mamamari', unread: {text: 'ahah', count: 4}});
		expect(atOnce(inspector.traceDocument('mamamari'))).toMatchObject({text: 'mamamari', unread: {text: '', count: 0}});
	});

	it('calls the rows of its embeddings by the texts of their tokens', () => {
		const {strongest} = atOnce(inspector.reportLastStep())!;
		const rows = strongest.filter(({place}) => place.hasLetter);
		expect(rows.length).toBeGreaterThan(0);
		for (const {place: {row, letter}} of rows) {
			expect(letter).toBe(syllables.vocabulary[row]);
		}

		const {letters} = atOnce(inspector.compareEmbeddings());
		expect(new Set(letters)).toEqual(new Set([...syllables.vocabulary, undefined]));
	});
});
