import {mkdir, readdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {
	distanceUpTo,
	isStateDue,
	keptSteps,
	removeStatesBut,
	type Spacing,
} from '../../../source/storage/record/spaced-states.js';
import {useTemporaryFolder} from '../../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();

/** The steps of which states are there when a run has come to a step, where each was written in its time or not. */
function keptAfter(reached: number, spacing: Spacing, isWritten: (step: number) => boolean = () => true): number[] {
	let kept: number[] = [];
	for (let step = spacing.from + 1; step <= reached; step++) {
		if (isStateDue(step, spacing) && isWritten(step)) {
			kept = [...kept.filter(other => other % distanceUpTo(step, spacing) === 0), step];
		}
	}

	return kept;
}

const someSteps = fc.integer({min: 1, max: 60_000});
const someSpacing = fc.record({most: fc.integer({min: 1, max: 12}), from: fc.oneof(fc.constant(0), fc.integer({min: 1, max: 1e6}))});

describe('the states that are kept', () => {
	it('are no more than there may be, and each step is near one', () => {
		fc.assert(fc.property(someSpacing, someSteps, (spacing, steps) => {
			const {from, most} = spacing;
			const reached = from + steps;
			const kept = keptAfter(reached, spacing);
			expect(kept.length).toBeLessThanOrEqual(most);
			const places = [from, ...kept, reached];
			const farthest = Math.max(...places.slice(1).map((step, index) => step - places[index]));
			expect(farthest).toBeLessThanOrEqual(Math.max(512, 2 * steps / most));
		}), {numRuns: 60});
	});

	it('are those of the step alone, but for what could not be written', () => {
		fc.assert(fc.property(someSpacing, someSteps, someSteps, (spacing, broken, rest) => {
			const {from, most} = spacing;
			const reached = from + broken + rest;
			const whole = keptAfter(reached, spacing);
			const known = new Set(whole);
			const distance = distanceUpTo(reached, spacing);
			const steps = Array.from({length: broken + rest}, (_, index) => from + index + 1);
			expect(whole).toEqual(steps.filter(step => isStateDue(step, spacing) && step % distance === 0));
			const missing = keptAfter(reached, spacing, step => step !== from + broken - ((from + broken) % 512));
			expect(missing.filter(step => step % distance === 0 && !known.has(step))).toEqual([]);
			expect(missing.length).toBeLessThanOrEqual(most);
		}), {numRuns: 60});
	});

	it('are twice as far apart from the one on that would be too many', () => {
		const spacing = {most: 8, from: 0};
		expect([512, 4096, 4608, 5119, 5120, 8192, 9216, 10_240].map(step => [isStateDue(step, spacing), distanceUpTo(step, spacing)])).toEqual([
			[true, 512], [true, 512], [false, 512], [false, 512], [true, 1024], [true, 1024], [false, 1024], [true, 2048],
		]);
	});

	it('are as near in a run that has left another one late', () => {
		expect(keptAfter(1_000_000, {most: 4, from: 998_000})).toEqual([998_400, 998_912, 999_424, 999_936]);
	});

	it('are none where none are wanted', () => {
		expect(keptAfter(5000, {most: 0, from: 0})).toEqual([]);
		expect(distanceUpTo(5000, {most: 0, from: 0})).toBe(Infinity);
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
