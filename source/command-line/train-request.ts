import {type Origin} from '../run/origin.js';
import {checkTitleIsFree} from '../storage/runs/run-titles.js';
import type {SavedRun} from '../storage/runs/runs-folder.js';
import type {RunConfig} from '../settings/run-config.js';
import type {OutputArguments} from './arguments.js';
import {folderOf} from './choose-saving.js';

/** What is to be trained, and how it is shown and saved. */
export type TrainRequest = OutputArguments & {
	readonly config: RunConfig;
	/** Its data, if that could be read only once. */
	readonly text?: string;
	/** What was chosen to fit them. */
	readonly note?: string;
	/** What a new run is called. */
	readonly title?: string | undefined;
	/** A run to resume. */
	readonly resumed?: SavedRun;
	/** Where a new run goes on from another one. */
	readonly origin?: Origin;
};

/**
Refuses a name that another run has.

@throws ConfigError which says which run has it.
*/
export async function checkName({title, runsFolder}: Pick<TrainRequest, 'title' | 'runsFolder'>): Promise<void> {
	if (title !== undefined) {
		await checkTitleIsFree(folderOf(runsFolder), title);
	}
}
