/**
Turns text into token ids, and back. Whoever trains, samples or inspects knows no more of tokens than this.

A tokenizer knows nothing of models or block sizes.
*/
export type Tokenizer = {
	/** What each token is called, in the order of their ids, without `bos`, which comes last: its text. */
	readonly vocabulary: readonly string[];
	/** The number of tokens, `bos` among them. */
	readonly vocabSize: number;
	/** The id of the token for the beginning and the end of a document. */
	readonly bos: number;
	/** Whether it stands at both ends of a document: not where documents are pieces out of the middle of a text. */
	readonly hasEnds: boolean;
	/** The id of the token after which a text begins that is made up: `bos`, where that stands at the ends of documents. */
	readonly start: number;

	/**
	The token ids of a document: `[bos, t1 … tn, bos]`, or without ends `[t1 … tn]`.

	@param most - Stops after so many tokens.
	@throws DatasetError for text of which there are no tokens.
	*/
	encode: (text: string, most?: number) => number[];

	/** The token ids of as much of a text as there are tokens of; the rest is left out. Without any `bos`. */
	encodeKnown: (text: string) => number[];

	/** The text of token ids; `bos` has none. */
	decode: (tokens: Iterable<number>) => string;
};

/** The token ids of a text, without any `bos`; undefined if there are none of some of it. */
export function encodeWhole(tokenizer: Tokenizer, text: string): number[] | undefined {
	const tokens = tokenizer.encodeKnown(text);
	return tokenizer.decode(tokens) === text ? tokens : undefined;
}

/** The token ids of a text that begins where it begins, and not in the middle of another: after `start`. */
export function encodeFromStart(tokenizer: Tokenizer, text: string, most: number): number[] {
	return tokenizer.hasEnds ? tokenizer.encode(text, most) : [tokenizer.start, ...tokenizer.encode(text, most - 1)];
}
