import {ConfigError} from '../errors.js';
import {checkThreads} from '../run/choose-threads.js';
import {checkTorch} from '../run/check-torch.js';
import type {TrainingSession} from '../session/training-session.js';
import type {RunOptions} from './program.js';
import {formatHere} from './screen.js';
import {checkName, type TrainRequest} from './train-request.js';

/**
Trains, in the dashboard where there is a screen and else in lines.

@returns the session; undefined if it was stopped before the first step.
@throws UserError for what the user can mend; anything else is a bug.
*/
export async function runTraining(request: TrainRequest, options: RunOptions): Promise<TrainingSession | undefined> {
	checkThreads(request.config, request.computing);
	checkTorch(request.config, request.computing);
	const format = formatHere(request.format);
	if (request.isSlow && format !== 'dashboard') {
		throw new ConfigError('Expected a terminal for --slow, got none. Leave it out.');
	}

	// Again: while the data came, another run may have taken it.
	await checkName(request);
	if (format === 'dashboard') {
		const {trainOnScreen} = await import('./train-on-screen.js');
		return trainOnScreen(request, options);
	}

	const {trainInLines} = await import('./train-in-lines.js');
	return trainInLines(request, format, options);
}
