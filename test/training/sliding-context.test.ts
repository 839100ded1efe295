import {describe, expect, it} from 'vitest';
import {type Engine} from '../../source/model/engine.js';
import {initialiseParameters} from '../../source/model/parameters.js';
import {ScalarEngine} from '../../source/model/scalar/scalar-engine.js';
import {openTensorEngine} from '../../source/model/tensor/tensor-engine.js';
import {DotnetRandom} from '../../source/random/dotnet-random.js';
import {SlidingContext} from '../../source/training/sliding-context.js';

const bos = 3;
const modelOf = (blockSize: number) => ({
	architecture: 'gpt', vocabSize: 4, nEmbd: 8, blockSize, nLayer: 1, nHead: 2,
} as const);

async function openEngine(name: Engine['name'], blockSize: number): Promise<Engine> {
	const model = modelOf(blockSize);
	const parameters = initialiseParameters(model, new DotnetRandom(3));
	return name === 'scalar' ? new ScalarEngine(model, parameters) : openTensorEngine(model, parameters, {precision: 'f64', batchSize: 1, kernels: 'plain'});
}

/** The logits after some tokens, and nothing before them. */
function logitsAfter(engine: Engine, tokens: readonly number[]): number[] {
	const decoder = engine.createDecoder();
	return tokens.map(token => [...decoder.next(token) as number[]]).at(-1)!;
}

const text = Array.from({length: 40}, (_, place) => [0, 2, 1, 1, 0, 2, 2][(place * 5) % 7]);

/** What the model is to see after each token: at most the context; when it is full, the last three quarters, from the beginning of a document on. */
function contextsOf(blockSize: number): number[][] {
	let context: number[] = [];
	return [bos, ...text].map(token => {
		if (context.length === blockSize) {
			const kept = Math.min(blockSize - 1, Math.ceil(blockSize * 3 / 4));
			context = [bos, ...context.toReversed().slice(0, kept - 1).toReversed()].slice(0, kept);
		}

		context = [...context, token];
		return context;
	});
}

describe.each(['tensor', 'scalar'] as const)('a text of any length, read by the %s engine', name => {
	it.each([1, 2, 3, 4, 6, 8, 13])('is seen through a context of %i', async blockSize => {
		const engine = await openEngine(name, blockSize);
		const context = new SlidingContext(engine, {bos, hasEnds: true});
		const contexts = contextsOf(blockSize);
		const seen = [bos, ...text].map(token => [...context.read(token) as number[]]);
		expect(seen).toEqual(contexts.map(tokens => logitsAfter(engine, tokens)));
		expect(Math.max(...contexts.map(({length}) => length))).toBe(blockSize);
	});

	it('is seen alike when somebody looks at the model between two tokens', async () => {
		const engine = await openEngine(name, 8);
		const readAll = (look: () => void) => {
			const context = new SlidingContext(engine, {bos, hasEnds: true});
			return [bos, ...text].map(token => {
				look();
				return [...context.read(token) as number[]];
			});
		};

		expect(readAll(() => {
			engine.inspect([bos, 0, 1]);
		})).toEqual(readAll(() => undefined));
	});
});

it('reads each token about four times, however long the context is', async () => {
	for (const blockSize of [8, 64]) {
		const engine = await openEngine('tensor', blockSize);
		let readCount = 0;
		const counting: Engine = {
			...engine,
			createDecoder() {
				const decoder = engine.createDecoder();
				return {
					get isEnded() {
						return decoder.isEnded;
					},
					next(token) {
						readCount++;
						return decoder.next(token);
					},
				};
			},
		};
		const context = new SlidingContext(counting, {bos, hasEnds: true});
		const length = 1000;
		for (let place = 0; place < length; place++) {
			context.read(place % 3);
		}

		expect(readCount / length).toBeLessThan(4.1);
	}
});
