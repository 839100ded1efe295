import {addedCount} from '../data/baselines.js';
import {type Documents, tokensOf} from '../data/documents.js';
import {GramCounts} from '../data/gram-counts.js';
import {type QuietPieces} from '../training/pieces.js';
import {type Tokenizer} from '../data/tokenizer.js';
import {type Letter, type PositionTrace, traceLearnt} from './document-trace.js';
import {type InspectionSource} from './inspection-source.js';

/** A document for somebody to guess letter by letter, and what models make of each letter. */
export type GuessingRound = {
	/** Whether the model has never learnt from it. */
	readonly isHeldOut: boolean;
	/** The step after which the model read it. */
	readonly step: number;
	/** The letter with which it begins, where that is not to be guessed: a window of a text begins anywhere. */
	readonly given: Letter;
	readonly positions: readonly GuessedPosition[];
};

export type GuessedPosition = {
	/** The one to guess; undefined is the end of the document. */
	readonly letter: Letter;
	/** How much it surprises the model: −ln of its probability, in nats. */
	readonly model: number;
	/** The same of the table of pairs that is the baseline bigram. */
	readonly bigram: number;
	/** The letters that the model expected most, the likeliest first. */
	readonly likeliest: PositionTrace['likeliest'];
};

/** Documents come in an order without pattern that is the same each time: multiples of the golden section, around the end. */
const goldenSection = 0.6180339887498949;

/** Gives documents to guess, with the model as it is: a function of which round it is, from 0. */
export function createGuessing(source: InspectionSource): (round: number) => QuietPieces<GuessingRound> {
	const {engine, tokenizer, validationDocuments, progress} = source;
	const counted = source.counted ?? source.trainingDocuments;
	const isHeldOut = validationDocuments.length > 0;
	const documents = isHeldOut ? validationDocuments : counted;
	const most = engine.model.blockSize + 1;
	let pairs: GramCounts | undefined;
	return function * (round) {
		pairs ??= yield * countPairs(counted, tokenizer, most);
		const place = Math.floor(((round + 1) * goldenSection % 1) * documents.length);
		const tokens = tokensOf(documents, place, tokenizer, most);
		const {positions} = traceLearnt(engine, tokenizer, {text: documents.at(place)!, tokens});
		const table = pairs;
		return {
			isHeldOut,
			step: progress.step,
			given: positions[0].letter,
			positions: positions.map(({next, surprise, likeliest}, position) => {
				const [read, follows] = [tokens[position], tokens[position + 1]];
				return {
					letter: next.letter,
					model: surprise,
					// As the baseline: of what is counted itself, every pair has been seen.
					bigram: table.lossOf(table.find(read, follows), read, isHeldOut ? addedCount : 0),
					likeliest,
				};
			}),
		};
	};
}

/** How often each token follows each other one in some documents, as far as the model sees them: the contexts are the tokens. */
function * countPairs(documents: Documents, tokenizer: Tokenizer, most: number): QuietPieces<GramCounts> {
	const pairs = new GramCounts(tokenizer.vocabSize);
	for (let index = 0; index < documents.length; index++) {
		const tokens = tokensOf(documents, index, tokenizer, most);
		for (let position = 1; position < tokens.length; position++) {
			pairs.count(tokens[position - 1], tokens[position]);
		}

		yield;
	}

	return pairs;
}
