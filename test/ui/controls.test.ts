import fc from 'fast-check';
import {
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {ConfigError} from '../../source/errors.js';
import {Asides} from '../../source/run/asides.js';
import {type Ask, type Listen} from '../../source/run/run.js';
import {type SampleEvent} from '../../source/training/events.js';
import {TrainingSession} from '../../source/session/training-session.js';
import {nudges} from '../../source/ui/views/nudge/choices.js';
import {Controls} from '../../source/ui/controls.js';
import {keyBindings} from '../../source/ui/key-table.js';
import {noFieldNotices} from '../../source/ui/pasted-text.js';
import {longestText, numberedViews, viewNames} from '../../source/ui/view-state.js';
import {coursePresets} from '../../source/settings/presets.js';
import {smallTraining} from '../helpers/small-training.js';
import {exampleLanes} from '../helpers/example-lanes.js';
import {aloneOnScreen} from '../helpers/frame.js';
import {noRuns} from '../helpers/no-runs.js';

/** The keys of a dashboard on a small training, and what they did that is no state. */
function openControls({steps = 1_000_000, elapsedMs = 0, ask = async () => undefined, listen = undefined as Listen | undefined}: {steps?: number; elapsedMs?: number; ask?: Ask; listen?: Listen | undefined} = {}) {
	const {events, controls: trainingControls} = smallTraining({steps});
	const session = new TrainingSession({
		events: lengthened(events, elapsedMs), controls: trainingControls, speed: 100, temperature: 0.5, ask, listen,
	});
	const done: string[] = [];
	const note = (what: string) => () => {
		done.push(what);
	};

	const course = {
		session,
		shown: aloneOnScreen,
		async restart() {
			note('restart')();
		},
		async next() {
			note('next')();
		},
	};
	const browser = noRuns();
	const controls = new Controls({
		show: course, browser, quit: note('quit'), interrupt: note('interrupt'), repaint: note('repaint'), suspend: note('suspend'), onError: note('error'),
	});
	const press = (...keys: string[]) => {
		for (const key of keys) {
			controls.press(key);
		}
	};

	return {
		session, controls, course, browser, done, press,
	};
}

/**
Makes a training longer.

@yields The events, as if each had come later.
*/
async function * lengthened(events: ReturnType<typeof smallTraining>['events'], moreMs: number): ReturnType<typeof smallTraining>['events'] {
	for await (const event of events) {
		yield event.type === 'step' ? {...event, elapsedMs: event.elapsedMs + moreMs} : event;
	}
}

async function afterSomeSteps(session: TrainingSession) {
	session.start();
	await vi.waitUntil(() => (session.getSnapshot().lastStep?.step ?? 0) > 2);
}

describe('the style of the curves', () => {
	it('is as it was left, and kept when it changes', () => {
		const {course, browser} = openControls();
		const kept: boolean[] = [];
		const ignore = () => undefined;
		const fineLines = {
			isFine: true, keep(isFine: boolean) {
				kept.push(isFine);
			},
		};
		const controls = new Controls({
			show: course, browser, fineLines, quit: ignore, interrupt: ignore, repaint: ignore, suspend: ignore, onError: ignore,
		});
		expect(controls.getState().chart.isFine).toBe(true);
		controls.press('b');
		expect(controls.getState().chart.isFine).toBe(false);
		controls.press('b');
		expect([controls.getState().chart.isFine, kept]).toEqual([true, [false, true]]);
	});

	it('cannot be fine in ASCII, which is said', () => {
		const {controls, press} = openControls();
		press('b');
		expect(controls.getState()).toMatchObject({chart: {isFine: false}, notice: expect.arrayContaining(['No fine lines in ASCII.']) as string[]});
	});
});

describe('the keys, with several runs on the screen', () => {
	/** Two of them: the one in focus is over, the other one goes on. */
	async function openTwo({elapsedMs = 0} = {}) {
		const other = openControls({elapsedMs}).session;
		const {session, course, done, press, controls} = openControls({steps: 3});
		const shown = exampleLanes([{name: 'other', session: other}, {name: 'in focus', session}]);
		Object.assign(course, {shown, sessions: [other, session]});
		session.start();
		await session.finished;
		await afterSomeSteps(other);
		return {
			session, other, done, press, controls,
		};
	}

	it('pause, step, go on and change the pace while one of them goes on, be it not the one in focus', async () => {
		const {other, press} = await openTwo();
		press(' ');
		expect(other.getSnapshot().status).toBe('paused');
		const {step} = other.getSnapshot().lastStep!;
		press('s');
		await vi.waitUntil(() => other.getSnapshot().lastStep!.step === step + 1);
		press(' ');
		expect(other.getSnapshot().status).toBe('running');
		press('+');
		expect(other.getSnapshot().speed).toBe(1000);
		press('<');
		expect(other.getSnapshot().learningRateScale).toBe(1);
		await other.stop();
	});

	it('ask before any of them is stopped, and discard none but the one in focus', async () => {
		const {session, other, press, done, controls} = await openTwo({elapsedMs: 60_000});
		press('q');
		expect([controls.getState().question, done]).toEqual(['quit', []]);
		const saving = {
			folder: '/runs/a', step: 3, resumedStep: undefined, requestedStep: undefined,
		};
		const discard = vi.spyOn(session, 'discard').mockResolvedValue();
		const snapshot = {...session.getSnapshot(), saving};
		vi.spyOn(session, 'getSnapshot').mockReturnValue(snapshot);
		press('d');
		expect([discard.mock.calls.length, done]).toEqual([0, []]);
		vi.spyOn(session, 'getSnapshot').mockReturnValue({...snapshot, status: 'running'});
		press('q', 'd');
		expect([discard.mock.calls.length, done]).toEqual([1, ['quit']]);
		vi.restoreAllMocks();
		await other.stop();
	});

	it('wait for whichever of them is stopping', async () => {
		const {other, press, done, controls} = await openTwo();
		const abandon = vi.spyOn(other, 'abandon').mockResolvedValue();
		vi.spyOn(other, 'getSnapshot').mockReturnValue({...other.getSnapshot(), stopping: 'step'});
		const before = controls.getState();
		press('2', ' ', '?');
		expect(controls.getState()).toEqual(before);
		press('q');
		expect([abandon.mock.calls.length, done]).toEqual([1, ['quit']]);
		vi.restoreAllMocks();
		await other.stop();
	});
});

describe('the keys of the dashboard', () => {
	it('pause, step and go on', async () => {
		const {session, press} = openControls();
		await afterSomeSteps(session);
		press(' ');
		expect(session.getSnapshot().status).toBe('paused');
		const {step} = session.getSnapshot().lastStep!;
		press('s', 's');
		await vi.waitUntil(() => session.getSnapshot().lastStep!.step === step + 2);
		press('p');
		expect(session.getSnapshot().status).toBe('running');
		await session.stop();
	});

	it('leave at once a run that is stopping, and do nothing else to it', async () => {
		const {session, press, done, controls} = openControls();
		await afterSomeSteps(session);
		let abandoned = 0;
		session.abandon = async () => {
			abandoned++;
		};

		const snapshot = {...session.getSnapshot(), stopping: 'step'} as const;
		vi.spyOn(session, 'getSnapshot').mockReturnValue(snapshot);
		const before = controls.getState();
		press(' ', 's', 'c', 'r', 'y', 'd', '?', '<');
		expect(controls.getState()).toEqual(before);
		expect([abandoned, done]).toEqual([0, []]);
		press('q');
		press('ctrl+c');
		expect([abandoned, done]).toEqual([2, ['quit', 'quit']]);
		vi.restoreAllMocks();
		await session.stop();
	});

	it('steer pace, learning rate and temperature, there and back again', () => {
		const {session, press} = openControls();
		press('+');
		expect(session.getSnapshot().speed).toBe(1000);
		press('-', '-');
		expect(session.getSnapshot().speed).toBe(10);
		press('>', '>');
		expect(session.getSnapshot().learningRateScale).toBe(2.25);
		press('<', '<');
		expect(session.getSnapshot().learningRateScale).toBe(1);
		press('3', ']');
		expect(session.getSnapshot().temperature).toBe(0.6);
		press('[', '[', '[', '[', '[', '[', '[', '[', '[');
		expect(session.getSnapshot().temperature).toBe(0.1);
	});

	it('show the views by number, by tab, and help over any of them', () => {
		const {controls, press} = openControls();
		for (const [index, name] of numberedViews.entries()) {
			press(String(index + 1));
			expect(controls.getState().view).toBe(name);
			press('?');
			expect(controls.getState().view).toBe('help');
			press('h');
			expect(controls.getState().view).toBe(name);
		}

		const seen = [...numberedViews, 'help'].map(() => {
			press('tab');
			return controls.getState().view;
		});
		expect(new Set(seen)).toEqual(new Set([...numberedViews, 'help']));
		press('1', 'shift+tab', 'shift+tab');
		expect(controls.getState().view).toBe('runs');
	});

	it('change the chart in the overview, and move in the other views', () => {
		const {controls, press} = openControls();
		press('y', 'g', 'down');
		expect(controls.getState()).toMatchObject({
			isLogarithmic: true, hasGuides: false, isRecent: true, cursor: {row: 0, column: 0},
		});
		press('up');
		expect(controls.getState().isRecent).toBe(false);
		press('4', 'down', 'right', 'right', 'left', 'y');
		expect(controls.getState()).toMatchObject({isRecent: false, isLogarithmic: true, cursor: {row: 1, column: 1}});
		press('2');
		expect(controls.getState().cursor).toEqual({row: 0, column: 0});
		press('v', 'v');
		expect(controls.getState().verifications).toBe(2);
	});

	it('type a text, letter by letter, until enter or escape', () => {
		const {controls, session, press} = openControls();
		press('3', 't', ...'qk+', 'backspace');
		expect(controls.getState()).toMatchObject({isTyping: true, texts: {samples: 'qk'}});
		expect(session.getSnapshot()).toMatchObject({prefix: 'qk', speed: 100});
		press('enter', '+');
		expect(session.getSnapshot()).toMatchObject({prefix: 'qk', speed: 1000});
		press('t', 'escape');
		expect(controls.getState()).toMatchObject({isTyping: false, texts: {samples: ''}});
		expect(session.getSnapshot().prefix).toBe('');
		press('4', 't', 'a', 'tab');
		expect(controls.getState()).toMatchObject({view: 'runs', isTyping: false, texts: {inside: 'a'}});
	});

	it('nudge a number by a little more at first, and come back to the step', () => {
		const {press, controls} = openControls();
		press('2', 'd');
		const {view, cursor} = controls.getState();
		expect([view, nudges[cursor.column]]).toEqual(['nudge', 0.01]);
		press('left', 'left', 'left', '?', 'escape');
		expect(nudges[controls.getState().cursor.column]).toBe(-0.0001);
		press('escape');
		expect(controls.getState().view).toBe('step');
		press('1', 'd');
		expect(controls.getState().view).toBe('overview');
	});

	it('teach a word: type it, take steps on it and take them back, and type another', () => {
		const {press, controls} = openControls();
		const teaching = () => controls.getState().teaching;
		press('2', 'j', 'q', 'a', 'backspace', 'enter');
		expect(controls.getState()).toMatchObject({view: 'teach', isTyping: false, teaching: {number: 1, word: 'q', steps: 0}});
		press('enter', 'right');
		expect(teaching().steps).toBe(11);
		press('j', 'enter');
		// There is nothing to teach in nothing.
		expect(controls.getState()).toMatchObject({isTyping: true, teaching: {number: 1, word: 'q', steps: 11}, notice: [expect.stringContaining('Type a word first'), expect.anything()]});
		press('x', 'escape');
		expect(controls.getState()).toMatchObject({
			view: 'teach', isTyping: false, texts: {teach: 'q'}, teaching: {number: 1, word: 'q', steps: 11},
		});
		press('?', 'escape');
		expect(controls.getState()).toMatchObject({view: 'teach', isTyping: false, teaching: {number: 1, steps: 11}});
		press('backspace', 'right', 'e');
		expect(teaching()).toMatchObject({steps: 0, isOtherRate: true});
		press('escape');
		expect(controls.getState()).toMatchObject({view: 'step', isTyping: false});
		press('j');
		expect(controls.getState()).toMatchObject({
			view: 'teach', isTyping: true, texts: {teach: ''}, teaching: {word: '', steps: 0},
		});
		press('escape');
		expect(controls.getState()).toMatchObject({view: 'step', isTyping: false});
	});

	it('guess letters until escape, each game with other documents', () => {
		const {controls, press} = openControls();
		press('2', 'x', 'm', 'q', 'backspace', 'enter', ' ');
		expect(controls.getState()).toMatchObject({view: 'guess', isTyping: true, game: {firstRound: 0, guesses: ['m', 'q', undefined, ' ']}});
		controls.paste('abc');
		expect(controls.getState().game.guesses).toHaveLength(4);
		press('escape');
		expect(controls.getState()).toMatchObject({view: 'step', isTyping: false});
		press('x', 'tab');
		expect(controls.getState()).toMatchObject({isTyping: false, game: {firstRound: 4, guesses: []}});
	});

	it('make a document up, and note a checkpoint', async () => {
		const asides = new Asides();
		const {session, press} = openControls({
			ask: (async ([name, style]: readonly [string, {temperature: number; prefix: string}]) => {
				if (name === 'makeUp') {
					asides.tell({
						type: 'sample', step: 5, text: `${name} ${style.prefix}`, temperature: style.temperature, novelty: 'new',
					} satisfies SampleEvent);
				}
			}) as unknown as Ask,
			listen: asides.listen,
		});
		await afterSomeSteps(session);
		press('p', '3', 't', 'k', 'enter', 'm', 'c');
		await vi.waitUntil(() => session.getSnapshot().samples.length === 2);
		// Enter makes one as soon as the beginning is typed.
		expect(session.getSnapshot().samples).toMatchObject([{text: 'makeUp k', temperature: 0.5}, {text: 'makeUp k', temperature: 0.5}]);
		expect(session.getSnapshot().saving.requestedStep).toBe(session.getSnapshot().lastStep!.step);
		await session.stop();
	});

	it('leave at once while there is nothing to lose', async () => {
		const {session, press, done} = openControls();
		await afterSomeSteps(session);
		press('q', 'ctrl+c');
		expect(done).toEqual(['quit', 'interrupt']);
		await session.stop();
	});

	it('ask before work of some seconds is lost, and take Ctrl+C twice as an answer', async () => {
		const {session, press, done, controls} = openControls({elapsedMs: 60_000});
		await afterSomeSteps(session);
		press('q');
		expect(controls.getState().question).toBe('quit');
		press('n');
		expect(controls.getState().question).toBeUndefined();
		press('q', 'x', 'q', 'y');
		expect(done).toEqual(['quit']);
		press('ctrl+c', 'ctrl+c');
		expect(done).toEqual(['quit', 'interrupt']);
		await session.stop();
		press('q');
		expect(done).toEqual(['quit', 'interrupt', 'quit']);
	});

	it('ask before a run is started again, but not when it is over', async () => {
		const {session, press, done, controls} = openControls();
		await afterSomeSteps(session);
		press('r', 'n');
		expect(done).toEqual([]);
		press('r', 'enter');
		expect(done).toEqual(['restart']);
		await session.stop();
		press('r');
		expect(done).toEqual(['restart', 'restart']);
		expect(controls.getState().question).toBeUndefined();
	});

	it('say why a run cannot be started again, and do not ask first', async () => {
		const {session, press, done, controls, course} = openControls();
		Object.assign(course, {restart: undefined});
		await afterSomeSteps(session);
		press('r', 'y');
		expect(done).toEqual([]);
		expect(controls.getState().question).toBeUndefined();
	});

	it('go on with the next model, or say that there is none and what one might do', async () => {
		const {session, press, done, controls} = openControls();
		await afterSomeSteps(session);
		press('n');
		expect(done).toEqual([]);
		await session.stop();
		const snapshot = session.getSnapshot();
		const noteAt = (changes: Partial<typeof snapshot>) => {
			vi.spyOn(session, 'getSnapshot').mockReturnValue({...snapshot, ...changes});
			press('n');
			return controls.getState().notice?.join('\n');
		};

		noteAt({nextPreset: 'microgpt'});
		expect(done).toEqual(['next']);
		const start = (preset: string) => ({...snapshot.start!, preset});
		const last = coursePresets.at(-1)!.name;
		expect(noteAt({start: start(last)})).toMatch(/last model of the course.*--data FILE/v);
		expect(noteAt({start: start('my own')})).toContain('not part of the course');
		expect(done).toEqual(['next']);
		vi.restoreAllMocks();
	});

	it('find again what the model has written, and begin another page only on that page', async () => {
		const {session, press, controls} = openControls();
		await afterSomeSteps(session);
		press('3', 'o');
		expect(controls.getState()).toMatchObject({view: 'writing', pagesBegun: 0});
		press('escape', 'o');
		expect(controls.getState()).toMatchObject({view: 'writing', pagesBegun: 0});
		press('up', 'o');
		expect(controls.getState()).toMatchObject({view: 'writing', pagesBegun: 1, cursor: {row: 0, column: 0}});
		await session.stop();
	});

	it('discard only what the question offers to discard', async () => {
		const {session, press, done} = openControls({elapsedMs: 60_000});
		await afterSomeSteps(session);
		let discarded = 0;
		session.discard = async () => {
			discarded++;
		};

		// The run is not saved.
		press('q', 'd');
		expect([discarded, done]).toEqual([0, []]);
		const snapshot = session.getSnapshot();
		const saving = {
			folder: '/runs/a', step: 3, resumedStep: snapshot.lastStep!.step, requestedStep: undefined,
		};
		vi.spyOn(session, 'getSnapshot').mockReturnValue({...snapshot, saving});
		press('q', 'd');
		expect([discarded, done]).toEqual([0, []]);
		vi.spyOn(session, 'getSnapshot').mockReturnValue({...snapshot, saving: {...saving, resumedStep: undefined}});
		press('q', 'd');
		expect([discarded, done]).toEqual([1, ['quit']]);
		vi.restoreAllMocks();
		await session.stop();
	});

	it('say what could not be done, until the next key', async () => {
		const {press, course, controls, session, done} = openControls();
		course.restart = async () => {
			throw new ConfigError('Expected less.');
		};

		press('r');
		await vi.waitUntil(() => controls.getState().notice?.[0] === 'Expected less.');
		press('J');
		expect(controls.getState().notice).toBeUndefined();
		course.restart = async () => {
			throw new TypeError('a bug');
		};

		press('r');
		await vi.waitUntil(() => done.includes('error'));
		await session.stop();
	});

	it('take a pasted text whole into the field that is open, on one line, and nothing of it for keys', () => {
		const {controls, session, press, done} = openControls();
		press('3', 't', 'k');
		controls.paste('quit\r\nqy\t\u{1B}[A!\n');
		expect(controls.getState()).toMatchObject({isTyping: true, view: 'samples', texts: {samples: 'kquit qy [A!'}});
		expect(session.getSnapshot()).toMatchObject({prefix: 'kquit qy [A!', status: 'idle'});
		press('escape', '4', 't');
		controls.paste('a'.repeat(5000));
		expect(controls.getState()).toMatchObject({isTyping: true, texts: {inside: 'a'.repeat(longestText)}});
		expect(done).toEqual([]);
	});

	it('say so where no field is open for a pasted text', () => {
		const {controls, press, done} = openControls();
		const before = controls.getState();
		controls.paste('');
		expect(controls.getState()).toEqual(before);
		controls.paste('quit');
		expect(controls.getState()).toEqual({...before, notice: noFieldNotices('training')});
		press('J');
		expect(controls.getState()).toEqual(before);
		expect(done).toEqual([]);
	});

	it('answer no question by a pasted text', async () => {
		const {session, controls, press, done} = openControls({elapsedMs: 60_000});
		await afterSomeSteps(session);
		press('q');
		controls.paste('y');
		controls.pressTogether(['n', 'y']);
		expect(controls.getState().question).toBe('quit');
		expect(done).toEqual([]);
		await session.stop();
	});

	it('leave nothing and answer nothing when they come together, but do all else', async () => {
		const {session, controls, done} = openControls({elapsedMs: 60_000});
		await afterSomeSteps(session);
		controls.pressTogether(['q', 'r', 'y', ' ']);
		expect(controls.getState()).toMatchObject({question: undefined, isLogarithmic: true});
		expect(session.getSnapshot().status).toBe('paused');
		controls.pressTogether(['3', 't', 'q', 'r', 'enter']);
		expect(controls.getState()).toMatchObject({isTyping: false, texts: {samples: 'qr'}});
		await session.stop();
		controls.pressTogether(['q', 'n', 'r', 'k']);
		expect(done).toEqual([]);
		controls.pressTogether(['k', 'ctrl+c']);
		expect(done).toEqual(['interrupt']);
	});

	it('open no saved run and no menu when they come together, but go through the list', async () => {
		const {session, controls, browser, press} = openControls();
		await afterSomeSteps(session);
		press('5');
		const perform = vi.spyOn(browser, 'perform');
		controls.pressTogether(['o', 'k', 'enter', 'enter']);
		controls.pressTogether(['down', 'a', 'enter']);
		expect(perform.mock.calls.flat()).toEqual(['sortRuns', 'down', 'markRun']);
		press('enter');
		expect(perform).toHaveBeenLastCalledWith('open');
		await session.stop();
	});

	it('repaint, and give the terminal back', () => {
		const {press, done} = openControls();
		press('ctrl+l', 'ctrl+z', 'ctrl+x', '\u{7}', 'é');
		expect(done).toEqual(['repaint', 'suspend']);
	});

	it('never come to a state that is none, whatever is pressed', async () => {
		const names = [...new Set(keyBindings.flatMap(({inputs}) => inputs)), 'enter', 'escape', 'backspace', 'y', 'x', '🎉'];
		const anyKeys = fc.array(fc.constantFrom(...names), {maxLength: 200});
		await fc.assert(fc.asyncProperty(anyKeys, async keys => {
			const {session, controls, press} = openControls({steps: 50});
			session.start();
			for (const key of keys) {
				press(key);
			}

			const {view, cursor, texts} = controls.getState();
			expect(viewNames).toContain(view);
			expect(cursor.row).toBeGreaterThanOrEqual(0);
			expect(cursor.column).toBeGreaterThanOrEqual(0);
			expect([...texts.samples, ...texts.inside].length).toBeLessThanOrEqual(2 * longestText);
			expect(session.getSnapshot().temperature).toBeGreaterThan(0);
			await session.stop();
			expect(session.failure).toBeUndefined();
		}), {numRuns: 40});
	});
});
