import {encodeFromStart, type Tokenizer} from '../data/tokenizer.js';
import {type Engine, type Tokens} from '../model/engine.js';
import {type Internals} from '../model/internals.js';
import {softmax} from '../training/choose-token.js';

/** A character as one reads it; undefined stands for the end of a document, which is its beginning too. Windows of a text have neither. */
export type Letter = string | undefined;

/** A letter with the probability that the model gives it. */
export type Guess = {readonly letter: Letter; readonly probability: number};

/** What the model makes of one position of a document. */
export type PositionTrace = {
	/** The letter that it has read last. */
	readonly letter: Letter;
	/** The one that comes next, with the probability that it has at the temperature of the trace. */
	readonly next: Guess;
	/** −ln of its probability at temperature 1 in nats, also where that is too small for a number. */
	readonly surprise: number;
	/** The letters that it expects most, the likeliest first. */
	readonly likeliest: readonly Guess[];
};

/** What comes after the end of the block: some of its letters, and how many there are; 0 if it is only the end of the document. */
export type Unread = {readonly text: string; readonly count: number};

/** What the model makes of a document. */
export type DocumentTrace = {
	/** The step of which it is the document; left out of a text that somebody gives. */
	readonly step?: number;
	/** As much of it as the model predicts: not the letter with which a window of a text begins. */
	readonly text: string;
	/** The rest of it, for which the block has no room; left out where the model sees the end too. */
	readonly unread?: Unread;
	readonly positions: readonly PositionTrace[];
	/** What the logits were divided by for the probabilities; 0: the likeliest has all of it. */
	readonly temperature: number;
	/** The mean surprise over all positions, in nats. */
	readonly loss: number;
	readonly attention: Internals['attention'];
};

/** More would fit no line. */
const guessCount = 8;
/** More of a document that is cut off would fit no screen. */
const mostUnread = 40;

/**
Reads a document with the parameters as they are, from its beginning; of windows of a text, a text after whatever one begins with.

@param letters - Of the document, all of them known to the tokenizer.
@param temperature - Of the probabilities; the surprises are those at 1 all the same.
*/
export function traceDocument(engine: Engine, tokenizer: Tokenizer, letters: string, temperature = 1): DocumentTrace {
	const {blockSize} = engine.model;
	const tokens = encodeFromStart(tokenizer, letters, blockSize + 1);
	// Without ends, nothing comes after no letters: then it is the beginning itself that is predicted.
	const trace = traceTokens(engine, tokenizer, tokens.length === 1 ? [tokenizer.start, tokenizer.start] : tokens, temperature);
	const isCut = tokenizer.hasEnds ? tokens.at(-1) !== tokenizer.bos : tokens.length > blockSize;
	return {...trace, ...(isCut && {unread: unreadOf(letters.slice(trace.text.length))})};
}

/** Reads what a step has learnt from. A window of a text is read as it is: its first letter is given, and nothing of it is left unread. */
export function traceLearnt(engine: Engine, tokenizer: Tokenizer, document: {readonly text: string; readonly tokens: Tokens}, temperature = 1): DocumentTrace {
	return tokenizer.hasEnds ? traceDocument(engine, tokenizer, document.text, temperature) : traceTokens(engine, tokenizer, document.tokens, temperature);
}

function traceTokens(engine: Engine, tokenizer: Tokenizer, tokens: Tokens, temperature: number): DocumentTrace {
	const text = tokenizer.decode(tokens.slice(1));
	const letterOf = (token: number): Letter => tokenizer.vocabulary[token];
	const {logits, attention} = engine.inspect(tokens);
	const positions = logits.map((row, position): PositionTrace => {
		const probabilities = probabilitiesAt(temperature, row);
		const guess = (token: number): Guess => ({letter: letterOf(token), probability: probabilities[token]});
		const likeliest = [...probabilities.keys()].toSorted((a, b) => probabilities[b] - probabilities[a]).slice(0, guessCount);
		return {
			letter: letterOf(tokens[position]), next: guess(tokens[position + 1]), surprise: surpriseOf(row, tokens[position + 1]), likeliest: likeliest.map(token => guess(token)),
		};
	});
	const loss = positions.reduce((sum, {surprise}) => sum + surprise, 0) / positions.length;
	return {
		text, positions, temperature, loss, attention,
	};
}

function unreadOf(rest: string): Unread {
	const letters = [...rest];
	return {text: letters.slice(0, mostUnread).join(''), count: letters.length};
}

/** At 0 a draw would always give the likeliest, and the first of those that are as likely. */
function probabilitiesAt(temperature: number, logits: readonly number[]): number[] {
	if (temperature > 0) {
		return softmax(logits.map(logit => logit / temperature));
	}

	const likeliest = logits.indexOf(Math.max(...logits));
	return logits.map((_, token) => token === likeliest ? 1 : 0);
}

/** −ln of the probability of a token, also where that is too small for a number. */
export function surpriseOf(logits: readonly number[], token: number): number {
	const largest = Math.max(...logits);
	let total = 0;
	for (const logit of logits) {
		total += Math.exp(logit - largest);
	}

	return Math.log(total) - (logits[token] - largest);
}
