import {type LoadOptions} from '../data/dataset.js';
import {type TorchOptions} from '../model/torch/torch-options.js';
import {type SavingOptions} from '../storage/runs/open-recorder.js';
import {type SavedRun} from '../storage/runs/runs-folder.js';
import {type ThreadChoice} from './choose-threads.js';
import {type Origin} from './origin.js';

/** On what the steps of a run are computed. */
export type ComputingOptions = {
	/** How many threads share the work of a step of the tensor engine; without it, one. The numbers are the same. */
	readonly threads?: ThreadChoice | undefined;
	/** Whether large products are made with vectors of 256 bits, if they are faster here. The numbers are the same. */
	readonly wideVectors?: boolean | undefined;
	/** How PyTorch shares out the work, where that is the engine. */
	readonly torch?: TorchOptions | undefined;
};

/** How a run is opened. */
export type OpenRunOptions = Pick<LoadOptions, 'onProgress' | 'text'> & ComputingOptions & {
	/** Make up a document now and then, for whoever watches. */
	readonly hasPreviews?: boolean;
	/** Without it, nothing is written anywhere. */
	readonly saving?: SavingOptions | undefined;
	/** How many bytes of states to keep along the way, so that the run can be asked how it was; without it, none. */
	readonly historyBytes?: number | undefined;
	/** A saved run whose steps are looked at; it stays as it is, and nothing is trained. */
	readonly lookedAt?: LookedAtRun | undefined;
	/** Where a new run goes on from another one; without it, it begins at step 0, or where a saved one did. */
	readonly origin?: Origin | undefined;
	/** Called before anything is written; what it throws is thrown. */
	readonly onLoaded?: () => void;
};

/** What it takes to look at the steps of a saved run. */
export type LookedAtRun = Pick<SavedRun, 'folder' | 'info'> & {
	/** How many steps it has. */
	readonly steps: number;
};
