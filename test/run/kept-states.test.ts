import fc from 'fast-check';
import {expect, it} from 'vitest';
import {initialiseParameters} from '../../source/model/parameters.js';
import {ScalarEngine} from '../../source/model/scalar/scalar-engine.js';
import {DotnetRandom} from '../../source/random/dotnet-random.js';
import {KeptStates} from '../../source/run/kept-states.js';
import {noProgress} from '../../source/training/progress.js';

const model = {
	architecture: 'bigram', vocabSize: 4, nEmbd: 3, blockSize: 4,
} as const;
const engine = new ScalarEngine(model, initialiseParameters(model, new DotnetRandom(1)));
const random = {samples: new DotnetRandom(1), previews: new DotnetRandom(2)};
const at = (step: number) => ({engine, random, progress: {...noProgress(), step}});
const stateBytes = engine.parameters.data.byteLength * 3;

it('has a state at hand within twice the distance that its room allows, for each step of a run', () => {
	fc.assert(fc.property(fc.integer({min: 4, max: 40}), fc.integer({min: 1, max: 20_000}), (room, steps) => {
		const kept = new KeptStates(engine, room * stateBytes);
		kept.begin(at(0));
		for (let step = 1; step <= steps; step++) {
			kept.take(at(step));
		}

		const nearest = Array.from({length: steps}, (_, index) => kept.before(index + 1)!.progress.step);
		const farthest = Math.max(...nearest.map((step, index) => index + 1 - step));
		expect(farthest).toBeLessThanOrEqual(Math.max(128, 2 * steps / (room - kept.nearCapacity - 1)));
		expect(nearest.every((step, index) => step < index + 1)).toBe(true);
		expect(new Set(nearest).size).toBeLessThanOrEqual(room - kept.nearCapacity);
	}), {numRuns: 50});
});

it('keeps what it was begun with and taken up at', () => {
	const kept = new KeptStates(engine, 4 * stateBytes);
	kept.begin(at(0));
	kept.begin(at(1001));
	for (let step = 1002; step <= 50_000; step++) {
		kept.take(at(step));
	}

	expect([0, 1, 1001].map(step => kept.before(step)?.progress.step)).toEqual([0, 0, 0]);
	expect(kept.before(1002)?.progress.step).toBe(1001);
});

it('takes in states of steps that are done again, in their order', () => {
	const kept = new KeptStates(engine, 10 * stateBytes);
	kept.begin(at(0));
	kept.begin(at(1001));
	for (const step of [128, 256, 256, 384]) {
		kept.take(at(step));
	}

	expect([100, 129, 257, 800, 1002].map(step => kept.before(step)?.progress.step)).toEqual([0, 128, 256, 384, 1001]);
});

it('makes no room for a state that it does not keep', () => {
	const kept = new KeptStates(engine, 16 * stateBytes);
	kept.begin(at(0));
	const wanted = Array.from({length: 12}, (_, index) => (index + 1) * 128);
	for (const step of wanted) {
		kept.take(at(step));
	}

	kept.add(kept.copy(at(100)));
	expect(wanted.map(step => kept.before(step + 1)!.progress.step)).toEqual(wanted);
	// Only one that is kept makes room.
	kept.take(at(13 * 128));
	expect(kept.before(129)!.progress.step).toBe(0);
});

it('keeps nothing where there is no room for one state', () => {
	const kept = new KeptStates(engine, stateBytes - 1);
	kept.begin(at(0));
	kept.take(at(128));
	expect(kept.before(200)).toBeUndefined();
});

it('knows with what each step was made', () => {
	const kept = new KeptStates(engine, stateBytes);
	kept.note({step: 0, controls: {learningRateScale: 1}, plan: {steps: 1000}});
	kept.note({step: 10, controls: {learningRateScale: 2}, plan: {steps: 1000}});
	expect([0, 9, 10, 500].map(step => kept.changeBefore(step)?.controls.learningRateScale)).toEqual([1, 1, 2, 2]);
});
