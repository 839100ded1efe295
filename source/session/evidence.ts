import {type Snapshot} from './snapshot.js';

/** What the coach looks at. */
export type Evidence = Pick<
	Snapshot,
	'start' | 'lastStep' | 'curve' | 'evaluations' | 'baselines' | 'runningMean' | 'warnings' | 'finish' | 'learningRateChanges' | 'lastMean' | 'nextPreset' | 'news' | 'mode'
>;
