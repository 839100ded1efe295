import {type SizedRun} from '../../../report/sort-runs.js';
import {sampleSavedRun} from '../../../run/saved-model.js';
import {type MadeUp} from './state.js';

const documentsAtATime = 12;

export type SamplerOptions = {
	/** Told of what is made up, as it comes. */
	readonly onMadeUp: (madeUp: MadeUp) => void;
	/** Told why nothing can be made up. */
	readonly onFailure: (message: string) => void;
};

/** Lets saved models make something up, one at a time. */
export class Sampler {
	readonly #options: SamplerOptions;
	#sampling = new AbortController();
	/** How often the same run was asked, each time for other draws. */
	#askedCount = 0;
	#folder: string | undefined;

	constructor(options: SamplerOptions) {
		this.#options = options;
	}

	/** Makes up some documents, or a passage; what was being made up is given up. */
	async sample(run: SizedRun): Promise<void> {
		this.stop();
		this.#sampling = new AbortController();
		const {signal} = this.#sampling;
		const {folder, info: {config}} = run;
		this.#askedCount = folder === this.#folder ? this.#askedCount + 1 : 0;
		this.#folder = folder;
		const count = config.dataset.documents === 'stream' ? 1 : documentsAtATime;
		try {
			const {step, texts} = await sampleSavedRun(run, otherSeed(config.seed, this.#askedCount), signal);
			const made: string[] = [];
			for await (const text of texts) {
				if (signal.aborted) {
					break;
				}

				made.push(text);
				this.#options.onMadeUp({step, texts: [...made]});
				if (made.length === count) {
					break;
				}
			}
		} catch (error) {
			if (!signal.aborted) {
				this.#options.onFailure((error as Error).message);
			}
		}
	}

	stop(): void {
		this.#sampling.abort();
	}
}

/** Another seed each time, none of them past the 32 bits that a seed has. */
function otherSeed(seed: number, ordinal: number): number {
	return seed > 0 ? seed - ordinal : seed + ordinal;
}
