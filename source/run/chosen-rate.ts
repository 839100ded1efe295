import {type RunConfig} from '../settings/run-config.js';
import {type Origin} from './origin.js';

/**
Where a run goes on from another one with a learning rate of its own: that holds as it was chosen, without the factor by which
the other one's was changed meanwhile. Where it has the other's rate, the factor stays too.

@param base - With what the other one is trained.
*/
export function withChosenRate(origin: Origin, base: Pick<RunConfig, 'training'> | undefined, {training}: Pick<RunConfig, 'training'>): Origin {
	const {state} = origin;
	if (!state || base?.training.learningRate === training.learningRate) {
		return origin;
	}

	const {progress} = state;
	return {...origin, state: {...state, progress: {...progress, controls: {...progress.controls, learningRateScale: 1}}}};
}
