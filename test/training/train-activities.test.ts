import {
	afterEach,
	beforeEach,
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {CharTokenizer} from '../../source/data/char-tokenizer.js';
import {type Decoder, type Engine} from '../../source/model/engine.js';
import {initialiseParameters} from '../../source/model/parameters.js';
import {openTensorEngine} from '../../source/model/tensor/tensor-engine.js';
import {DotnetRandom} from '../../source/random/dotnet-random.js';
import {PythonRandom} from '../../source/random/python-random.js';
import {noProgress, type TrainingProgress} from '../../source/training/progress.js';
import {Sampler} from '../../source/training/sample.js';
import {train} from '../../source/training/train.js';
import {type ActivityEvent, type TrainingEvent} from '../../source/training/events.js';
import {atOnce} from '../helpers/at-once.js';
import {exampleStart} from '../helpers/example-events.js';
import {type FakeAnswers, fakeEngine} from '../helpers/fake-engine.js';

beforeEach(() => {
	vi.useFakeTimers({toFake: ['performance']});
});

afterEach(() => {
	vi.useRealTimers();
});

const numbered = (count: number) => Array.from({length: count}, () => 'ab');

/** A training of which every document that is measured takes 30 ms. */
function slowTraining(progress: TrainingProgress, answers: FakeAnswers = {}) {
	const engine = fakeEngine({
		computeLoss() {
			vi.advanceTimersByTime(30);
			return 2;
		},
		...answers,
	});
	const config = {...exampleStart(4).training, evalEvery: 2};
	const events = train({
		start: exampleStart(4), config, engine, tokenizer: new CharTokenizer(['abc']), trainingDocuments: numbered(10), validationDocuments: numbered(5),
		evaluation: {training: numbered(10), validation: numbered(5), batchSize: 1}, samples: {count: 0, temperature: 1, random: new DotnetRandom(1)}, progress,
	}, {learningRateScale: 1});
	return {events, engine};
}

async function take(events: AsyncGenerator<TrainingEvent, void, undefined>, count: number): Promise<TrainingEvent[]> {
	const taken: TrainingEvent[] = [];
	while (taken.length < count) {
		const {value, done} = await events.next();
		if (done) {
			break;
		}

		taken.push(value);
	}

	return taken;
}

describe('an evaluation that takes long', () => {
	it('is told while it goes on, and then what it came to', async () => {
		const taken = await take(slowTraining(noProgress()).events, 8);
		expect(taken.slice(3)).toEqual([
			...[4, 8, 12].map(done => ({
				type: 'activity', step: 2, activity: 'evaluating', done, total: 15,
			})),
			{
				type: 'eval', step: 2, trainLoss: 2, validationLoss: 2,
			},
			expect.objectContaining({type: 'step', step: 3}),
		]);
	});

	it('leaves no event when it is broken off, and is made again when the training goes on', async () => {
		const progress = noProgress();
		const first = slowTraining(progress);
		const broken = await take(first.events, 4);
		expect(broken.at(-1)).toMatchObject({type: 'activity', done: 4});
		await first.events.return();
		expect(first.engine.measuredOn).toHaveLength(4);
		expect(progress).toMatchObject({step: 2, isEvaluated: false});

		const resumed = await take(slowTraining(progress).events, 5);
		expect(resumed.map(({type}) => type)).toEqual(['start', 'activity', 'activity', 'activity', 'eval']);
	});

	it('is not told where it is done in a moment', async () => {
		const taken = await take(slowTraining(noProgress(), {computeLoss: () => 2}).events, 20);
		expect(taken.map(({type}) => type)).toEqual(['start', 'step', 'step', 'eval', 'step', 'step', 'eval', 'finish']);
	});
});

const model = {
	architecture: 'gpt', vocabSize: 4, nEmbd: 8, blockSize: 12, nLayer: 1, nHead: 2,
} as const;

async function smallEngine(): Promise<Engine> {
	return openTensorEngine(model, initialiseParameters(model, new DotnetRandom(3)), {precision: 'f64', batchSize: 1, kernels: 'plain'});
}

function samplerOf(engine: Engine): Sampler {
	return new Sampler({
		engine, tokenizer: new CharTokenizer(['abc']), trainingDocuments: [], validationDocuments: [],
	}, 5);
}

describe.each([['.NET', new DotnetRandom(5)], ['Python', new PythonRandom(3)]] as const)('a sample drawn as %s does', (_name, stream) => {
	const random = stream.fork();

	it('is the same when somebody looks at the model between any two of its tokens', async () => {
		const engine = await smallEngine();
		const sampler = samplerOf(engine);
		const expected = atOnce(sampler.samplePieces(1, random.fork()));
		expect(expected.text.length).toBeGreaterThan(2);
		const looks: Array<(decoder: Decoder) => void> = [
			() => {
				engine.inspect([3, 0, 1]);
			},
			() => {
				const kept = Float64Array.from(engine.parameters.data);
				engine.setParameters(kept.map(value => value * 3));
				engine.computeGradients([[3, 2, 3]]);
				engine.setParameters(kept);
			},
		];
		for (const look of looks) {
			const work = sampler.samplePieces(1, random.fork());
			let piece = work.next();
			while (!piece.done) {
				look(engine.createDecoder());
				piece = work.next();
			}

			expect(piece.value).toEqual(expected);
		}
	});

	it('draws nothing before it is whole', async () => {
		const engine = await smallEngine();
		const before = random.state;
		const work = samplerOf(engine).samplePieces(1, random);
		work.next();
		work.next();
		expect(random.state).toEqual(before);
		work.return(undefined as never);
		const [again, expected] = [random, stream.fork()].map(drawn => atOnce(samplerOf(engine).samplePieces(1, drawn)));
		expect(again).toEqual(expected);
		expect(random.state).not.toEqual(before);
	});
});

it('tells a sample that takes long', async () => {
	const engine = await smallEngine();
	const slow: Engine = {
		...engine,
		createDecoder() {
			const decoder = engine.createDecoder();
			return {
				isEnded: false,
				next(token) {
					vi.advanceTimersByTime(60);
					return decoder.next(token);
				},
			};
		},
	};
	const start = exampleStart(1);
	const events = train({
		start, config: start.training, engine: slow, tokenizer: new CharTokenizer(['abc']), trainingDocuments: ['ab'], validationDocuments: [],
		samples: {count: 1, temperature: 5, random: new DotnetRandom(5)},
	}, {learningRateScale: 1});
	const told = await take(events, 100);
	const activities = told.filter((event): event is ActivityEvent => event.type === 'activity');
	expect(activities.map(({done}) => done)).toEqual(activities.map((_, index) => 2 * (index + 1)));
	expect(activities[0]).toMatchObject({activity: 'sampling', step: 1, total: 12});
});
