import {type TrainingSession} from '../session/training-session.js';

/** Pauses all runs that are on as long as something takes, so that neither their clocks nor their pace count the time. */
export async function restedWhile(sessions: ReadonlyArray<Pick<TrainingSession, 'getSnapshot' | 'pause' | 'resume'>>, act: () => Promise<void>): Promise<void> {
	const running = sessions.filter(session => session.getSnapshot().status === 'running');
	for (const session of running) {
		session.pause();
	}

	try {
		await act();
	} finally {
		for (const session of running) {
			session.resume();
		}
	}
}
