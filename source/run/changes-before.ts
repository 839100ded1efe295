import {readRecord} from '../storage/record/read-record.js';
import {type SavedRun} from '../storage/runs/runs-folder.js';
import {noteEvaluation, type TrainingControls, type TrainingProgress} from '../training/progress.js';
import {type Patience} from './known-patience.js';

/** What the steps were made with from one of them on. */
export type Change = {
	readonly step: number;
	readonly controls: Readonly<TrainingControls>;
	/** How many steps the run was to have, which decides on its learning rates. */
	readonly steps: number;
};

/** What is recorded of the steps that a run had before. */
type StepsBefore = {
	readonly changes: readonly Change[];
	/** What the evaluations had come to, from which steps on. */
	readonly patience: ReadonlyArray<readonly [step: number, patience: Patience]>;
};

/**
What was changed in a saved run, from its first step on, and what was measured.

@param beginning - How far it had come before that.
@returns undefined where its steps cannot be done again: its record does not say how it began.
*/
export async function changesBefore({folder}: Pick<SavedRun, 'folder'>, beginning: Pick<TrainingProgress, 'step' | 'controls' | keyof Patience>): Promise<StepsBefore | undefined> {
	const [start, ...events] = await readRecord(folder);
	if (start?.type !== 'start' || start.training.steps === undefined) {
		return undefined;
	}

	const changes: Change[] = [{step: beginning.step, controls: beginning.controls, steps: start.training.steps}];
	const measured: Patience = {...beginning};
	const patience: Array<[step: number, patience: Patience]> = [[beginning.step, {...measured}]];
	for (const event of events) {
		if (event.type === 'eval' && event.validationLoss !== undefined) {
			noteEvaluation(measured, event.validationLoss);
			// Right after its own step it has not been there yet.
			patience.push([event.step + 1, {...measured}]);
		}

		if (event.type !== 'control') {
			continue;
		}

		const {steps: planned} = changes.at(-1)!;
		const {step, learningRateScale, temperature, prefix, steps = planned} = event;
		if (steps > planned) {
			// Whoever asked for more of them wanted them.
			measured.evaluationsSinceBest = 0;
			patience.push([step, {...measured}]);
		}

		changes.push({
			step, steps, controls: {learningRateScale, ...(temperature !== undefined && {temperature}), ...(prefix !== undefined && {prefix})},
		});
	}

	return {changes, patience};
}
