import {ConfigError} from '../errors.js';
import {isForkable} from '../settings/fork-options.js';
import {
	flagOf,
	type OptionName,
	optionNames,
	settingOf,
	spell,
} from '../settings/setting-values.js';
import {resumeNames} from '../settings/training-plan.js';

/**
Refuses a setting with which a run cannot be resumed.

@param flag - As a name in code.
@throws ConfigError which says why, and what can be done instead; nothing is thrown for a flag that is no setting.
*/
export function refuseOnResume(flag: string): void {
	const name = optionNames.find(option => flagOf(option) === flag);
	if (name === undefined || name === 'isLargeFileConfirmed') {
		return;
	}

	const instead = isForkable(name)
		? 'Fork the run instead: see it with microgpt-tui replay, and press f at the step where it is to go another way.'
		: 'Train a new run instead.';
	const changeable = resumeNames.map(change => spell(change)).join(', ');
	throw new ConfigError(`Expected flags with which a run can be resumed, got ${spell(flag)}: ${whyNot(name)} ${instead} What can be changed: ${changeable}.`);
}

function whyNot(name: OptionName): string {
	if (isForkable(name)) {
		return 'the steps of one run are all made in the same way.';
	}

	switch (settingOf(name).part) {
		case 'model': {
			return 'the saved weights are those of the model with which the run was begun.';
		}

		case 'dataset': {
			return 'all losses of a run are on the same text, taken in the same way.';
		}

		case 'run':
		case 'samples':
		case 'training': {
			return 'the run goes on as it was begun.';
		}
	}
}
