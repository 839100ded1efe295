import {join} from 'node:path';
import {isThere} from '../../files/is-there.js';
import {linkOrCopy} from '../../files/link-or-copy.js';
import {renamePatiently} from '../../files/write-atomically.js';
import {
	keptSteps,
	makeStatesFolder,
	removeStatesBut,
	stateFile,
} from './spaced-states.js';

/**
Keeps the states on the way of a run in another folder as well.

@returns the steps of which there are some.
@throws what the file system says.
*/
export async function keepStatesAside(folder: string, kept: string): Promise<number[]> {
	const steps = await keptSteps(folder);
	if (steps.length > 0) {
		await makeStatesFolder(kept);
	}

	for (const step of steps) {
		await linkOrCopy(join(folder, stateFile(step)), join(kept, stateFile(step)));
	}

	return steps;
}

/**
Gives back the states of these steps and no others; if it was cut off, the rest of it.

@throws what the file system says.
*/
export async function giveStatesBack(folder: string, steps: readonly number[], kept: string): Promise<void> {
	await removeStatesBut(folder, step => steps.includes(step));
	for (const step of steps) {
		if (!await isThere(join(kept, stateFile(step)))) {
			continue;
		}

		await makeStatesFolder(folder);
		await renamePatiently(join(kept, stateFile(step)), join(folder, stateFile(step)));
	}
}
