import {type Snapshot} from '../../source/session/snapshot.js';
import {type TrainingSession} from '../../source/session/training-session.js';
import {type LaneComparison} from '../../source/shows/lane-losses.js';
import {marks, type ShownRuns} from '../../source/shows/show.js';

type ExampleLane = {readonly name: string; readonly comparison?: LaneComparison} & ({readonly snapshot: Snapshot} | {readonly session: TrainingSession});

/** Runs that go in step, of which there is as much as their snapshots have, or their sessions; the last is in focus. */
export function exampleLanes(lanes: readonly ExampleLane[]): ShownRuns {
	return {
		focus: lanes.length - 1,
		runs: lanes.map(({name, comparison, ...lane}, index) => {
			const session: Pick<TrainingSession, 'getSnapshot'> = 'session' in lane ? lane.session : {getSnapshot: () => lane.snapshot};
			return {
				name, mark: marks[index], curve: session.getSnapshot().curve, session: session as TrainingSession, lane: {comparedWith: index === 0 ? undefined : 'a', comparison},
			};
		}),
	};
}
