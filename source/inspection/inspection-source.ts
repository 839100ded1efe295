import {type Documents} from '../data/documents.js';
import {type Tokenizer} from '../data/tokenizer.js';
import {type Engine} from '../model/engine.js';
import {type TakenDocuments} from '../training/batches.js';
import {type StartEvent} from '../training/events.js';
import {type TrainingProgress} from '../training/progress.js';
import {type TrainingConfig} from '../settings/training-config.js';
import {type VowelCosines} from './vowels.js';

/** A training that is looked at between two of its steps. */
export type InspectionSource = {
	readonly engine: Engine;
	readonly tokenizer: Tokenizer;
	readonly config: TrainingConfig;
	/** The seed decides what dropout leaves out. */
	readonly start: Pick<StartEvent, 'seed'>;
	readonly trainingDocuments: Documents;
	readonly validationDocuments: Documents;
	/** All that is trained on, once each: where windows begin at random places, those side by side; without it, the training documents. */
	readonly counted?: Documents | undefined;
	readonly taken?: TakenDocuments | undefined;
	readonly progress: Readonly<TrainingProgress>;
	/** What the weights said of the vowels before the first step; undefined where there are none, or nobody knows any more. */
	readonly initialVowels?: VowelCosines | undefined;
};
