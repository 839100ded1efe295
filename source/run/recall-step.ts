import {type CurvePoint} from '../history/curve-point.js';
import {LossHistory} from '../history/loss-history.js';
import {readSteps} from '../storage/record/read-steps.js';

/** Losses that came so many steps earlier are no part of a running mean that one could see. */
const rememberedSteps = 2000;

/**
What the record of a run has of a step: that step, or the stretch with it that has one line.

@returns undefined where it has no line yet, and where the record cannot be read.
*/
export async function recallStep(folder: string, step: number, signal: AbortSignal | undefined): Promise<CurvePoint | undefined> {
	try {
		const history = new LossHistory();
		let point: CurvePoint | undefined;
		for (const told of await readSteps(folder, [step - rememberedSteps, step], signal)) {
			point = history.take(told) ?? point;
		}

		return point && point.firstStep <= step && point.lastStep >= step ? point : undefined;
	} catch {
		// It is only looked at; what saves the run says what is wrong with its files.
		return undefined;
	}
}
