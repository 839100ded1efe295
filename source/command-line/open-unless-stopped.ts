import {printNote} from './print-note.js';

/**
Opens a run; undefined if it is stopped before its next step.

@param stopped - What is said then.
*/
export async function openUnlessStopped<AnyRun extends {readonly close: () => Promise<void>}>(signal: AbortSignal, stopped: string, open: () => Promise<AnyRun>): Promise<AnyRun | undefined> {
	try {
		const run = await open();
		if (signal.aborted) {
			await run.close();
			signal.throwIfAborted();
		}

		return run;
	} catch (error) {
		if (signal.aborted && error === signal.reason) {
			printNote(stopped);
			return undefined;
		}

		throw error;
	}
}
