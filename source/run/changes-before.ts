import {type RunConfig} from '../settings/run-config.js';
import {readRecord} from '../storage/record/read-record.js';
import {type SavedRun} from '../storage/runs/runs-folder.js';
import {type TrainingControls, type TrainingProgress} from '../training/progress.js';

/** What the steps were made with from one of them on. */
export type Change = {
	readonly step: number;
	readonly controls: Readonly<TrainingControls>;
	/** How many steps the run was to have, which decides on its learning rates. */
	readonly steps: number;
};

/**
What was changed in a saved run, from its first step on.

@param beginning - How far it had come before that.
@returns undefined where its steps cannot be done again: it began with weights from elsewhere, which are not read again.
*/
export async function changesBefore({folder, info: {parent}}: Pick<SavedRun, 'folder' | 'info'>, {initFrom}: RunConfig, beginning: Pick<TrainingProgress, 'step' | 'controls'>): Promise<Change[] | undefined> {
	const [start, ...events] = await readRecord(folder);
	if ((initFrom !== undefined && !parent) || start?.type !== 'start' || start.training.steps === undefined) {
		return undefined;
	}

	const changes: Change[] = [{step: beginning.step, controls: beginning.controls, steps: start.training.steps}];
	for (const event of events) {
		if (event.type !== 'control') {
			continue;
		}

		const {step, learningRateScale, temperature, prefix, steps = changes.at(-1)!.steps} = event;
		changes.push({
			step, steps, controls: {learningRateScale, ...(temperature !== undefined && {temperature}), ...(prefix !== undefined && {prefix})},
		});
	}

	return changes;
}
