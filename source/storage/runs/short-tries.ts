import {stat} from 'node:fs/promises';
import {join} from 'node:path';
import {runFiles} from '../record/run-files.js';
import {type RunInfo, readRunInfo} from '../record/run-info.js';
import {readTitle} from './run-title.js';

const longestTryMs = 3000;
const mostOfItsSteps = 0.1;

/**
Whether a run was stopped so soon that it was hardly more than a look: within three seconds by the clock, pace and pauses
included, and before a tenth of its steps. When that was says the time of the file that is written last: a copy
of a run, or one that was taken up again later, is none.
*/
export async function isShortTry(folder: string, {status, createdAt, step, config}: RunInfo): Promise<boolean> {
	if (status !== 'stopped' || step >= mostOfItsSteps * config.training.steps) {
		return false;
	}

	try {
		const {mtimeMs} = await stat(join(folder, runFiles.info));
		// The clock of the disk may be some milliseconds behind; one that was set back says nothing.
		const tookMs = mtimeMs - Date.parse(createdAt);
		return tookMs > -100 && tookMs <= longestTryMs;
	} catch {
		return false;
	}
}

/**
Whether a run is a short try as it is now; one that has a title is none.

@throws CheckpointError if it cannot be read.
*/
export async function isShortTryNow(folder: string): Promise<boolean> {
	return await readTitle(folder) === undefined && isShortTry(folder, await readRunInfo(folder));
}

/**
The short tries among the runs that may be put away; one that another run has left is none. Where there is nothing
else, the first stays: somebody may want to go on with it.

@param runs - As they are listed, the latest first.
*/
export function shortTriesIn<Run extends {readonly isShortTry: boolean; readonly name: string; readonly info: Pick<RunInfo, 'parent'>}>(runs: readonly Run[]): Run[] {
	const left = new Set(runs.map(({info}) => info.parent?.run));
	const tries = runs.filter(run => run.isShortTry && !left.has(run.name));
	return tries.length === runs.length ? tries.slice(1) : tries;
}
