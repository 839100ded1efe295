import {readRecord} from '../storage/record/read-record.js';
import {type ResumedRun} from '../storage/runs/open-recorder.js';
import {type TrainingControls} from '../training/progress.js';
import {type RunConfig} from '../settings/run-config.js';

/** With what the steps were made from one of them on. */
export type ControlChange = {readonly step: number; readonly controls: Readonly<TrainingControls>};

/**
What a person changed in a run before it was taken up again.

@returns undefined where its steps cannot be done again from the first one on: it was told to have more steps since, so that
its learning rates were others, or it began with weights from elsewhere, which are not read again.
*/
export async function changesBefore({folder}: Pick<ResumedRun, 'folder'>, {initFrom}: RunConfig): Promise<ControlChange[] | undefined> {
	const events = await readRecord(folder);
	const changes = events.filter(event => event.type === 'control');
	if (initFrom !== undefined || changes.some(({steps}) => steps !== undefined)) {
		return undefined;
	}

	return [
		{step: 0, controls: {learningRateScale: 1}},
		...changes.map(({step, learningRateScale, temperature, prefix}) => ({
			step, controls: {learningRateScale, ...(temperature !== undefined && {temperature}), ...(prefix !== undefined && {prefix})},
		})),
	];
}
