import {readRecord} from '../storage/record/read-record.js';
import {type SavedRun} from '../storage/runs/runs-folder.js';
import {
	isGoneOnWith,
	type PlanChanges,
	planChanges,
	planOf,
} from '../settings/training-plan.js';
import {noteEvaluation, type TrainingControls, type TrainingProgress} from '../training/progress.js';
import {type Patience} from './known-patience.js';

/** What the steps were made with from one of them on. */
export type Change = {
	readonly step: number;
	readonly controls: Readonly<TrainingControls>;
	/** The same one until it is changed. */
	readonly plan: PlanChanges;
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

	const changes: Change[] = [{step: beginning.step, controls: beginning.controls, plan: planOf(start.training)}];
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

		const {plan: before} = changes.at(-1)!;
		const {step, learningRateScale, temperature, prefix} = event;
		const changed = planChanges(before, event);
		if (changed && isGoneOnWith(before, changed)) {
			// Whoever asked for it wanted it.
			measured.evaluationsSinceBest = 0;
			patience.push([step, {...measured}]);
		}

		changes.push({
			step, plan: changed ? {...before, ...changed} : before, controls: {learningRateScale, ...(temperature !== undefined && {temperature}), ...(prefix !== undefined && {prefix})},
		});
	}

	return {changes, patience};
}
