import type {ReadStream} from 'node:tty';
import {setTimeout} from 'node:timers/promises';
import {type OnLoadProgress} from '../data/load-progress.js';
import {Loading} from '../session/loading.js';
import type {Stage} from '../ui/stage.js';
import {openUnlessStopped} from './open-unless-stopped.js';
import {printNote} from './print-note.js';
import {type RunOptions} from './program.js';
import {type LoadedScreen} from './screen.js';

/** Whoever waits for less has seen nothing but a dashboard that opens. */
const patienceMs = 400;

type OpeningOptions = {
	/** What the run is called, or its preset. */
	readonly name: string;
	readonly screen: Promise<LoadedScreen>;
	readonly keyboard: ReadStream | undefined;
	/** What is said if it is stopped. */
	readonly stopped: string;
};

type Closable = {readonly close: () => Promise<void>};

type OpenShow<Opened> = (given: {readonly signal: AbortSignal; readonly onNote: (note: string) => void; readonly onProgress: OnLoadProgress}) => Promise<Opened>;

/** What was opened, and what it is to be shown on. */
type OpenedBehind<Opened> = {
	readonly opened: Opened;
	readonly stage: Stage;
	/** What there was to be said while the screen was taken: to be printed when it is free. */
	readonly notes: readonly string[];
};

/**
Opens what is to be shown. Where that takes longer than a moment, the screen says meanwhile what is done and how far it has come, and
takes `q` and Ctrl+C.

@returns undefined if it was stopped.
@throws what opening it throws, or what goes wrong on the screen: with the terminal as it was, and nothing left open.
*/
export async function openBehindScreen<Opened extends Closable>({name, screen, keyboard, stopped}: OpeningOptions, {signal, onInterrupt}: Pick<RunOptions, 'signal' | 'onInterrupt'>, open: OpenShow<Opened>): Promise<OpenedBehind<Opened> | undefined> {
	const leaving = new AbortController();
	const given = AbortSignal.any([signal, leaving.signal]);
	const leave = () => {
		leaving.abort();
	};

	const loading = new Loading();
	const notes: string[] = [];
	let stage: Stage | undefined;
	let isShown = false;
	const opened = await openUnlessStopped(given, stopped, async () => {
		const opening = open({
			signal: given,
			onProgress: loading.tell,
			onNote(note) {
				if (isShown) {
					notes.push(note);
				} else {
					printNote(note);
				}
			},
		});
		const ending = Promise.allSettled([opening]);
		let isGoingOn = false;
		try {
			const {openStage, showLoading, theme, glyphs} = await screen;
			stage = openStage(keyboard);
			if (await Promise.race([ending, setTimeout(patienceMs, undefined, {ref: false})]) === undefined) {
				isShown = true;
				// Told for good: once it is there, the run is not to be given up for that.
				stage.onGone(() => {
					if (!isGoingOn) {
						leave();
					}
				});
				showLoading(stage, {
					loading, name, theme, glyphs, interrupt: onInterrupt, quit: leave,
				});
				await Promise.race([ending, stage.waitUntilClosed()]);
			}

			const run = await opening;
			isGoingOn = !given.aborted;
			return run;
		} catch (error) {
			// Where it is the screen that failed, what is being opened behind it goes on by itself.
			leave();
			await closeOpened(await ending);
			throw error;
		} finally {
			// Whatever is said then is lost on a screen of its own.
			if (isShown && !isGoingOn) {
				await stage?.close();
				await stage?.waitUntilClosed();
			}
		}
	});
	return opened && {opened, stage: stage!, notes};
}

async function closeOpened(outcomes: ReadonlyArray<PromiseSettledResult<Closable>>) {
	for (const outcome of outcomes) {
		if (outcome.status === 'fulfilled') {
			await outcome.value.close();
		}
	}
}
