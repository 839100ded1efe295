import {type RecordedRun, type SessionMode} from '../history/recorded-run.js';

/** What the coach looks at. */
export type Evidence = Pick<
	RecordedRun,
	'start' | 'lastStep' | 'curve' | 'evaluations' | 'baselines' | 'runningMean' | 'warnings' | 'finish' | 'learningRateChanges' | 'lastMean' | 'bestValidation' | 'news'
> & {
	/** Whether the run is trained here, or shown. */
	readonly mode: SessionMode;
	/** Whether something of it has been saved. */
	readonly isSaved?: boolean;
	/** The preset that comes next in the course; undefined after the last, and for runs outside the course. */
	readonly nextPreset: string | undefined;
};
