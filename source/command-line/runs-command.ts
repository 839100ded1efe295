import process from 'node:process';
import {createInterface} from 'node:readline/promises';
import {CheckpointError, ConfigError} from '../errors.js';
import {formatCount} from '../text/format.js';
import {formatBytes} from '../text/format-bytes.js';
import {arrangeRuns} from '../report/run-families.js';
import {runsTable} from '../report/runs-table.js';
import {visibleText} from '../text/visible-text.js';
import {mapBounded} from '../files/map-bounded.js';
import {commandIn} from '../storage/runs/run-command.js';
import {removeRun} from '../storage/runs/remove-run.js';
import {bytesOf} from '../storage/runs/run-size.js';
import {
	findRun,
	findRunFolder,
	type FoundFolder,
	listRuns,
	type UnreadableRun,
} from '../storage/runs/runs-folder.js';
import {sortRuns, type SizedRun} from '../report/sort-runs.js';
import {shownName} from '../storage/runs/shown-name.js';
import {isShortTryNow, shortTriesIn} from '../storage/runs/short-tries.js';
import {folderOf} from './choose-saving.js';
import {betterStateNote} from './better-state.js';
import type {RunsArguments} from './arguments.js';
import {printNote} from './print-note.js';

/** Before one is asked about more, one sees the first of them. */
const mostNamed = 10;
/** Of more runs that were best before their end, one hears the number. */
const mostBetterNamed = 3;
/** As a shell has it for SIGINT, which Ctrl+C is no signal for while a line is typed. */
const interruptedExitCode = 130;
/** As any other command has it that did not do what it was asked for. */
const failedExitCode = 1;

/**
Lists the saved runs, removes some, or tells where they are.

@returns the lines to print.
@throws UserError for what the user can mend.
*/
export async function runsCommand(request: RunsArguments): Promise<string[]> {
	const {action, names, isConfirmed, runsFolder} = request;
	const folder = folderOf(runsFolder);
	switch (action) {
		case 'list': {
			return list(folder, request);
		}

		case 'path': {
			const run = names.length === 0 ? {folder} : await findRun(folder, names[0]);
			// A script takes it as it is.
			return [process.stdout.isTTY ? visibleText(run.folder) : run.folder];
		}

		case 'rm': {
			return removeNamed(folder, names, isConfirmed);
		}

		case 'tidy': {
			return tidy(folder, isConfirmed);
		}
	}
}

async function list(folder: string, {order, isJson, isAscii}: RunsArguments): Promise<string[]> {
	const saved = await listRuns(folder);
	const sized = await mapBounded(saved, async run => ({...run, bytes: await bytesOf(run.folder)}));
	const readable = sized.filter(run => 'info' in run);
	const unreadable = sized.filter(run => 'error' in run);
	if (isJson) {
		return [JSON.stringify([...sortRuns(readable, order), ...unreadable].map(run => jsonOf(run)), undefined, '\t')];
	}

	if (sized.length === 0) {
		return [`No runs in ${visibleText(folder)} yet. Every training is saved there.`];
	}

	const tries = shortTriesIn(readable).length;
	if (tries > 1) {
		printNote(`${formatCount(tries)} of these are short tries; ${commandIn(folder, 'runs tidy')} offers to remove them.`);
	}

	const notes = await mapBounded(readable.filter(({state}) => state !== 'running'), betterStateNote);
	const better = notes.filter(note => note !== undefined);
	for (const note of better.slice(0, mostBetterNamed)) {
		printNote(note);
	}

	if (better.length > mostBetterNamed) {
		const others = better.length - mostBetterNamed;
		printNote(`${formatCount(others)} more ${others === 1 ? 'run was' : 'runs were'} clearly better before the end, too.`);
	}

	// A program that reads the lines gets all columns.
	return runsTable([...arrangeRuns(readable, order), ...unreadable], {
		isAscii, order, hasWholeNames: true, ...(process.stdout.columns > 0 && {width: process.stdout.columns}),
	});
}

function jsonOf(run: SizedRun | UnreadableRun): unknown {
	if ('error' in run) {
		return {name: run.name, folder: run.folder, error: run.error.message};
	}

	const {info: {status, loss: runningMean, ...info}, ...listed} = run;
	return {...listed, ...info, runningMean};
}

async function removeNamed(folder: string, names: readonly string[], isConfirmed: boolean): Promise<string[]> {
	if (names.length === 0) {
		throw new ConfigError(`Expected the names of runs after runs rm, got none. See ${commandIn(folder, 'runs')}.`);
	}

	// All are looked up before the first is gone. What cannot be read can be removed all the same, by its full name.
	const found = await mapBounded(names, async name => findRunFolder(folder, name));
	// Its name and its title mean the same run.
	const runs = [...new Map(found.map(run => [run.folder, run])).values()];
	const question = `Remove ${runs.map(run => visibleText(shownName(run))).join(', ')} (${await sizeOf(runs)}) for good?`;
	if (!isConfirmed && !await isAnsweredYes(question)) {
		return ['Nothing was removed.'];
	}

	const lines: string[] = [];
	for (const run of runs) {
		const {line, isGone} = await remove(run);
		if (isGone) {
			lines.push(line);
		} else {
			printNote(line);
			process.exitCode = failedExitCode;
		}
	}

	return lines;
}

/** Offers to remove the runs that were hardly more than a look; one at which somebody is at work stays. */
async function tidy(folder: string, isConfirmed: boolean): Promise<string[]> {
	const saved = await listRuns(folder);
	const tries = shortTriesIn(saved.filter(run => 'info' in run));
	if (tries.length === 0) {
		return ['There are no short tries to remove: runs that were stopped within 3 seconds and before a tenth of their steps.'];
	}

	const named = tries.slice(0, mostNamed).map(({name, info}) => `  ${visibleText(name)}, ${formatCount(info.step)} of ${formatCount(info.config.training.steps)} steps`);
	const rest = tries.length - named.length;
	const all = tries.length === 1 ? 'this short try' : `these ${formatCount(tries.length)} short tries`;
	const question = [...named, ...(rest > 0 ? [`  and ${formatCount(rest)} more`] : []), `Remove ${all} (${await sizeOf(tries)}) for good?`].join('\n');
	if (!isConfirmed && !await isAnsweredYes(question)) {
		return ['Nothing was removed.'];
	}

	const lines: string[] = [];
	for (const run of tries) {
		// While somebody thought about the answer, the run may have been resumed, or called something.
		const {line} = await remove(run, async () => isShortTryNow(run.folder));
		lines.push(line);
	}

	return lines;
}

/** One that cannot be removed, because somebody is at work on it, keeps none of the others. */
async function remove(run: FoundFolder, isShort?: () => Promise<boolean>): Promise<{readonly line: string; readonly isGone: boolean}> {
	const name = visibleText(shownName(run));
	try {
		const isGone = await removeRun(run.folder, isShort) === 'gone';
		return {isGone, line: isGone ? `Removed ${name}.` : `Kept ${name}: it is no short try any more.`};
	} catch (error) {
		if (error instanceof CheckpointError) {
			return {isGone: false, line: `Kept ${name}: ${visibleText(error.message)}`};
		}

		throw error;
	}
}

/** What runs take together, in words, as far as it is known. */
async function sizeOf(runs: ReadonlyArray<{readonly folder: string}>): Promise<string> {
	const sizes = await mapBounded(runs, async run => bytesOf(run.folder));
	const known = sizes.filter(size => size !== undefined);
	if (known.length === 0) {
		return 'of unknown size';
	}

	const sum = formatBytes(known.reduce((total, size) => total + size, 0));
	return known.length === sizes.length ? sum : `${sum}, and ${formatCount(sizes.length - known.length)} of unknown size`;
}

async function isAnsweredYes(question: string): Promise<boolean> {
	if (!process.stdin.isTTY) {
		throw new ConfigError(`Expected a terminal to ask on: ${question} Add --yes to answer beforehand.`);
	}

	const terminal = createInterface({input: process.stdin, output: process.stderr});
	const asking = new AbortController();
	terminal.once('SIGINT', () => {
		process.exitCode = interruptedExitCode;
		terminal.close();
	});
	// After Ctrl+D, which ends the input, no answer comes any more.
	terminal.once('close', () => {
		asking.abort();
	});
	try {
		const answer = await terminal.question(`${question} [y/N] `, {signal: asking.signal});
		return /^y(?:es)?$/iv.test(answer.trim());
	} catch (error) {
		if (!(error instanceof Error && error.name === 'AbortError')) {
			throw error;
		}

		process.stderr.write('\n');
		return false;
	} finally {
		terminal.close();
	}
}
