import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type Documents} from '../../source/data/documents.js';
import {type Engine, type Tokens} from '../../source/model/engine.js';
import {evaluate} from '../../source/training/evaluate.js';
import {atOnce} from '../helpers/at-once.js';
import {fakeEngine} from '../helpers/fake-engine.js';

/** As many tokens as it says, and so one position less. */
const encode = (documents: Documents, index: number): Tokens => Array.from({length: Number(documents.at(index))}, () => 1);
const blockSize = 4;
const positionsOf = (document: string) => Math.min(blockSize, Number(document) - 1);

/** An engine whose loss on a batch is the mean over its positions, each of which costs as much as its document is long; and the sizes of the batches. */
function countingEngine(): {engine: Engine; batchSizes: number[]} {
	const batchSizes: number[] = [];
	const engine = {
		...fakeEngine(),
		computeLoss(batch: readonly Tokens[]) {
			batchSizes.push(batch.length);
			const positions = batch.flatMap(tokens => Array.from({length: Math.min(blockSize, tokens.length - 1)}, () => tokens.length));
			return positions.reduce((sum, loss) => sum + loss, 0) / positions.length;
		},
	};
	return {engine, batchSizes};
}

function meanOverPositions(documents: readonly string[]): number {
	const losses = documents.flatMap(document => Array.from({length: positionsOf(document)}, () => Number(document)));
	return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

const documents = fc.array(fc.integer({min: 2, max: 9}).map(String), {minLength: 1, maxLength: 30});

describe('evaluate', () => {
	it('gives the mean over the positions that the model sees, whatever the batches', () => {
		fc.assert(fc.property(documents, documents, fc.integer({min: 1, max: 8}), (training, validation, batchSize) => {
			const {engine} = countingEngine();
			const {trainLoss, validationLoss} = atOnce(evaluate(engine, {training, validation, batchSize}, encode));
			expect(trainLoss).toBeCloseTo(meanOverPositions(training), 12);
			expect(validationLoss).toBeCloseTo(meanOverPositions(validation), 12);
		}));
	});

	it('goes batch by batch, and says how far it has come', () => {
		const {engine, batchSizes} = countingEngine();
		const work = evaluate(engine, {training: ['2', '3', '4', '5', '6'], validation: ['2', '3', '4'], batchSize: 2}, encode);
		expect([...work]).toEqual([2, 4, 5, 7, 8]);
		expect(batchSizes).toEqual([2, 2, 1, 2, 1]);
	});

	it('can be left between two batches', () => {
		const {engine, batchSizes} = countingEngine();
		const work = evaluate(engine, {training: ['2', '3', '4', '5'], validation: ['2'], batchSize: 1}, encode);
		work.next();
		work.next();
		work.return({trainLoss: 0, validationLoss: 0});
		expect(batchSizes).toEqual([1, 1]);
		expect(work.next().done).toBe(true);
	});
});
