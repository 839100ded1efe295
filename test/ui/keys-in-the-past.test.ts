import {
	describe,
	expect,
	it,
	onTestFinished,
	vi,
} from 'vitest';
import {ConfigError} from '../../source/errors.js';
import {chapter7} from '../../source/settings/presets.js';
import {createRunConfig} from '../../source/settings/run-config.js';
import {TrainingSession} from '../../source/session/training-session.js';
import {Controls} from '../../source/ui/controls.js';
import {aloneOnScreen} from '../helpers/frame.js';
import {noRuns} from '../helpers/no-runs.js';
import {smallTraining} from '../helpers/small-training.js';

/** A dashboard on a paused run whose chart has its cursor on a step that is over. */
async function openInThePast(view: string, failure?: Error) {
	const {events, controls: trainingControls, start} = smallTraining({steps: 1_000_000});
	const session = new TrainingSession({
		events, controls: trainingControls, speed: 1000, temperature: 0.5, ask: async () => undefined,
	});
	const forked: number[] = [];
	const show = {
		session,
		shown: aloneOnScreen,
		forking: {
			config: {...createRunConfig(chapter7), training: start.training},
			hasRoom: true,
			async fork(step: number) {
				if (failure) {
					throw failure;
				}

				forked.push(step);
			},
		},
	};
	const nothing = () => undefined;
	const controls = new Controls({
		show, browser: noRuns(), quit: nothing, interrupt: nothing, repaint: nothing, suspend: nothing, onError: nothing,
	});
	const press = (...keys: string[]) => {
		for (const key of keys) {
			controls.press(key);
		}
	};

	session.start();
	onTestFinished(async () => session.stop());
	await vi.waitUntil(() => (session.getSnapshot().lastStep?.step ?? 0) > 5);
	press('p', view, ',', ',');
	const last = session.getSnapshot().lastStep!.step;
	return {
		session, press, forked, last, past: last - 2, cursor: () => controls.getState().chart.cursor, state: () => controls.getState(),
	};
}

const viewsWithAPast = ['1', '2', '3', '4'];

describe('in the past', () => {
	it.each(viewsWithAPast)('whoever gives a fork up stays at its step, in view %s', async view => {
		const {press, past, cursor, state} = await openInThePast(view);
		const before = state().view;
		press('f');
		expect(state()).toMatchObject({view: 'fork', fork: {step: past}});
		press('down', 'right', 'escape');
		expect(state()).toMatchObject({view: before, fork: undefined});
		expect(cursor()).toBe(past);
	});

	it.each([['m'], ['t', 'a', 'enter']])('whoever has something made up is taken to the present, and told so (%s)', async (...keys) => {
		const {press, cursor, state} = await openInThePast('3');
		press(...keys);
		expect(cursor()).toBeUndefined();
		expect(state().notice?.[0]).toContain('Back in the present');
		press('1', '3');
		press(...keys);
		expect(state().notice).toBeUndefined();
	});

	it('the newest step is no past, also with a cursor on it', async () => {
		const {press, cursor, state, last} = await openInThePast('3');
		press('.', '.');
		expect(cursor()).toBe(last);
		press('m');
		expect(state().notice).toBeUndefined();
	});

	it.each(viewsWithAPast)('what keys do to the run as it is now is told, in view %s', async view => {
		const {press, session, past, last, cursor, state} = await openInThePast(view);
		const toldAfter = (...keys: string[]) => {
			press(...keys);
			expect(cursor()).toBe(past);
			expect(state().notice?.at(-1)?.length).toBeLessThan(40);
			return state().notice?.join(' ');
		};

		expect(toldAfter('s')).toContain(`Taking step ${last + 1}; end leads there.`);
		await vi.waitUntil(() => session.getSnapshot().lastStep?.step === last + 1);
		expect(toldAfter('>')).toContain('Rate times 1.5 from the next step.');
		expect(toldAfter('<')).toContain('Rate as planned from the next step.');
		expect(toldAfter('<')).toContain('Rate times 0.67 from the next step.');
		expect(toldAfter('+')).toContain('Pace now: full speed.');
		expect(toldAfter('-', '-', '-', '-')).toContain('Pace now: 1 step a second.');
		if (view === '3') {
			expect(toldAfter('[')).toContain('Temperature 0.40 from now on.');
		}

		press('p');
		expect(toldAfter('s')).toContain('One step on; end leads there.');
	});

	it.each(viewsWithAPast)('nothing is told of what is seen, in view %s', async view => {
		const {press, state} = await openInThePast(view);
		press('end', 's');
		expect(state().notice).toBeUndefined();
		press('>', '+', '-');
		expect(state().notice).toBeUndefined();
	});

	it('whoever begins a fork sees it in the present', async () => {
		const {press, past, cursor, forked} = await openInThePast('1');
		press('f', 'enter');
		expect(forked).toEqual([past]);
		await vi.waitUntil(() => cursor() === undefined);
	});

	it('whoever cannot begin one is told so, and stays', async () => {
		const {press, past, cursor, state} = await openInThePast('1', new ConfigError('Not here.'));
		press('f', 'enter');
		await vi.waitUntil(() => state().notice?.includes('Not here.'));
		expect(cursor()).toBe(past);
	});
});
