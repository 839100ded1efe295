import {type RunConfig} from '../settings/run-config.js';

/** A run that is about to leave another one. */
export type ForkDraft = {
	/** The step after which it goes its own way. */
	readonly step: number;
	/** What the other one is trained with. */
	readonly base: RunConfig;
	/** What it is to be trained with itself. */
	readonly config: RunConfig;
	/** The option that is chosen. */
	readonly row: number;
};
