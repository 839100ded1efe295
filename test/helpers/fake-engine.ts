import {updateWithAdam} from '../../source/model/adam.js';
import {type Engine} from '../../source/model/engine.js';
import {createParameters, type RealArray} from '../../source/model/parameters.js';

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
	readonly computeGradients?: (count: number, gradients: RealArray) => number;
};

/** An engine that computes nothing and remembers what it was asked. */
export function fakeEngine({computeLoss = () => 2, computeGradients = () => 2}: FakeAnswers = {}): FakeEngine {
	const model = {
		architecture: 'bigram', vocabSize: 4, nEmbd: 2, blockSize: 4,
	} as const;
	const [parameters, gradients] = [createParameters(model), createParameters(model)];
	const moments = {first: createParameters(model).data, second: createParameters(model).data};
	const trainedOn: Array<readonly number[]> = [];
	const measuredOn: Array<readonly number[]> = [];
	return {
		name: 'scalar',
		precision: 'f64',
		model,
		parameters,
		gradients,
		moments,
		trainedOn,
		measuredOn,
		setParameters(values) {
			parameters.data.set(values);
		},
		setMoments({first, second}) {
			moments.first.set(first);
			moments.second.set(second);
		},
		createDecoder() {
			throw new Error('A fake engine makes nothing up.');
		},
		inspect() {
			throw new Error('There is nothing inside a fake engine.');
		},
		computeLoss(batch) {
			measuredOn.push(...batch);
			return computeLoss(measuredOn.length);
		},
		computeGradients(batch) {
			trainedOn.push(...batch);
			gradients.data.fill(1);
			return computeGradients(trainedOn.length, gradients.data);
		},
		gradientNorm: () => Math.hypot(...gradients.data),
		update(update) {
			updateWithAdam(parameters.data, gradients.data, moments, update);
		},
	};
}
