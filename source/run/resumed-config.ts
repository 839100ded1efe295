import {ConfigError} from '../errors.js';
import {formatCount} from '../text/format.js';
import {type SavedRun} from '../storage/runs/runs-folder.js';
import {checkRunConfig, type RunConfig} from '../settings/run-config.js';
import {
	isGoneOnWith,
	type PlanChanges,
	tenthOf,
	withPlan,
} from '../settings/training-plan.js';

/**
The configuration of a run that is resumed, with what is to be other from there on. A learning rate, a schedule or a warm-up
counts over the steps that are left: what is not said of the other two stays, but that there is no warm-up.

@param step - The last that is done and saved.
@throws ConfigError if there is nothing left to do, or what is asked for cannot be.
*/
export function resumedConfig({name, info: {config, status, step: lastStep}}: Pick<SavedRun, 'name' | 'info'>, step: number, changes: Omit<PlanChanges, 'scheduleFrom'> = {}): RunConfig {
	const {steps: planned} = config.training;
	const {steps = planned, ...others} = changes;
	const isAllDone = steps === planned && status === 'completed';
	const isChangedForNothing = steps === step && Object.keys(others).length > 0;
	if (steps < step || isAllDone || isChangedForNothing) {
		throw new ConfigError(`Expected more steps than the ${formatCount(step)} that ${name} has done, got ${formatCount(steps)}. Add --steps ${2 * planned}, for example.`);
	}

	if (status === 'stopped early' && step === lastStep && !isGoneOnWith(config.training, changes)) {
		throw new ConfigError(`Expected a run that goes on by itself, got ${name}, which stopped early at step ${formatCount(step)}: its validation loss had got no better for too long. Add --patience 0, --learning-rate ${tenthOf(config.training.learningRate)} or --steps ${2 * planned}, for example.`);
	}

	if (others.patience !== undefined && config.dataset.validationShare === 0) {
		throw new ConfigError(`Expected --patience with a run that holds documents out, got ${name}, which holds none out. Leave it out, or train a new run with --val-split 0.1.`);
	}

	const resumed = {...config, training: resumedTraining(config.training, step, {...others, steps})};
	checkRunConfig(resumed);
	return resumed;
}

function resumedTraining(training: RunConfig['training'], step: number, {learningRate, schedule, warmup, ...changes}: Omit<PlanChanges, 'scheduleFrom'>): RunConfig['training'] {
	const isScheduledAnew = [learningRate, schedule, warmup].some(value => value !== undefined);
	return withPlan(training, {
		...training,
		...changes,
		...(isScheduledAnew && {
			learningRate: learningRate ?? training.learningRate, schedule: schedule ?? training.schedule, warmup: warmup ?? 0, ...(step > 0 && {scheduleFrom: step}),
		}),
	});
}
