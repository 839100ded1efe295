import {ConfigError} from '../errors.js';
import {type TrainingSession} from '../session/training-session.js';
import {type RaceArguments} from './arguments.js';
import {chooseData, withChosenData, withoutLook} from './choose-data.js';
import {type RunOptions} from './program.js';
import {hasScreen} from './screen.js';
import {trainOnScreen} from './train-on-screen.js';

/**
Trains in several ways side by side, in step with each other.

@returns the session that was on last; undefined if it was stopped before the first step.
@throws UserError for what the user can mend.
*/
export async function raceCommand({lanes, ...given}: RaceArguments, options: RunOptions): Promise<TrainingSession | undefined> {
	if (!hasScreen()) {
		throw new ConfigError('Expected a terminal to race on, got none. Train each way by itself, with --json or --plain.');
	}

	const [first, ...others] = lanes;
	const data = await chooseData(first, {...given, signal: options.signal});
	if (!data) {
		return undefined;
	}

	const beside = others.map(lane => ({label: lane.label, config: withChosenData(lane, data, given.hasChosenDocuments)}));
	return trainOnScreen({
		...given, ...withoutLook(data), label: first.label, beside,
	}, options);
}
