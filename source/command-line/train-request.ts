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
	/** What is to be said of it when nothing is refused, in sentences. */
	readonly notes?: readonly string[];
	/** What a new run is called. */
	readonly title?: string | undefined;
	/** A run to resume. */
	readonly resumed?: SavedRun;
	/** Where a new run goes on from another one. */
	readonly origin?: Origin;
};

/** That it was stopped while it was opened. */
export function stoppedNote({resumed, origin}: {readonly resumed?: {readonly info: Pick<SavedRun['info'], 'step'>}; readonly origin?: {readonly point: Pick<Origin['point'], 'step'>}}): string {
	const step = resumed?.info.step ?? origin?.point.step ?? 0;
	return `Stopped before the ${step === 0 ? 'first' : 'next'} step.`;
}

/**
Refuses a name that another run has.

@throws ConfigError which says which run has it.
*/
export async function checkName({title, runsFolder}: Pick<TrainRequest, 'title' | 'runsFolder'>): Promise<void> {
	if (title !== undefined) {
		await checkTitleIsFree(folderOf(runsFolder), title);
	}
}
