import {ConfigError} from '../errors.js';
import {type Tokenizer} from '../data/tokenizer.js';
import {type Engine} from '../model/engine.js';
import {createRandom} from '../random/create-random.js';
import {checkSetting, type RunConfig} from '../settings/run-config.js';
import {sampleDocument} from '../training/sample.js';

const mostCharactersTold = 100;

export type SampleOptions = {
	/** How many documents; 1 without it. */
	readonly count?: number;
	/** How each begins. */
	readonly prefix?: string;
	/** How many characters each has at most, the prefix not counted, also past the context; without it, as many as the context holds. */
	readonly length?: number;
	/** 0: always the likeliest character; below 1, likely characters become likelier. Without it, that of the run. */
	readonly temperature?: number;
	/** Draws from so many of the likeliest characters only. */
	readonly topK?: number;
	/** Of these, only from the likeliest that have this share of the probability, from above 0 to 1. */
	readonly topP?: number;
	/** The same seed gives the same documents. Without it, that of the run. */
	readonly seed?: number;
};

/**
Makes documents up with the parameters as they are. A model trained on one long text ends no document before its length.

@throws ConfigError for options that are not allowed.
*/
export function sampleDocuments(engine: Engine, tokenizer: Tokenizer, config: RunConfig, options: SampleOptions = {}): string[] {
	const {
		count = 1, prefix = '', length = engine.model.blockSize, temperature = config.samples.temperature, topK, topP, seed = config.seed,
	} = options;
	const isCount = (value: number) => Number.isSafeInteger(value) && value >= 1;
	checkSetting('count', count, count === 0 || isCount(count), 'a whole number from 0');
	checkSetting('length', length, isCount(length), 'a whole number from 1');
	checkSetting('temperature', temperature, temperature >= 0 && Number.isFinite(temperature), 'a number from 0');
	checkSetting('topK', topK, topK === undefined || isCount(topK), 'a whole number from 1');
	checkSetting('topP', topP, topP === undefined || (topP > 0 && topP <= 1), 'a number above 0 and up to 1');
	checkPrefix(prefix, tokenizer, 'prefix');
	const random = createRandom(config.random, seed);
	const style = {
		prefix, length, temperature, topK, topP, isEndless: config.dataset.documents === 'stream',
	};
	return Array.from({length: count}, () => sampleDocument(engine, tokenizer, style, random));
}

/**
Refuses a beginning that the model cannot read.

@param name - What the prefix is called where it was said.
@throws ConfigError which names the characters that it does not know.
*/
export function checkPrefix(prefix: string, tokenizer: Tokenizer, name: string): void {
	const unknown = [...new Set(prefix)].filter(character => tokenizer.encodeKnown(character).length === 0);
	if (unknown.length === 0) {
		return;
	}

	const {vocabulary} = tokenizer;
	const known = `${vocabulary.slice(0, mostCharactersTold).join('')}${vocabulary.length > mostCharactersTold ? '…' : ''}`;
	throw new ConfigError(`Expected ${name} in characters that the model knows, got ${unknown.map(character => `“${character}”`).join(', ')}. Choose from “${known}”.`);
}
