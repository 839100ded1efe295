import {setTimeout} from 'node:timers/promises';
import {expect, it} from 'vitest';
import {openBehindScreen} from '../../source/command-line/open-behind-screen.js';
import {type LoadedScreen} from '../../source/command-line/screen.js';
import {unicodeGlyphs} from '../../source/report/chart/glyphs.js';
import {type LoadingScreenProps} from '../../source/ui/loading-screen.js';
import {type Stage} from '../../source/ui/stage.js';
import {plainTheme} from '../helpers/frame.js';
import {usePrintedNotes} from '../helpers/printed-notes.js';

type Given = Parameters<Parameters<typeof openBehindScreen>[2]>[0];

const notes = usePrintedNotes();

/** A promise that is settled from elsewhere. */
function deferred<Value>() {
	let [resolve, reject] = [(_: Value): void => undefined, (_: Error): void => undefined];
	const promise = new Promise<Value>((...settle) => {
		[resolve, reject] = settle;
	});
	return {promise, resolve, reject};
}

/** A terminal that notes what is done to it, and what is opened behind it. */
function setUp() {
	const happened: string[] = [];
	const closed = deferred<void>();
	const gone: Array<() => void> = [];
	const stage = {
		onGone(listener: () => void) {
			gone.push(listener);
		},
		async close() {
			happened.push('screen left');
			closed.resolve();
		},
		waitUntilClosed: async () => closed.promise,
	} as unknown as Stage;
	const shown = deferred<Omit<LoadingScreenProps, 'hasKeys'>>();
	const screen: Partial<LoadedScreen> = {
		openStage: () => stage,
		showLoading(_, props) {
			happened.push('loading shown');
			shown.resolve(props);
		},
		theme: plainTheme,
		glyphs: unicodeGlyphs,
	};
	const stopper = new AbortController();
	const opened = {
		async close() {
			happened.push('run closed');
		},
	};
	const open = async (act: (given: Given) => Promise<typeof opened>, loaded = Promise.resolve(screen as LoadedScreen)) => openBehindScreen({
		name: 'microgpt', screen: loaded, keyboard: undefined, stopped: 'Stopped before the first step.',
	}, {
		signal: stopper.signal,
		onInterrupt() {
			happened.push('interrupted');
		},
	}, act);
	/** Opens as long as nobody gives it up, whatever that takes. */
	const openUntilGivenUp = async ({signal}: Given): Promise<never> => {
		await new Promise(resolve => {
			signal.addEventListener('abort', resolve);
		});
		happened.push('given up');
		throw signal.reason as Error;
	};

	return {
		happened, stage, closed, gone, shown, stopper, opened, open, openUntilGivenUp,
	};
}

it('shows nothing where nothing takes long, and says what there is to say at once', async () => {
	const {open, opened, stage, happened} = setUp();
	expect(await open(async ({onNote}) => {
		onNote('A note.');
		return opened;
	})).toEqual({opened, stage, notes: []});
	expect(notes.text()).toBe('microgpt-tui: A note.\n');
	expect(happened).toEqual([]);
});

it('shows how far it has come where one waits for it, and keeps what there is to say', async () => {
	const {open, opened, stage, happened, shown} = setUp();
	const progress = {activity: 'scanning', done: 1, total: 2} as const;
	expect(await open(async ({onNote, onProgress}) => {
		const {loading, name, interrupt} = await shown.promise;
		onProgress(progress);
		expect([loading.get(), name]).toEqual([progress, 'microgpt']);
		interrupt();
		onNote('A note.');
		return opened;
	})).toEqual({opened, stage, notes: ['A note.']});
	expect(notes.text()).toBe('');
	expect(happened).toEqual(['loading shown', 'interrupted']);
});

it.each([
	['q', async ({shown}) => {
		const {quit} = await shown.promise;
		quit();
	}],
	['a signal', async ({shown, stopper}) => {
		await shown.promise;
		stopper.abort();
	}],
	['the end of the terminal', async ({shown, gone}) => {
		await shown.promise;
		gone[0]();
	}],
] as ReadonlyArray<[string, (run: ReturnType<typeof setUp>) => Promise<void>]>)('is given up by %s', async (_, stop) => {
	const run = setUp();
	const {open, openUntilGivenUp, happened} = run;
	const [result] = await Promise.all([open(openUntilGivenUp), stop(run)]);
	expect(result).toBeUndefined();
	expect(happened).toEqual(['loading shown', 'given up', 'screen left']);
	expect(notes.text()).toBe('microgpt-tui: Stopped before the first step.\n');
});

it('closes what has been opened when it was given up', async () => {
	const {open, opened, shown, happened} = setUp();
	expect(await open(async () => {
		const {quit} = await shown.promise;
		quit();
		return opened;
	})).toBeUndefined();
	expect(happened).toEqual(['loading shown', 'screen left', 'run closed']);
});

it('is not given up any more by the end of the terminal when it is there', async () => {
	const {open, opened, shown, gone} = setUp();
	let signal: AbortSignal | undefined;
	await open(async given => {
		({signal} = given);
		await shown.promise;
		return opened;
	});
	gone[0]();
	expect(signal?.aborted).toBe(false);
});

it('leaves the screen before an error is told', async () => {
	const {open, shown, happened} = setUp();
	await expect(open(async () => {
		await shown.promise;
		throw new Error('no text');
	})).rejects.toThrow('no text');
	expect(happened).toEqual(['loading shown', 'screen left']);
});

it('goes on with nothing where there is no screen', async () => {
	const {open, opened, openUntilGivenUp, happened} = setUp();
	const failing = async () => {
		throw new Error('no screen');
	};

	await expect(open(openUntilGivenUp, failing())).rejects.toThrow('no screen');
	expect(happened).toEqual(['given up']);
	await expect(open(async () => {
		await setTimeout(20);
		return opened;
	}, failing())).rejects.toThrow('no screen');
	expect(happened).toEqual(['given up', 'run closed']);
});

it('goes on with nothing where the screen fails while it is shown', async () => {
	const {open, openUntilGivenUp, shown, closed, happened} = setUp();
	const failing = async () => {
		await shown.promise;
		closed.reject(new Error('no picture'));
	};

	const both = Promise.all([open(openUntilGivenUp), failing()]);
	await expect(both).rejects.toThrow('no picture');
	expect(happened).toEqual(['loading shown', 'given up', 'screen left']);
});
