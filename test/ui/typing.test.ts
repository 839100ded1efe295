import {expect, it} from 'vitest';
import {chapter7} from '../../source/model/presets.js';
import {openRun} from '../../source/session/open-run.js';
import {createRunConfig} from '../../source/training/run-config.js';
import {TrainingSession} from '../../source/session/training-session.js';
import {Controls} from '../../source/ui/controls.js';

async function open() {
	const openSession = async () => new TrainingSession({...await openRun(createRunConfig(chapter7, {steps: 5}), 'test'), speed: 'max', temperature: 0.5});
	const course = {
		session: await openSession(),
		async restart() {
			course.session = await openSession();
		},
		async goOn() {
			throw new Error('There is no other model.');
		},
	};
	const ignore = () => undefined;
	const controls = new Controls({
		sitting: course, quit: ignore, interrupt: ignore, repaint: ignore, suspend: ignore, onError: ignore,
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
	expect(press('t', '[')).toMatchObject({prefix: 'ka[', temperature: 0.5});
	expect(press('escape')).toMatchObject({prefix: '', isTyping: false, temperature: 0.5});
	expect(press('[').temperature).toBeLessThan(0.5);
});

it('begins with what is in force, which in a run that has begun anew is nothing', async () => {
	const {course, press} = await open();
	press('3', 't', 'k', 'a', 'enter');
	expect(press('t').texts.samples).toBe('ka');
	press('enter');
	await course.restart();
	expect(press('t')).toMatchObject({prefix: '', texts: {samples: ''}});
	expect(press('m')).toMatchObject({prefix: 'm', texts: {samples: 'm'}});
});
