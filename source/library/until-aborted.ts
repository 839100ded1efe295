import {type LocalRun} from '../run/open-run.js';
import {type TrainingEvent} from '../training/events.js';

/**
Ends a run when a signal is aborted, which is looked at between two of its events; and when nobody listens any more.

@yields The events.
@throws the signal's reason.
*/
export async function * untilAborted({events, close}: Pick<LocalRun, 'events' | 'close'>, signal: AbortSignal | undefined): AsyncGenerator<TrainingEvent, void, undefined> {
	try {
		for (;;) {
			signal?.throwIfAborted();
			const {value: event, done} = await events.next();
			if (done) {
				return;
			}

			yield event;
			if (event.type === 'finish') {
				return;
			}
		}
	} finally {
		await close();
	}
}
