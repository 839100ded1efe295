import {type Snapshot} from '../../../session/snapshot.js';

/**
What is known of the samples of a run as it was after a step: those that it had made up by then, how many of them were copies, and
how they were made.

@param past - Undefined: as it is now.
*/
export function samplesAsOf(snapshot: Snapshot, past: number | undefined): Snapshot {
	if (past === undefined) {
		return snapshot;
	}

	const samples = snapshot.samples.filter(({step}) => step <= past);
	const {temperature = snapshot.temperature, prefix = ''} = samples.at(-1) ?? {};
	return {
		...snapshot,
		samples,
		temperature,
		prefix,
		// A stretch that goes on after the step says nothing of it.
		noveltyShares: snapshot.noveltyShares.filter(({lastStep}) => lastStep <= past),
	};
}
