import {expect, it, vi} from 'vitest';
import {chapter7} from '../../source/settings/presets.js';
import {openRun} from '../../source/run/open-run.js';
import {createRunConfig} from '../../source/settings/run-config.js';
import {TrainingSession} from '../../source/session/training-session.js';
import {Controls} from '../../source/ui/controls.js';
import {aloneOnScreen} from '../helpers/frame.js';
import {noRuns} from '../helpers/no-runs.js';

async function open() {
	const openSession = async () => new TrainingSession({...await openRun(createRunConfig(chapter7, {steps: 5}), 'test'), speed: 'max', temperature: 0.5});
	const course = {
		session: await openSession(),
		shown: aloneOnScreen,
		async restart() {
			course.session = await openSession();
		},
		async next() {
			throw new Error('There is no other model.');
		},
	};
	const ignore = () => undefined;
	const controls = new Controls({
		show: course, browser: noRuns(), quit: ignore, interrupt: ignore, repaint: ignore, suspend: ignore, onError: ignore,
	});
	const press = (...keys: string[]) => {
		for (const key of keys) {
			controls.press(key);
		}

		return {...course.session.getSnapshot(), ...controls.getState()};
	};

	return {course, press};
}

it('gives what is typed to the session, letter by letter', async () => {
	const {press} = await open();
	expect(press('3', 't', 'k', 'q', 'backspace', 'a')).toMatchObject({prefix: 'ka', isTyping: true});
	expect(press('enter')).toMatchObject({prefix: 'ka', isTyping: false});
	// It begins afresh.
	expect(press('t')).toMatchObject({prefix: '', isTyping: true});
	expect(press('k', 'a', '[')).toMatchObject({prefix: 'ka[', temperature: 0.5});
	expect(press('escape')).toMatchObject({prefix: '', isTyping: false, temperature: 0.5});
	expect(press('[').temperature).toBeLessThan(0.5);
});

it('begins afresh, in a run that has begun anew too', async () => {
	const {course, press} = await open();
	press('3', 't', 'k', 'a', 'enter');
	expect(press('t')).toMatchObject({prefix: '', texts: {samples: ''}});
	press('b', 'enter');
	await course.restart();
	expect(press('t')).toMatchObject({prefix: '', texts: {samples: ''}});
	expect(press('m')).toMatchObject({prefix: 'm', texts: {samples: 'm'}});
	press('enter', '4', 't', 'x', 'enter');
	expect(press('t')).toMatchObject({texts: {inside: ''}, isTyping: true});
});

it('makes one up as soon as the beginning is taken, and by m again', async () => {
	const {course, press} = await open();
	press('3', 't', 'k', 'a');
	const count = () => course.session.getSnapshot().samples.length;
	expect(count()).toBe(0);
	press('enter');
	await vi.waitUntil(() => count() === 1);
	press('m');
	await vi.waitUntil(() => count() === 2);
	expect(course.session.getSnapshot().samples.map(({text}) => text.slice(0, 2))).toEqual(['ka', 'ka']);
	press('4', 't', 'k', 'enter');
	await course.session.ask(['traceDocument', 'k']);
	expect(count()).toBe(2);
});
