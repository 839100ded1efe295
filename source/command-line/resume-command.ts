import {learningRateAt} from '../training/schedule.js';
import {type RunConfig} from '../settings/run-config.js';
import {formatCount, formatLearningRate} from '../text/format.js';
import {findRun, type SavedRun} from '../storage/runs/runs-folder.js';
import {type TrainingSession} from '../session/training-session.js';
import {resumedConfig} from '../run/resumed-config.js';
import {folderOf} from './choose-saving.js';
import type {ResumeArguments} from './arguments.js';
import {printNote} from './print-note.js';
import {type RunOptions} from './program.js';
import {runTraining} from './run-training.js';

/**
Resumes a saved run where it was saved last.

@returns its session; undefined if it was stopped before the first step.
@throws UserError for what the user can mend; anything else is a bug.
*/
export async function resumeCommand(resumeArguments: ResumeArguments, options: RunOptions): Promise<TrainingSession | undefined> {
	const {run: wanted, steps, runsFolder} = resumeArguments;
	const run = await findRun(folderOf(runsFolder), wanted);
	const config = resumedConfig(run, steps);
	for (const note of notesOn(run, config)) {
		printNote(note);
	}

	return runTraining({...resumeArguments, config, resumed: run}, options);
}

function notesOn({name, info}: SavedRun, {training}: RunConfig): string[] {
	const {step, config: {training: planned}} = info;
	const notes = [`Going on with ${name}${step === 0 ? ' from the beginning' : ` after step ${formatCount(step)}`}.`];
	if (training.steps !== planned.steps) {
		const rateOf = (settings: typeof training) => formatLearningRate(learningRateAt(Math.min(step + 1, settings.steps), settings));
		const change = training.schedule === 'constant'
			? 'The learning rate stays constant.'
			: `The ${training.schedule} schedule of the learning rate now ends at step ${formatCount(training.steps)}: the next step has ${rateOf(training)}${step < planned.steps ? ` instead of ${rateOf(planned)}` : ''}.`;
		notes.push(`It is to have ${formatCount(training.steps)} steps instead of ${formatCount(planned.steps)}. ${change}`);
	}

	return notes;
}
