import {useSyncExternalStore} from 'react';
import {type Snapshot} from '../../session/snapshot.js';
import {type TrainingSession} from '../../session/training-session.js';

/** The state of a session at frame rate. It knows no keys. */
export function useSession(session: TrainingSession): Snapshot {
	return useSyncExternalStore(session.subscribe, session.getSnapshot);
}
