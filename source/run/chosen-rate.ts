import {type RunConfig} from '../settings/run-config.js';
import {type Origin} from './origin.js';

/**
Where a run goes on from another one with a learning rate of its own, or a schedule that begins there: that holds as it was
chosen, without the factor by which the other one's was changed meanwhile. Where it has the other's, the factor stays too.

@param base - With what the other one is trained.
*/
export function withChosenRate(origin: Origin, base: Pick<RunConfig, 'training'> | undefined, {training}: Pick<RunConfig, 'training'>): Origin {
	const {state} = origin;
	const isTheSame = base?.training.learningRate === training.learningRate && base.training.scheduleFrom === training.scheduleFrom;
	if (!state || isTheSame) {
		return origin;
	}

	const {progress} = state;
	return {...origin, state: {...state, progress: {...progress, controls: {...progress.controls, learningRateScale: 1}}}};
}
