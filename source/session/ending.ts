import {type RunRecord} from '../history/run-record.js';
import {type Ask} from '../run/run.js';
import {type TrainingSessionOptions} from './session-options.js';
import {type Stopping} from './snapshot.js';

type EndingOptions = Pick<TrainingSessionOptions, 'lead' | 'saving'> & {readonly ask: Ask; readonly record: () => RunRecord};

/** How a run ends that is stopped: saved as far as it has come, or discarded. */
export class Ending {
	/** Whether somebody wants nothing to be left of it. */
	isDiscarding = false;
	/** Whether nothing is. */
	isDiscarded = false;
	readonly #options: EndingOptions;

	constructor(options: EndingOptions) {
		this.#options = options;
	}

	/** What is waited for. */
	get stopping(): Stopping | undefined {
		const {lead, saving} = this.#options;
		const last = saving && 'saving';
		return this.isDiscarding ? 'discarding' : (lead?.isAhead ? 'step' : last);
	}

	/** Discards the run if it is to be. */
	async discardIfWanted(): Promise<void> {
		if (!this.isDiscarding) {
			return;
		}

		const {ask, record} = this.#options;
		const answer = await ask(['discard']);
		// Whoever has lost patience meanwhile has left it as it was saved last; of a run that died meanwhile, nobody knows.
		this.isDiscarded = this.isDiscarding && answer !== undefined && answer.left?.type !== 'warning';
		if (this.isDiscarded && !answer?.left) {
			// What had been saved on the way is gone again.
			record().checkpoint = undefined;
		}
	}
}
