import {ConfigError} from '../errors.js';
import {formatCount} from '../text/format.js';
import {type SavedRun} from '../storage/runs/runs-folder.js';
import {shownName} from '../storage/runs/shown-name.js';
import {checkRunConfig, type RunConfig} from '../settings/run-config.js';
import {
	isGoneOnWith,
	isScheduledAnew,
	type ResumeChanges,
	tenthOf,
	withPlan,
} from '../settings/training-plan.js';
import {type SavedOrigin} from './best-origin.js';

type Called = Pick<SavedRun, 'name' | 'title' | 'info'>;

/**
The configuration of a run that is resumed, with what is to be other from there on. A learning rate, a schedule or a warm-up
counts over the steps that are left: what is not said of the other two stays, but that there is no warm-up.

@param step - The last that is done and saved.
@throws ConfigError if there is nothing left to do, or what is asked for cannot be.
*/
export function resumedConfig(run: Called, step: number, changes: ResumeChanges = {}): RunConfig {
	const {config, status, step: lastStep} = run.info;
	const {steps: planned, learningRate} = config.training;
	const {steps = planned, ...others} = changes;
	const name = shownName(run);
	// One that was stopped while it made up its samples goes on with these.
	const isAllDone = steps === step && (status === 'completed' || Object.keys(others).length > 0);
	if (steps < step || isAllDone) {
		throw new ConfigError(changes.steps === undefined
			? `Expected a run with steps left to do, got ${name}, which has done all its ${formatCount(step)}. Add --steps ${2 * planned}, for example.`
			: tooFewSteps(name, step, steps, 2 * planned));
	}

	if (status === 'stopped early' && step === lastStep && !isGoneOnWith(config.training, changes)) {
		throw new ConfigError(`Expected a run that would continue, got ${name}, which stopped early at step ${formatCount(step)} because its validation loss had stopped improving. Add --patience 0, --learning-rate ${tenthOf(learningRate)} or --steps ${2 * planned}, for example.`);
	}

	return changedConfig(config, name, step, changes);
}

/**
The configuration of a run that goes on from the best state of another one; as for `resumedConfig`.

@throws ConfigError if there is nothing left to do, or what is asked for cannot be.
*/
export function configFromBest(run: Called, {left: {config}, point: {step}}: Pick<SavedOrigin, 'left' | 'point'>, changes: ResumeChanges): RunConfig {
	const {steps: planned} = config.training;
	const {steps = planned} = changes;
	const name = shownName(run);
	// Meanwhile it may have been told to have more.
	const more = Math.max(run.info.config.training.steps, 2 * step);
	if (steps <= step) {
		throw new ConfigError(changes.steps === undefined
			? `Expected steps to be left after the best validation of ${name}, got the last of the ${formatCount(planned)} that were planned then. Add --steps ${more}, for example.`
			: tooFewSteps(`${name}, at its best,`, step, steps, more));
	}

	return changedConfig(config, name, step, changes);
}

function tooFewSteps(name: string, done: number, wanted: number, example: number): string {
	return `Expected more steps than the ${formatCount(done)} that ${name} has done, got ${formatCount(wanted)}. Add --steps ${example}, for example.`;
}

function changedConfig(config: RunConfig, name: string, step: number, changes: ResumeChanges): RunConfig {
	if (changes.patience !== undefined && config.dataset.validationShare === 0) {
		throw new ConfigError(`Expected --patience with a run that holds documents out, got ${name}, which holds none out. Leave it out, or train a new run with --val-split 0.1.`);
	}

	const training = changedTraining(config.training, step, changes);
	const {steps, warmup, scheduleFrom = 0} = training;
	if (changes.warmup === undefined && warmup >= steps - scheduleFrom) {
		throw new ConfigError(`Expected more steps than the warm-up of ${name} takes, ${formatCount(scheduleFrom + warmup)}, got --steps ${steps}. Add --warmup ${Math.floor((steps - step) / 10)}, and the schedule begins anew.`);
	}

	const changed = {...config, training};
	checkRunConfig(changed);
	return changed;
}

function changedTraining(training: RunConfig['training'], step: number, changes: ResumeChanges): RunConfig['training'] {
	return withPlan(training, {
		...training,
		...(isScheduledAnew(changes) && {warmup: 0, ...(step > 0 && {scheduleFrom: step})}),
		...changes,
	});
}
