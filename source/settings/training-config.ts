import {type Configured} from './setting-values.js';

/** How a model is trained. The defaults of each preset reproduce its reference. */
export type TrainingConfig = Configured<'training'>;
