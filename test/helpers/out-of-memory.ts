import {type RecordedTraining} from '../../source/storage/record/run-states.js';

/** A training of which no copy can be made while there is no memory. */
export function withoutMemory<Training extends Pick<RecordedTraining, 'vocabulary'>>(training: Training, isOutOfMemory: () => boolean): Training {
	return {
		...training,
		get vocabulary() {
			if (isOutOfMemory()) {
				throw new RangeError('Array buffer allocation failed');
			}

			return training.vocabulary;
		},
	};
}
