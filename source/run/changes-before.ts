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
@returns undefined where its steps cannot be done again: its record does not say how it began.
*/
export async function changesBefore({folder}: Pick<SavedRun, 'folder'>, beginning: Pick<TrainingProgress, 'step' | 'controls'>): Promise<Change[] | undefined> {
	const [start, ...events] = await readRecord(folder);
	if (start?.type !== 'start' || start.training.steps === undefined) {
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
