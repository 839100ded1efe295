import {expect, it} from 'vitest';
import {openRun} from '../../source/run/open-run.js';
import {type KeptState} from '../../source/run/kept-states.js';
import {NearStates} from '../../source/run/near-states.js';
import {chapter7} from '../../source/settings/presets.js';
import {createRunConfig} from '../../source/settings/run-config.js';
import {noProgress} from '../../source/training/progress.js';
import {allEvents} from '../helpers/small-training.js';

const stateAfter = (step: number): KeptState => ({
	progress: {...noProgress(), step}, parameters: new Float64Array(0), moments: {first: new Float64Array(0), second: new Float64Array(0)}, random: {samples: [], previews: []},
});

it('are some shortly before the step that one looks at, each once, as many as there is room for', () => {
	const near = new NearStates(3);
	const wanted: number[] = [];
	for (let step = 0; step < 100; step++) {
		if (!near.isWanted(step, 100)) {
			continue;
		}

		wanted.push(step);
		near.keep(stateAfter(step));
	}

	expect(wanted).toEqual([67, 91, 98]);
	expect(near.isWanted(98, 100)).toBe(false);
	expect([100, 99, 98, 92, 91, 68, 67].map(step => near.before(step)?.progress.step)).toEqual([98, 98, 91, 91, 67, 67, undefined]);
	// What is far away is no nearer than what is kept for good.
	expect(near.before(500)).toBeUndefined();
	near.keep(stateAfter(97));
	expect(near.before(68)).toBeUndefined();
	expect(new NearStates(0).isWanted(98, 100)).toBe(false);
});

it('make going back step by step do few steps again', async () => {
	const run = await openRun(createRunConfig(chapter7, {steps: 127, engine: 'scalar'}), '1.2.3', {historyBytes: 1e7});
	await allEvents(run.events);

	let steps = 0;
	const {engine} = run;
	// The past has an engine of its own, of the same class.
	const prototype = Object.getPrototypeOf(engine) as typeof engine;
	const {update} = prototype;
	prototype.update = function (...given) {
		steps++;
		Reflect.apply(update, this, given);
	};

	try {
		for (let step = 126; step > 96; step--) {
			expect(await run.ask(['reportLastStep'], {step})).toMatchObject({step});
		}
	} finally {
		prototype.update = update;
	}

	// From its beginning each time, it would be 3,345.
	expect(steps).toBeGreaterThan(126);
	expect(steps).toBeLessThan(700);
	await run.close();
});
