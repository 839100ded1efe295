import {type Preset} from '../../source/settings/presets.js';
import {type LocalRun, openRun} from '../../source/run/open-run.js';
import {createRunConfig, type RunOptions} from '../../source/settings/run-config.js';
import {type StepEvent} from '../../source/training/events.js';

/** A step as its run leaves it, and the parameters that it started from. */
export type RecordedStep = {
	readonly event: StepEvent;
	readonly run: LocalRun;
	readonly before: readonly number[];
	readonly after: readonly number[];
	/** Those that the step was made with. */
	readonly gradients: readonly number[];
	readonly first: readonly number[];
	readonly second: readonly number[];
};

/**
Trains and records each step; nobody looks inside.

@param onStep - Called after each step, between two events of the run.
*/
export async function recordRun(preset: Preset, options: RunOptions, onStep?: (step: RecordedStep) => Promise<void>): Promise<RecordedStep[]> {
	const run = await openRun(createRunConfig(preset, options), '0.0.0');
	const {engine} = run;
	const steps: RecordedStep[] = [];
	let before = [...engine.parameters.data];
	for await (const event of run.events) {
		if (event.type !== 'step') {
			continue;
		}

		const after = [...engine.parameters.data];
		const step = {
			event, run, before, after, gradients: [...engine.gradients.data], first: [...engine.moments.first], second: [...engine.moments.second],
		};
		steps.push(step);
		await onStep?.(step);
		before = after;
	}

	return steps;
}
