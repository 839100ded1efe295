import {availableParallelism} from 'node:os';
import process from 'node:process';
import {CheckpointError} from '../../errors.js';
import {type TrainingSession} from '../../session/training-session.js';
import {
	groupsJson,
	resultJson,
	type SweepResult,
	sweepTable,
	validationNames,
	validationOf,
} from '../../report/sweep-report.js';
import {formatCount, formatLoss} from '../../text/format.js';
import {type SweepArguments} from '../arguments.js';
import {chooseData} from '../choose-data.js';
import {chooseSaving} from '../choose-saving.js';
import {exitCodes} from '../exit-codes.js';
import {LineWriter} from '../line-writer.js';
import {outputWidth} from '../output-width.js';
import {printNote} from '../print-note.js';
import {type RunOptions} from '../program.js';
import {formatHere} from '../screen.js';
import {withLoadingNote} from '../loading-note.js';
import {isDone, planSweep} from './plan-sweep.js';
import {Sweep} from './sweep.js';

/**
Trains all combinations, several at a time. The same command goes on where it was stopped: each combination is a saved run.

@returns undefined: there is no one session.
@throws UserError for what the user can mend, before anything is trained.
*/
export async function sweepCommand(given: SweepArguments, options: RunOptions): Promise<TrainingSession | undefined> {
	const {signal, onOutputError, version} = options;
	const data = await chooseData(given.combinations[0], {...given, signal});
	if (!data) {
		return undefined;
	}

	const saving = await chooseSaving(given);
	if (!saving) {
		throw new CheckpointError('Expected a folder for the runs of the sweep, got none. Choose one with --runs-dir.');
	}

	const planned = await withLoadingNote(async onProgress => planSweep(given, data, {...saving, onProgress}));
	for (const note of data.notes ?? []) {
		printNote(note);
	}

	const jobs = Math.min(planned.length, given.jobs ?? availableParallelism());
	printNote(`${formatCount(planned.length)} combinations, ${formatCount(jobs)} at a time${begunText(planned)}.`);
	const writer = new LineWriter(process.stdout, onOutputError);
	const isJson = given.format === 'json';
	const isOnScreen = formatHere(given.format) === 'dashboard';
	const stopper = new AbortController();
	const stopped = AbortSignal.any([signal, stopper.signal]);
	const failures: string[] = [];
	let endCount = 0;
	const sweep = new Sweep(planned, {
		jobs,
		version,
		saving,
		text: data.text,
		signal: stopped,
		onEnd(result, label) {
			endCount++;
			if (!isOnScreen) {
				printNote(`${formatCount(endCount)} of ${formatCount(planned.length)}: ${label}: ${endText(result)}`);
			}

			if (isJson) {
				void writer.write([resultJson(result)]);
			}
		},
		onFailure(error, label) {
			process.exitCode = exitCodes.failed;
			failures.push(`${label}: ${error.message}`);
		},
	});
	const close = isOnScreen ? await openScreen(sweep, given, {options, stopper, stopped}) : undefined;
	try {
		await sweep.run();
	} finally {
		await close?.();
	}

	for (const note of [...failures, ...stopNotes(sweep.results(), stopped)]) {
		printNote(note);
	}

	const results = sweep.results();
	await writer.write(isJson ? [groupsJson(results)] : sweepTable(results, outputWidth()));
	return undefined;
}

type Stopping = {readonly options: RunOptions; readonly stopper: AbortController; readonly stopped: AbortSignal};

/** Shows the sweep while it is on; loaded only where there is a screen. */
async function openScreen(sweep: Sweep, {isAscii}: SweepArguments, {options, stopper, stopped}: Stopping): Promise<() => Promise<void>> {
	const {showSweep} = await import('../../ui/sweep/show-sweep.js');
	return showSweep({
		results: () => sweep.results(),
		isAscii,
		stop() {
			stopper.abort();
		},
		onInterrupt: options.onInterrupt,
		isStopping: () => stopped.aborted,
	});
}

function stopNotes(results: readonly SweepResult[], {aborted}: AbortSignal): string[] {
	const left = results.filter(result => !isDone(result)).length;
	return aborted && left > 0
		? [`Stopped; ${formatCount(left)} of ${formatCount(results.length)} combinations are not done. All that was trained is saved: the same command goes on from there.`]
		: [];
}

function begunText(planned: Awaited<ReturnType<typeof planSweep>>): string {
	const earlier = planned.flatMap(run => run.earlier ?? []);
	const doneCount = earlier.filter(run => isDone(run)).length;
	const begunCount = earlier.length - doneCount;
	return `${doneCount === 0 ? '' : `; ${formatCount(doneCount)} done already`}${begunCount === 0 ? '' : `; ${formatCount(begunCount)} to go on with`}`;
}

function endText(result: SweepResult): string {
	if (result.state === 'diverged') {
		return `diverged at step ${formatCount(result.step)}.`;
	}

	const validation = validationOf([result]);
	const shown = result[validation] === undefined ? 'meanLoss' : validation;
	const loss = result[shown];
	const name = shown === 'meanLoss' ? 'mean loss' : `${validationNames[shown]} loss`;
	return loss === undefined ? `${result.state}.` : `${name} ${formatLoss(loss)} after ${formatCount(result.step)} steps.`;
}
