import {bestOriginOf, repeatedUpTo} from '../run/best-origin.js';
import {withChosenRate} from '../run/chosen-rate.js';
import {configFromBest} from '../run/resumed-config.js';
import {resumptionOf} from '../run/resumption.js';
import {type EngineName, storedPrecision} from '../model/engine.js';
import {checkRunConfig, type RunConfig} from '../settings/run-config.js';
import {differencesFrom} from '../settings/fork-options.js';
import {planChanges, tenthOf} from '../settings/training-plan.js';
import {findRun, type SavedRun} from '../storage/runs/runs-folder.js';
import {checkIsFree} from '../storage/runs/run-lock.js';
import {longestTitle} from '../storage/runs/run-title.js';
import {shownName} from '../storage/runs/shown-name.js';
import {freeTitle} from '../storage/runs/run-titles.js';
import {cutText} from '../text/cut-text.js';
import {formatCount} from '../text/format.js';
import {type TrainingSession} from '../session/training-session.js';
import {folderOf} from './choose-saving.js';
import {weightsFile} from './choose-weights.js';
import type {ResumeArguments} from './arguments.js';
import {type RunOptions} from './program.js';
import {changeNotes, untakenNotes} from './resume-notes.js';
import {runTraining} from './run-training.js';

/**
Resumes a saved run where it was saved.

@returns its session; undefined if it was stopped before the first step.
@throws UserError for what the user can mend; anything else is a bug.
*/
export async function resumeCommand(resumeArguments: ResumeArguments, options: RunOptions): Promise<TrainingSession | undefined> {
	const {run: wanted, isBest, changes, engine, runsFolder} = resumeArguments;
	const run = await findRun(folderOf(runsFolder), wanted);
	if (isBest) {
		return resumeBest(run, resumeArguments, options);
	}

	await checkIsFree(run.folder);
	const {progress, planned, config} = await resumptionOf(run, changes);
	const {step} = progress;
	const notes = [
		`Going on with ${shownName(run)}${step === 0 ? ' from the beginning' : ` after step ${formatCount(step)}`}.`,
		...untakenNotes(planned, run.info.config.training, config.training),
		...changeNotes(progress, planned, config.training),
	];
	return runTraining({
		...resumeArguments, config: withEngine(config, engine), resumed: run, notes,
	}, options);
}

/**
What goes on with another engine, which computes the same, but for the last bits, or for what products in bf16 leave out.

@throws ConfigError if that does not have the precision of the run.
*/
function withEngine(config: RunConfig, engine: EngineName = config.engine): RunConfig {
	const {precision} = config;
	const changed = {...config, engine, precision: engine === 'torch' ? precision : storedPrecision(precision)};
	checkRunConfig(changed);
	return changed;
}

/** Goes on from the best state, as a run of its own: all that came after it stays where it is. */
async function resumeBest(run: SavedRun, resumeArguments: ResumeArguments, options: RunOptions): Promise<TrainingSession | undefined> {
	const {changes, engine, runsFolder, title: wanted} = resumeArguments;
	const origin = await bestOriginOf(run, await weightsFile(run, true));
	const {left, point: {step}, state} = origin;
	const config = configFromBest(run, origin, changes);
	const differences = differencesFrom(left.config, config).join(', ');
	const title = wanted ?? await freeTitle(folderOf(runsFolder), cutText(`${differences === '' ? 'best' : differences} from ${formatCount(step)}`, longestTitle, true).trimEnd());
	const isChanged = planChanges(left.config.training, config.training) !== undefined;
	const repeated = isChanged ? step : await repeatedUpTo(run, origin);
	const notes = [
		`Going on from the best validation of ${shownName(run)}, after step ${formatCount(step)}, as a run of its own: “${title}”. The other stays as it is.`,
		...changeNotes(state!.progress, left.config.training, config.training),
		...(repeated > step ? [`Nothing is changed, so its steps up to ${formatCount(repeated)} will be those that are there. Add --learning-rate ${tenthOf(config.training.learningRate)}, for example.`] : []),
	];
	return runTraining({
		...resumeArguments, config: withEngine(config, engine), title, notes, origin: withChosenRate(origin, left.config, config),
	}, options);
}
