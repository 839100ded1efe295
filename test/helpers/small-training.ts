import {CharTokenizer} from '../../source/data/char-tokenizer.js';
import {type Engine} from '../../source/model/engine.js';
import {initialiseParameters} from '../../source/model/parameters.js';
import {ScalarEngine} from '../../source/model/scalar/scalar-engine.js';
import {DotnetRandom} from '../../source/random/dotnet-random.js';
import {type TrainingEvent} from '../../source/training/events.js';
import {type TrainingControls} from '../../source/training/progress.js';
import {train, type TrainingInput} from '../../source/training/train.js';
import {type TrainingConfig} from '../../source/settings/training-config.js';
import {exampleStart} from './example-events.js';

export type SmallTrainingOptions = Partial<TrainingConfig> & Pick<TrainingInput, 'previews' | 'progress'> & {
	readonly engine?: Engine;
	readonly trainingDocuments?: readonly string[];
	readonly validationDocuments?: readonly string[];
	/** How many documents to make up at the end. */
	readonly samples?: number;
};

/** A real training, except that it is small: of the letters a, b and c on a few documents. */
export function smallTraining({engine = smallEngine(), trainingDocuments = ['abc', 'ab', 'cab'], validationDocuments = [], samples = 0, previews, progress, ...changes}: SmallTrainingOptions = {}) {
	const config: TrainingConfig = {
		...exampleStart(20).training, evalEvery: 1000, ...changes,
	};
	const start = {...exampleStart(config.steps), training: config};
	const controls: TrainingControls = {learningRateScale: 1};
	const events = train({
		start, config, engine, tokenizer: new CharTokenizer(['abc']), trainingDocuments, validationDocuments,
		evaluation: validationDocuments.length === 0 ? undefined : {training: trainingDocuments, validation: validationDocuments, batchSize: config.batchSize},
		samples: {count: samples, temperature: 1, random: new DotnetRandom(1)},
		...(previews && {previews}), ...(progress && {progress}),
	}, controls);
	return {
		start, config, engine, controls, events,
	};
}

function smallEngine(): Engine {
	const model = {
		architecture: 'bigram', vocabSize: 4, nEmbd: 3, blockSize: 4,
	} as const;
	return new ScalarEngine(model, initialiseParameters(model, new DotnetRandom(1)));
}

export async function allEvents(events: AsyncGenerator<TrainingEvent, void, undefined>): Promise<TrainingEvent[]> {
	const list: TrainingEvent[] = [];
	for await (const event of events) {
		list.push(event);
	}

	return list;
}
