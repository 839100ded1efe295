import {
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {evaluate} from '../../source/training/evaluate.js';
import {TurnGiver} from '../../source/training/turn-giver.js';
import {fakeEngine} from '../helpers/fake-engine.js';

/** A document that is its own place, and so are its tokens. */
const numbered = (count: number) => Array.from({length: count}, (_, index) => String(index));
const encode = (document: string) => [Number(document)];

describe('evaluate', () => {
	it('gives the plain mean over the documents', async () => {
		const engine = fakeEngine({computeLoss: count => [1, 2, 6][count - 1]});
		expect(await evaluate(engine, numbered(3), encode, new TurnGiver())).toBe(3);
		expect(engine.measuredOn).toEqual([[0], [1], [2]]);
		expect(engine.trainedOn).toEqual([]);
	});

	it('takes documents from all over many, with about ten thousand positions', async () => {
		const [first, second] = [fakeEngine(), fakeEngine()];
		const documents = numbered(100_000);
		await evaluate(first, documents, encode, new TurnGiver());
		await evaluate(second, documents, encode, new TurnGiver());
		const places = first.measuredOn.map(([place]) => place);
		// With a context of 4.
		expect(places).toEqual(Array.from({length: 2500}, (_, index) => index * 40));
		expect(second.measuredOn).toEqual(first.measuredOn);
	});

	it('takes one document at least, however long the context', async () => {
		const fake = fakeEngine();
		const engine = {...fake, model: {...fake.model, blockSize: 1_000_000}};
		expect(await evaluate(engine, numbered(5), encode, new TurnGiver())).toBe(2);
		expect(engine.measuredOn).toEqual([[0]]);
	});

	it('lets others have their turn while it goes on', async () => {
		vi.useFakeTimers({toFake: ['performance']});
		try {
			let measuredWhenItCame = 0;
			const engine = fakeEngine({
				computeLoss(count) {
					// Each document takes a millisecond.
					vi.advanceTimersByTime(1);
					return count;
				},
			});
			setImmediate(() => {
				measuredWhenItCame = engine.measuredOn.length;
			});
			await evaluate(engine, numbered(100), encode, new TurnGiver());
			expect(measuredWhenItCame).toBe(8);
		} finally {
			vi.useRealTimers();
		}
	});
});
