import type {ReadStream} from 'node:tty';
import {setTimeout} from 'node:timers/promises';
import {type OnLoadProgress} from '../data/load-progress.js';
import {Loading} from '../session/loading.js';
import type {Stage} from '../ui/stage.js';
import {noteIfSlow} from './note-if-slow.js';
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
	/** Nothing is shown meanwhile: more is to be opened before there is a dashboard. */
	readonly isSilent: boolean;
	/** What is said if it is stopped. */
	readonly stopped: string;
};

type OpenCourse<Opened> = (given: {readonly signal: AbortSignal; readonly onNote: (note: string) => void; readonly onProgress: OnLoadProgress}) => Promise<Opened>;

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
@throws what opening it throws, with the terminal as it was.
*/
export async function openBehindScreen<Opened extends {readonly close: () => Promise<void>}>({name, screen, keyboard, isSilent, stopped}: OpeningOptions, {signal, onInterrupt}: RunOptions, open: OpenCourse<Opened>): Promise<OpenedBehind<Opened> | undefined> {
	const leaving = new AbortController();
	const given = AbortSignal.any([signal, leaving.signal]);
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
		// Whatever it throws is thrown below.
		const ending = Promise.allSettled([opening]);
		const {openStage, showLoading, theme, glyphs} = await screen;
		stage = openStage(keyboard);
		if (isSilent) {
			return noteIfSlow('Preparing the data and the model...', async () => opening);
		}

		if (await Promise.race([ending, setTimeout(patienceMs, undefined, {ref: false})]) !== undefined) {
			return opening;
		}

		isShown = true;
		showLoading(stage, {
			loading, name, theme, glyphs, interrupt: onInterrupt, quit() {
				leaving.abort();
			},
		});
		let isGoingOn = false;
		try {
			const run = await opening;
			isGoingOn = !given.aborted;
			return run;
		} finally {
			// Whatever is said then is lost on a screen of its own.
			if (!isGoingOn) {
				await stage.close();
				await stage.waitUntilClosed();
			}
		}
	});
	return opened && {opened, stage: stage!, notes};
}
