import {ConfigError} from '../errors.js';
import {formatCount} from '../text/format.js';
import {type SavedRun} from '../storage/runs/runs-folder.js';
import {type RunConfig} from '../settings/run-config.js';

/**
The configuration of a run that is resumed, with more steps if more are wanted.

@throws ConfigError if there is nothing left to do.
*/
export function resumedConfig({name, info: {config, step, status}}: SavedRun, steps = config.training.steps): RunConfig {
	if (steps < step || (steps === config.training.steps && status === 'completed')) {
		throw new ConfigError(`Expected more steps than the ${formatCount(step)} that ${name} has done, got ${formatCount(steps)}. Add --steps ${2 * config.training.steps}, for example.`);
	}

	return {...config, training: {...config.training, steps}};
}
