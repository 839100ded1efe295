import {type Engine} from '../../source/model/engine.js';
import {createParameters} from '../../source/model/parameters.js';

export type FakeEngine = Engine & {
	/** The documents that gradients were asked for, in order. */
	readonly trainedOn: ReadonlyArray<readonly number[]>;
	/** The documents that only the loss was asked for, in order. */
	readonly measuredOn: ReadonlyArray<readonly number[]>;
};

/** What a fake engine says of the nth document (from 1) that it is asked about. */
export type FakeAnswers = {
	readonly computeLoss?: (count: number) => number;
	/** The loss; may change the gradients, which are all 1 before. */
	readonly computeGradients?: (count: number, gradients: Float64Array) => number;
};

/** An engine that computes nothing and remembers what it was asked. */
export function fakeEngine({computeLoss = () => 2, computeGradients = () => 2}: FakeAnswers = {}): FakeEngine {
	const model = {
		architecture: 'bigram', vocabSize: 4, nEmbd: 2, blockSize: 4,
	} as const;
	const gradients = createParameters(model);
	const trainedOn: Array<readonly number[]> = [];
	const measuredOn: Array<readonly number[]> = [];
	return {
		name: 'fake',
		model,
		parameters: createParameters(model),
		gradients,
		trainedOn,
		measuredOn,
		createDecoder() {
			throw new Error('A fake engine makes nothing up.');
		},
		computeLoss(tokens) {
			measuredOn.push(tokens);
			return computeLoss(measuredOn.length);
		},
		computeGradients(tokens) {
			trainedOn.push(tokens);
			gradients.data.fill(1);
			return computeGradients(trainedOn.length, gradients.data);
		},
	};
}
