/**
Counts groups of tokens of one length: each is a context, which is a group that is one token
shorter, and the token that follows it.

Groups have numbers, from 0 in the order in which they are met. A context is given by its number, so
that a key is at most their count times the vocabulary: exact for any vocabulary, where the tokens
themselves as the digits of a number would not be.
*/
export class GramCounts {
	readonly #vocabSize: number;
	readonly #ids = new Map<number, number>();
	/** By the numbers of the groups. */
	readonly #counts: number[] = [];
	/** By the numbers of the contexts. */
	readonly #contextCounts: number[] = [];

	constructor(vocabSize: number) {
		this.#vocabSize = vocabSize;
	}

	/** How many different groups there are. */
	get size(): number {
		return this.#counts.length;
	}

	/** The number of a group, also of one that is met for the first time. */
	idOf(context: number, token: number): number {
		const key = (context * this.#vocabSize) + token;
		let id = this.#ids.get(key);
		if (id === undefined) {
			id = this.#counts.length;
			this.#ids.set(key, id);
			this.#counts.push(0);
		}

		return id;
	}

	/** Counts a group, and returns its number. */
	count(context: number, token: number): number {
		const id = this.idOf(context, token);
		this.#counts[id]++;
		this.#contextCounts[context] = (this.#contextCounts[context] ?? 0) + 1;
		return id;
	}

	/** The number of a group; undefined if it was never met, or its context was not. */
	find(context: number | undefined, token: number): number | undefined {
		return context === undefined ? undefined : this.#ids.get((context * this.#vocabSize) + token);
	}

	/**
	How much the counts are surprised by a group, in nats.

	@param added - Added to the count of each group.
	*/
	lossOf(id: number | undefined, context: number | undefined, added: number): number {
		const count = id === undefined ? 0 : this.#counts[id];
		const contextCount = context === undefined ? 0 : this.#contextCounts[context] ?? 0;
		return -Math.log((count + added) / (contextCount + (added * this.#vocabSize)));
	}
}
