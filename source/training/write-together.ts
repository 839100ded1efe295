import {type Tokenizer} from '../data/tokenizer.js';
import {type Reader} from '../model/reader.js';
import {type RandomSource, type ResumableRandom} from '../random/random-source.js';
import {chooseToken} from './choose-token.js';
import {ContextWindow, type NextReading} from './context-window.js';
import {givenTokens, type WritingStyle} from './sample.js';

/** What documents are made up with side by side. */
export type ReadingWriter = {readonly reader: Reader; readonly tokenizer: Tokenizer};

/** A character of one of the documents, which count from 0; without one, that document is done. */
export type WrittenCharacter = {readonly document: number; readonly character?: string};

/** A document that is being made up. */
type Draft = {
	/** Its place among them all, and its place in the reader. */
	readonly ordinal: number;
	readonly document: number;
	readonly random: RandomSource;
	readonly window: ContextWindow;
	/** How many tokens are still to come, at most. */
	left: number;
	/** What the model has to read before the next. */
	next: NextReading;
};

/**
Makes documents up side by side: the next characters of all of them in one pass of the model. Each is to the last letter what
`writeDocument` makes up with the same draws.

@param draws - Of each document, the stream that its tokens are drawn from. As many are under way at a time as the reader has
room for; when one is done, the next begins.
@yields Their characters as they come, those of the prefix first.
*/
export function * writeTogether({reader, tokenizer}: ReadingWriter, style: WritingStyle, draws: Iterable<RandomSource>): Generator<WrittenCharacter, void, undefined> {
	const {bos, hasEnds, start} = tokenizer;
	const {blockSize} = reader.model;
	const given = givenTokens({engine: reader, tokenizer}, style);
	const {length = blockSize - given.length, isEndless = !hasEnds} = style;
	// Of the beginning, no more is read than the model sees when it comes to the end.
	const read = given.slice(Math.max(0, given.length - blockSize + 1));
	const waiting = draws[Symbol.iterator]();
	let count = 0;
	const begin = (document: number): Draft | undefined => {
		const next = waiting.next();
		if (next.done) {
			return undefined;
		}

		const random = next.value;

		const window = new ContextWindow(blockSize, tokenizer);
		for (const token of [start, ...read]) {
			window.add(token);
		}

		return {
			ordinal: count++, document, random, window, left: length, next: {isFresh: true, tokens: window.tokens},
		};
	};

	const drafts: Draft[] = [];
	const fill = function * (document: number): Generator<WrittenCharacter, void, undefined> {
		for (let draft = begin(document); draft; draft = begin(document)) {
			const {ordinal} = draft;
			yield * given.map(token => ({document: ordinal, character: tokenizer.decode([token])}));
			if (length > 0) {
				drafts.push(draft);
				return;
			}

			// A beginning that fills the context is all there is.
			yield {document: ordinal};
		}
	};

	for (let document = 0; document < reader.documentCount; document++) {
		yield * fill(document);
	}

	while (drafts.length > 0) {
		const logits = readNext(reader, drafts);
		const chosen = drafts.map(({random}, index) => chooseToken(logits[index], style, random, isEndless ? bos : undefined));
		for (const [index, draft] of drafts.splice(0).entries()) {
			const token = chosen[index];
			draft.left--;
			if (token !== bos) {
				yield {document: draft.ordinal, character: tokenizer.decode([token])};
			}

			if (token === bos || draft.left === 0) {
				yield {document: draft.ordinal};
				yield * fill(draft.document);
			} else {
				draft.next = draft.window.add(token);
				drafts.push(draft);
			}
		}
	}
}

/** The logits of the next token of each. */
function readNext(reader: Reader, drafts: readonly Draft[]): Array<ArrayLike<number>> {
	const readings = drafts.flatMap(({document, next: {isFresh, tokens}}) => {
		if (isFresh) {
			reader.restart(document);
		}

		return tokens.map(token => ({document, token}));
	});
	const logits = reader.read(readings);
	let end = 0;
	return drafts.map(({next: {tokens}}) => {
		end += tokens.length;
		return logits[end - 1];
	});
}

/**
The texts of documents that are made up side by side, one after the other.

@yields What comes next of the first that is not done, and without text where a document ends: as it comes for that one, and
what has come meanwhile of the others when it is their turn.
*/
export function * inOrder(characters: Iterable<WrittenCharacter>): Generator<string | undefined, void, undefined> {
	const waiting = new Map<number, {text: string; isDone: boolean}>();
	let current = 0;
	for (const {document, character} of characters) {
		if (document !== current) {
			const {text, isDone} = waiting.get(document) ?? {text: '', isDone: false};
			waiting.set(document, {text: text + (character ?? ''), isDone: isDone || character === undefined});
			continue;
		}

		yield character;
		for (let isDone = character === undefined; isDone;) {
			const next = waiting.get(++current);
			waiting.delete(current);
			if (next !== undefined && next.text !== '') {
				yield next.text;
			}

			isDone = next?.isDone ?? false;
			if (isDone) {
				yield undefined;
			}
		}
	}
}

/**
The draws of documents that all take the same number of them, one after the other from one stream: so they can be made up side by
side, and are what they would be one by one.

@param each - How many draws a document takes.
@param count - How many documents there are.
@yields The draws of each.
*/
export function * drawsInTurn(random: ResumableRandom, each: number, count: number): Generator<RandomSource, void, undefined> {
	for (let document = 0; document < count; document++) {
		yield random.fork();
		for (let draw = 0; draw < each; draw++) {
			random.choose([1]);
		}
	}
}

/**
The draws of documents that are made up one by one, from one stream.

@yields That stream, for each.
*/
export function * always(random: RandomSource, count = Infinity): Generator<RandomSource, void, undefined> {
	for (let document = 0; document < count; document++) {
		yield random;
	}
}
