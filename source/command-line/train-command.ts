import type {TrainingSession} from '../session/training-session.js';
import type {TrainArguments} from './arguments.js';
import {chooseData, withoutLook} from './choose-data.js';
import type {RunOptions} from './program.js';
import {runTraining} from './run-training.js';
import {checkName} from './train-request.js';

/**
Trains a model from nothing.

@returns its session; undefined if it was stopped before the first step.
@throws UserError for what the user can mend.
*/
export async function trainCommand(given: TrainArguments, options: RunOptions): Promise<TrainingSession | undefined> {
	// Before anybody waits for the data.
	await checkName(given);
	const data = await chooseData(given, {...given, signal: options.signal});
	return data && runTraining({...given, ...withoutLook(data)}, options);
}
