import {lstat, readdir, rm} from 'node:fs/promises';
import {join} from 'node:path';
import process from 'node:process';
import {createInterface} from 'node:readline/promises';
import {CheckpointError, ConfigError} from '../errors.js';
import {formatBytes} from '../session/format-bytes.js';
import {type ListedRun, runsTable} from '../report/runs-table.js';
import {mapBounded} from '../storage/map-bounded.js';
import {findRun, findRunFolder, listRuns} from '../storage/runs-folder.js';
import {lockRun} from '../storage/run-lock.js';
import {folderOf} from './choose-saving.js';
import {type RunsArguments} from './parse-arguments.js';

/**
Lists the saved runs, removes some, or tells where they are.

@returns the lines to print.
@throws UserError for what the user can mend.
*/
export async function runsCommand({action, names, isJson, isConfirmed, isAscii, runsFolder}: RunsArguments): Promise<string[]> {
	const folder = folderOf(runsFolder);
	switch (action) {
		case 'list': {
			const saved = await listRuns(folder);
			const runs = await mapBounded(saved, async run => ({...run, bytes: await bytesIn(run.folder)}));
			if (isJson) {
				return [JSON.stringify(runs.map(run => jsonOf(run)), undefined, '\t')];
			}

			return runs.length === 0 ? [`No runs in ${folder} yet. Every training is saved there.`] : runsTable(runs, {isAscii});
		}

		case 'path': {
			const run = names.length === 0 ? {folder} : await findRun(folder, names[0]);
			return [run.folder];
		}

		case 'rm': {
			return removeRuns(folder, names, isConfirmed);
		}
	}
}

function jsonOf(run: ListedRun): unknown {
	if ('error' in run) {
		return {name: run.name, folder: run.folder, error: run.error.message};
	}

	const {name, folder, state, bytes, info: {status, ...info}} = run;
	return {
		name, folder, state, bytes, ...info,
	};
}

async function removeRuns(folder: string, names: readonly string[], isConfirmed: boolean): Promise<string[]> {
	if (names.length === 0) {
		throw new ConfigError('Expected the names of runs after runs rm, got none. See microgpt-tui runs.');
	}

	// All are looked up before the first is gone. What cannot be read can be removed all the same, by its full name.
	const runs = await mapBounded(names, async name => findRunFolder(folder, name));
	const sizes = await mapBounded(runs, async run => bytesIn(run.folder));
	const question = `Remove ${runs.map(({name}) => name).join(', ')} (${formatBytes(sizes.reduce((sum, size) => sum + size, 0))}) for good?`;
	if (!isConfirmed && !await isAnsweredYes(question)) {
		return ['Nothing was removed.'];
	}

	for (const run of runs) {
		// So that nobody is at work on it, nor begins to be.
		await lockRun(run.folder);
		await rm(run.folder, {recursive: true});
	}

	return runs.map(({name}) => `Removed ${name}.`);
}

async function isAnsweredYes(question: string): Promise<boolean> {
	if (!process.stdin.isTTY) {
		throw new ConfigError(`Expected a terminal to ask on: ${question} Add --yes to answer beforehand.`);
	}

	const terminal = createInterface({input: process.stdin, output: process.stderr});
	try {
		const answer = await terminal.question(`${question} [y/N] `);
		return /^y(?:es)?$/iv.test(answer.trim());
	} finally {
		terminal.close();
	}
}

/** Of a run that is on, files come and go meanwhile: one that is gone takes no room. */
async function bytesIn(folder: string): Promise<number> {
	const names = await unlessGone(readdir(folder), []);
	const sizes = await mapBounded(names, async name => {
		const {size} = await unlessGone(lstat(join(folder, name)), {size: 0});
		return size;
	});
	return sizes.reduce((sum, size) => sum + size, 0);
}

async function unlessGone<Answer, Otherwise>(asking: Promise<Answer>, otherwise: Otherwise): Promise<Answer | Otherwise> {
	try {
		return await asking;
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
			return otherwise;
		}

		throw new CheckpointError(`Expected to read the sizes of the saved runs, got “${(error as Error).message}”.`);
	}
}
