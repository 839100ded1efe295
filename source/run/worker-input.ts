import {type RunConfig} from '../settings/run-config.js';
import {type OpenRunOptions} from './open-run-options.js';

/** What the worker is started with. */
export type WorkerInput = Omit<OpenRunOptions, 'onLoaded' | 'onProgress'> & {
	readonly config: RunConfig;
	readonly version: string;
	/** How far the opening is: one of `openings`, shared by both threads. */
	readonly opening: Int32Array<SharedArrayBuffer>;
};

/** Until it is loaded, a run has nothing on the disk, and can be given up by ending the thread; after that, it is to be closed. */
export const openings = {loading: 0, loaded: 1, givenUp: 2} as const;
