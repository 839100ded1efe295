import {
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {CheckpointError} from '../../source/errors.js';
import {type Opening, type Show} from '../../source/shows/show.js';
import {ShowSequence} from '../../source/shows/show-sequence.js';
import {Asides} from '../../source/run/asides.js';
import {type Ask} from '../../source/run/run.js';
import {TrainingSession} from '../../source/session/training-session.js';
import {exampleRuns} from '../helpers/example-runs.js';
import {smallTraining} from '../helpers/small-training.js';

const [run] = exampleRuns(1);
const opening: Opening = {kind: 'resume', run};

/** A show of one small training that can be saved, or not. */
function smallShow(name: string, done: string[], {isSavable = true} = {}): Show & {readonly session: TrainingSession; readonly change: () => void} {
	const {events, controls} = smallTraining({steps: 1_000_000});
	const asides = new Asides();
	const ask = (async ([question]: readonly [string]) => {
		done.push(`${question} ${name}`);
		const {step} = session.getSnapshot().lastStep!;
		asides.tell(isSavable
			? {type: 'checkpoint', step, path: ''}
			: {
				type: 'warning', step, code: 'unsaved', message: 'The disk is full.',
			});
	}) as unknown as Ask;
	const session = new TrainingSession({
		events, controls, speed: 100, ask, listen: asides.listen, saving: {folder: `/runs/${name}`, resumedStep: undefined},
	});
	const listeners = new Set<() => void>();
	let runNumber = 1;
	return {
		session,
		shown: {runs: [], focus: 0},
		get runNumber() {
			return runNumber;
		},
		getSession: () => session,
		subscribe(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
		async restart() {
			done.push(`restart ${name}`);
		},
		async next() {
			done.push(`go on ${name}`);
		},
		async close() {
			await session.stop();
			done.push(`close ${name}`);
		},
		change() {
			runNumber++;
			for (const listener of listeners) {
				listener();
			}
		},
	};
}

async function someSteps({session}: Pick<Show, 'session'>) {
	session.start();
	await vi.waitUntil(() => (session.getSnapshot().lastStep?.step ?? 0) > 2);
}

describe('shows one after the other', () => {
	it('save what is on, let go of it, and show the other', async () => {
		const done: string[] = [];
		const first = smallShow('first', done);
		const second = smallShow('second', done);
		const shows = new ShowSequence(first, async ({kind}) => {
			done.push(`open to ${kind}`);
			return second;
		});
		let changes = 0;
		shows.subscribe(() => {
			changes++;
		});
		await someSteps(first);
		await expect(shows.open(opening)).resolves.toBe(true);
		expect(done).toEqual(['save first', 'open to resume', 'close first']);
		expect([shows.session, shows.runNumber, changes]).toEqual([second.session, 2, 1]);
		expect(second.session.getSnapshot().status).toBe('running');
		await shows.restart!();
		expect(done.at(-1)).toBe('restart second');
		second.change();
		first.change();
		expect([shows.runNumber, changes]).toEqual([3, 2]);
		await shows.close();
		expect(done.at(-1)).toBe('close second');
	});

	it('keep what is on if it cannot be saved', async () => {
		const done: string[] = [];
		const first = smallShow('first', done, {isSavable: false});
		const second = smallShow('second', done);
		const shows = new ShowSequence(first, async () => second);
		await someSteps(first);
		await expect(shows.open(opening)).rejects.toThrow(new CheckpointError('Expected to save the run that is on first, got an error: it stays open. See its message in the overview.'));
		expect(shows.session).toBe(first.session);
		expect(first.session.getSnapshot().status).toBe('running');
		expect(done).toEqual(['save first']);
		await shows.close();
	});

	it('keep what is on if the other cannot be opened', async () => {
		const done: string[] = [];
		const first = smallShow('first', done);
		const shows = new ShowSequence(first, async () => {
			throw new CheckpointError('It is damaged.');
		});
		await someSteps(first);
		await expect(shows.open(opening)).rejects.toThrow('It is damaged.');
		expect([shows.session, first.session.getSnapshot().status, done]).toEqual([first.session, 'running', ['save first']]);
		await shows.close();
	});

	it('let go of what is opened too late', async () => {
		const done: string[] = [];
		const first = smallShow('first', done);
		const second = smallShow('second', done);
		let open!: (show: Show) => void;
		const shows = new ShowSequence(first, async () => new Promise(resolve => {
			done.push('open');
			open = resolve;
		}));
		await someSteps(first);
		const change = shows.open(opening);
		// Asked for twice, there is one.
		const again = shows.open(opening);
		await vi.waitUntil(() => done.includes('open'));
		const closing = shows.close();
		open(second);
		await expect(change).resolves.toBe(false);
		await expect(again).resolves.toBe(false);
		await closing;
		expect(done).toEqual(['save first', 'open', 'close second', 'close first']);
	});

	it('let a run wait behind the lessons, and come back to it', async () => {
		const done: string[] = [];
		const first = smallShow('first', done);
		const lessons: Show = {...smallShow('lessons', done), cards: {move: async () => undefined, complete: () => undefined}};
		const shows = new ShowSequence(first, async () => first, async () => {
			done.push('open the lessons');
			return lessons;
		});
		let changes = 0;
		shows.subscribe(() => {
			changes++;
		});
		await someSteps(first);
		expect([shows.leave, shows.cards]).toEqual([undefined, undefined]);
		await shows.learn!();
		expect(first.session.getSnapshot().status).toBe('paused');
		expect([shows.session, shows.cards, shows.learn, shows.runNumber, changes]).toEqual([lessons.session, lessons.cards, undefined, 2, 1]);
		await shows.leave!();
		expect([shows.session, shows.cards, shows.leave, shows.runNumber, changes]).toEqual([first.session, undefined, undefined, 3, 2]);
		expect(done).toEqual(['open the lessons', 'close lessons']);
		first.session.resume();
		expect(first.session.getSnapshot().status).toBe('running');
		await shows.learn!();
		await shows.close();
		expect(done.slice(2).toSorted()).toEqual(['close first', 'close lessons', 'open the lessons']);
	});

	it('let a run go on whose lessons cannot be opened', async () => {
		const first = smallShow('first', []);
		const shows = new ShowSequence(first, async () => first, async () => {
			throw new Error('no cards');
		});
		await someSteps(first);
		expect(first.session.getSnapshot().status).toBe('running');
		await expect(shows.learn!()).rejects.toThrow('no cards');
		expect(first.session.getSnapshot().status).toBe('running');
		await shows.close();
	});

	it('have no lessons where nobody says how to open them', async () => {
		const shows = new ShowSequence(smallShow('first', []), async () => smallShow('second', []));
		expect(shows.learn).toBeUndefined();
		await shows.close();
	});
});
