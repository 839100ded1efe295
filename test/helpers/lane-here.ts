import {openRun} from '../../source/run/open-run.js';
import {TrainingSession} from '../../source/session/training-session.js';
import {type OpenLane} from '../../source/shows/lane-group.js';

/** Opens a run in this thread, at full speed and unsaved: a thread of its own takes longer to start than a small model to train. */
export const openLaneHere: OpenLane = async ({config, origin}) => {
	const run = await openRun(config, '1.2.3', {hasPreviews: true, historyBytes: 1e7, origin});
	return {
		session: new TrainingSession({
			...run, saving: undefined, temperature: config.samples.temperature, speed: 'max',
		}), close: run.close,
	};
};
