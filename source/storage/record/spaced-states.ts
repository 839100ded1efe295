import {
	mkdir,
	readdir,
	rm,
	rmdir,
} from 'node:fs/promises';
import {join} from 'node:path';
import {runFiles} from './run-files.js';

/** To write one takes less than a hundredth of the time of so many steps; a multiple of the distance of those in memory. */
const leastDistance = 512;
const fileName = /^step-(?<step>[1-9]\d{0,15})\.safetensors$/v;

/** How many states are kept of a run at most, and after which step it began: 0, unless it has left another run. */
export type Spacing = {readonly most: number; readonly from: number};

/** The smallest distance at which there are not too many states up to a step, and none of none. */
function distanceAt(step: number, {most, from}: Spacing): number {
	if (most === 0) {
		return Infinity;
	}

	let distance = leastDistance;
	while (Math.floor(step / distance) - Math.floor(from / distance) > most) {
		distance *= 2;
	}

	return distance;
}

/**
Whether the state after a step is kept when a run comes to it. That depends on the step only, so that a run that is left and
taken up again keeps the same ones.
*/
export function isStateDue(step: number, spacing: Spacing): boolean {
	// Asked after every step, most of which are none.
	return step % leastDistance === 0 && step % distanceAt(step, spacing) === 0;
}

/** How far apart the states are that are kept of a run which has come to a step: this doubles with the one that would be too many. */
export function distanceUpTo(reached: number, spacing: Spacing): number {
	return spacing.most === 0 ? Infinity : distanceAt(reached - (reached % distanceAt(reached, spacing)), spacing);
}

/** The file of the state after a step, in the folder of its run. */
export function stateFile(step: number): string {
	return join(runFiles.states, `step-${step}.safetensors`);
}

/** The steps of the states that are kept of a run on the disk, in their order. */
export async function keptSteps(folder: string): Promise<number[]> {
	try {
		const names = await readdir(join(folder, runFiles.states));
		return names.flatMap(name => {
			const step = fileName.exec(name)?.groups!.step;
			return step === undefined ? [] : [Number(step)];
		}).toSorted((a, b) => a - b);
	} catch (error) {
		if (isMissing(error)) {
			return [];
		}

		throw error;
	}
}

/** Makes the folder of the states, if it is not there. */
export async function makeStatesFolder(folder: string): Promise<void> {
	await mkdir(join(folder, runFiles.states), {recursive: true});
}

/**
Removes the states of all other steps, and their folder if none is left.

@throws what the file system says.
*/
export async function removeStatesBut(folder: string, isWanted: (step: number) => boolean): Promise<void> {
	const steps = await keptSteps(folder);
	await Promise.all(steps.filter(step => !isWanted(step)).map(async step => rm(join(folder, stateFile(step)), {force: true})));
	try {
		if (steps.every(step => !isWanted(step))) {
			await rmdir(join(folder, runFiles.states));
		}
	} catch {
		// It is not there, or something else is in it.
	}
}

/**
Removes the states of steps that are still to come for a run that goes on after a step, and those that are too many.

@throws what the file system says.
*/
export async function removeLaterStates(folder: string, step: number, spacing: Spacing): Promise<void> {
	const distance = distanceUpTo(step, spacing);
	await removeStatesBut(folder, kept => kept <= step && kept % distance === 0);
}

function isMissing(error: unknown): boolean {
	return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
