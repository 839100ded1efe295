import {type RandomSource} from '../random/random-source.js';

/** How the next token is taken from what the model expects. */
export type TokenChoice = {
	/** 0: the likeliest, without a draw; below 1 the likely gets likelier, above 1 everything evens out. */
	readonly temperature: number;
	/** How many of the likeliest may come at most; without it, all. */
	readonly topK?: number | undefined;
	/** Of these, only the likeliest that have this share of their probability together, from above 0 to 1; without it, all. */
	readonly topP?: number | undefined;
};

/**
Chooses the next token.

@param logits - Of every token.
@param random - Of which one draw is taken, but at temperature 0 none.
@param banned - A token that never comes.
*/
export function chooseToken(logits: ArrayLike<number>, {temperature, topK, topP}: TokenChoice, random: RandomSource, banned?: number): number {
	const tokens = Array.from(logits, (_, token) => token).filter(token => token !== banned);
	if (temperature === 0) {
		return tokens.reduce((best, token) => logits[token] > logits[best] ? token : best);
	}

	const probabilities = softmax(tokens.map(token => logits[token] / temperature));
	const places = likelyPlaces(probabilities, {topK, topP});
	// What cannot come is left out and does not only weigh nothing: a draw of 0 may fall on a weight of 0.
	return tokens[places[random.choose(places.map(place => probabilities[place]))]];
}

/**
Where the likeliest of some probabilities are, in their order; of those that are as likely, the first.

@returns at least one place.
*/
export function likelyPlaces(probabilities: readonly number[], {topK = Infinity, topP = 1}: Pick<TokenChoice, 'topK' | 'topP'>): number[] {
	const places = [...probabilities.keys()];
	if (topK >= places.length && topP >= 1) {
		return places;
	}

	const likeliest = places.toSorted((a, b) => probabilities[b] - probabilities[a]).slice(0, topK);
	const count = countShare(likeliest.map(place => probabilities[place]), topP);
	return likeliest.slice(0, count).toSorted((a, b) => a - b);
}

/** How many of the first probabilities make up a share of all of them. */
function countShare(probabilities: readonly number[], share: number): number {
	const wanted = share * probabilities.reduce((sum, probability) => sum + probability);
	let sum = 0;
	const last = probabilities.findIndex(probability => {
		sum += probability;
		return sum >= wanted;
	});
	// The whole is reached before the end where what follows is too small to count; it belongs to it all the same.
	return share >= 1 || last === -1 ? probabilities.length : last + 1;
}

/** Probabilities from logits. */
export function softmax(logits: readonly number[]): number[] {
	const largest = Math.max(...logits);
	const exponentials = logits.map(logit => Math.exp(logit - largest));
	const total = exponentials.reduce((sum, exponential) => sum + exponential);
	return exponentials.map(exponential => exponential / total);
}
