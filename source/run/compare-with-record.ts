import {readSteps} from '../storage/record/read-steps.js';
import {type StepDifference} from './run.js';

/** The steps that a record had before the training went on, be it of this version of the program or not. */
export type EarlierSteps = {
	readonly folder: string;
	/** The last of them. */
	readonly until: number;
};

/**
Compares steps that were done again with their record.

@param again - Their losses.
@returns the first that is recorded with another loss; undefined where all that have a line of their own are as recorded, and where the record cannot be read.
*/
export async function compareWithRecord(again: ReadonlyMap<number, number>, folder: string): Promise<StepDifference | undefined> {
	if (again.size === 0) {
		return undefined;
	}

	const steps = [...again.keys()];
	try {
		for (const event of await readSteps(folder, [steps[0], steps.at(-1)!])) {
			const loss = again.get(event.step);
			if (event.type === 'step' && event.loss !== undefined && loss !== undefined && loss !== event.loss) {
				return {step: event.step, recorded: event.loss, again: loss};
			}
		}
	} catch {
		// It is only looked at; what saves the run says what is wrong with its files.
	}

	return undefined;
}
