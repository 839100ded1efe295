import {type OnLoadProgress, progressTeller} from '../data/load-progress.js';
import {type ModelConfig} from '../model/model-config.js';
import {countParameters, initialiseParameters, type Parameters} from '../model/parameters.js';
import {type RandomSource} from '../random/random-source.js';
import {type RunConfig} from '../settings/run-config.js';

/** The parameters that a run starts from, as its settings want them drawn; says how far that has come where there are millions. */
export function drawParameters({initStd, initialSpread}: Pick<RunConfig, 'initStd' | 'initialSpread'>, model: ModelConfig, random: RandomSource, onProgress: OnLoadProgress | undefined): Parameters {
	const tell = progressTeller(onProgress, {activity: 'drawing', total: countParameters(model)});
	tell(0);
	return initialiseParameters(model, random, initStd ?? initialSpread, tell);
}
