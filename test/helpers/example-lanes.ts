import {type LossComparison} from '../../source/history/paired-losses.js';
import {type Snapshot} from '../../source/session/snapshot.js';
import {type TrainingSession} from '../../source/session/training-session.js';
import {marks, type ShownRuns} from '../../source/shows/show.js';

/** Runs that go in step, of which there is as much as their snapshots have; the last is in focus. */
export function exampleLanes(lanes: ReadonlyArray<{readonly name: string; readonly snapshot: Snapshot; readonly comparison?: LossComparison}>): ShownRuns {
	return {
		focus: lanes.length - 1,
		runs: lanes.map(({name, snapshot, comparison}, index) => {
			const session: Pick<TrainingSession, 'getSnapshot'> = {getSnapshot: () => snapshot};
			return {
				name, mark: marks[index], curve: snapshot.curve, session: session as TrainingSession, lane: {comparedWith: index === 0 ? undefined : 'a', comparison},
			};
		}),
	};
}
