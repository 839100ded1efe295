import {mkdir, readdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {
	distanceUpTo,
	isStateDue,
	keptSteps,
	removeStatesBut,
} from '../../../source/storage/record/spaced-states.js';
import {useTemporaryFolder} from '../../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();

/** The steps of which states are there when a run has come to a step, where each was written in its time or not. */
function keptAfter(reached: number, most: number, isWritten: (step: number) => boolean = () => true): number[] {
	let kept: number[] = [];
	for (let step = 1; step <= reached; step++) {
		if (isStateDue(step, most) && isWritten(step)) {
			kept = [...kept.filter(other => other % distanceUpTo(step, most) === 0), step];
		}
	}

	return kept;
}

describe('the states that are kept', () => {
	it('are no more than there may be, and each step is near one', () => {
		fc.assert(fc.property(fc.integer({min: 1, max: 12}), fc.integer({min: 1, max: 60_000}), (most, reached) => {
			const kept = keptAfter(reached, most);
			expect(kept.length).toBeLessThanOrEqual(most);
			const places = [0, ...kept, reached];
			const farthest = Math.max(...places.slice(1).map((step, index) => step - places[index]));
			expect(farthest).toBeLessThanOrEqual(Math.max(512, 2 * reached / (most + 1)));
		}), {numRuns: 60});
	});

	it('are those of the step alone, but for what could not be written', () => {
		fc.assert(fc.property(fc.integer({min: 1, max: 12}), fc.integer({min: 1, max: 60_000}), fc.integer({min: 1, max: 60_000}), (most, broken, rest) => {
			const reached = broken + rest;
			const whole = keptAfter(reached, most);
			const known = new Set(whole);
			expect(whole).toEqual(Array.from({length: Math.floor(reached / 512)}, (_, index) => (index + 1) * 512).filter(step => isStateDue(step, most) && step % distanceUpTo(reached, most) === 0));
			const distance = distanceUpTo(reached, most);
			const missing = keptAfter(reached, most, step => step !== broken - (broken % 512));
			expect(missing.filter(step => step % distance === 0 && !known.has(step))).toEqual([]);
			expect(missing.length).toBeLessThanOrEqual(most);
		}), {numRuns: 60});
	});

	it('are twice as far apart from the one on that would be too many', () => {
		expect([512, 4096, 4608, 5119, 5120, 8192, 9216, 10_240].map(step => [isStateDue(step, 8), distanceUpTo(step, 8)])).toEqual([
			[true, 512], [true, 512], [false, 512], [false, 512], [true, 1024], [true, 1024], [false, 1024], [true, 2048],
		]);
	});

	it('are none where none are wanted', () => {
		expect(keptAfter(5000, 0)).toEqual([]);
		expect(distanceUpTo(5000, 0)).toBe(Infinity);
	});
});

describe('the folder of kept states', () => {
	it('is read without what else is in it, in the order of the steps', async () => {
		const folder = temporary.pathOf('run');
		await mkdir(join(folder, 'states'), {recursive: true});
		for (const name of ['step-1024.safetensors', 'step-256.safetensors', 'step-0.safetensors', 'step-512.safetensors.unfinished', 'step-1e3.safetensors', 'other.txt']) {
			await writeFile(join(folder, 'states', name), '');
		}

		expect(await keptSteps(folder)).toEqual([256, 1024]);
		await removeStatesBut(folder, step => step === 1024);
		expect(await keptSteps(folder)).toEqual([1024]);
		expect(await readdir(join(folder, 'states'))).toContain('other.txt');
	});

	it('is gone with the last of them', async () => {
		const folder = temporary.pathOf('another');
		await mkdir(join(folder, 'states'), {recursive: true});
		await writeFile(join(folder, 'states', 'step-256.safetensors'), '');
		await removeStatesBut(folder, () => false);
		expect(await readdir(folder)).toEqual([]);
		// Nor does a run without it have any.
		expect(await keptSteps(folder)).toEqual([]);
		await removeStatesBut(folder, () => false);
	});
});
