import {printNote} from './print-note.js';

/** Opens a run; undefined if it is stopped before the first step. */
export async function openUnlessStopped<AnyRun extends {readonly close: () => Promise<void>}>(signal: AbortSignal, open: () => Promise<AnyRun>): Promise<AnyRun | undefined> {
	try {
		const run = await open();
		if (signal.aborted) {
			await run.close();
			signal.throwIfAborted();
		}

		return run;
	} catch (error) {
		if (signal.aborted && error === signal.reason) {
			printNote('Stopped before the first step.');
			return undefined;
		}

		throw error;
	}
}
