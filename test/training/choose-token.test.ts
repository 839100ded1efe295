import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type RandomSource} from '../../source/random/random-source.js';
import {chooseToken, likelyPlaces} from '../../source/training/choose-token.js';

/** Takes the place that it is told, and notes the weights. */
function randomThatTakes(place: (count: number) => number, seen: number[][] = []): RandomSource {
	return {
		shuffle: items => [...items],
		permutation: count => Uint32Array.from({length: count}, (_, index) => index),
		gauss: () => 0,
		choose(weights) {
			seen.push(Array.from(weights, Number));
			return place(weights.length);
		},
	};
}

const neverAsked: RandomSource = randomThatTakes(() => {
	throw new Error('Nothing was to be drawn.');
});

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** Takes the largest again and again, and then gives back from the end what is not needed. */
function naivelyLikely(weights: readonly number[], topK: number, topP: number): number[] {
	const taken: number[] = [];
	while (taken.length < Math.min(topK, weights.length)) {
		let best: number | undefined;
		for (const [place, weight] of weights.entries()) {
			if (!taken.includes(place) && (best === undefined || weight > weights[best])) {
				best = place;
			}
		}

		taken.push(best!);
	}

	const weightOf = (places: readonly number[]) => sum(places.map(place => weights[place]));
	const wanted = weightOf(taken) * topP;
	if (topP < 1) {
		while (taken.length > 1 && weightOf(taken.slice(0, -1)) >= wanted) {
			taken.pop();
		}
	}

	return taken.toSorted((a, b) => a - b);
}

// Small whole numbers and eighths, so that no sum is rounded, whatever its order; many are equal.
const someWeights = fc.array(fc.integer({min: 0, max: 9}), {minLength: 1, maxLength: 30});
const someTopK = fc.integer({min: 1, max: 32});
const someTopP = fc.integer({min: 1, max: 8}).map(eighths => eighths / 8);
const someChance = fc.record({draw: fc.nat(), ban: fc.nat()});
// Far enough apart that those that differ have different probabilities.
const someLogits = fc.array(fc.integer({min: -60, max: 60}).map(halves => halves / 2), {minLength: 2, maxLength: 30});

describe('the likeliest places', () => {
	it('are those that a naive search finds', () => {
		fc.assert(fc.property(someWeights, someTopK, someTopP, (weights, topK, topP) => {
			expect(likelyPlaces(weights, {topK, topP})).toEqual(naivelyLikely(weights, topK, topP));
		}), {numRuns: 2000});
	});

	it('are all of them where nobody asks for fewer, also those that weigh nothing', () => {
		expect(likelyPlaces([0, 3, 0], {})).toEqual([0, 1, 2]);
		expect(likelyPlaces([0, 3, 0], {topK: 3, topP: 1})).toEqual([0, 1, 2]);
		expect(likelyPlaces([0, 3, 0, 1e-300], {topK: 3, topP: 1})).toEqual([0, 1, 3]);
	});

	it('are counted first, and then weighed among those that are left', () => {
		// Of 0.5 and 0.25, the first has two thirds; of all, it would be only a half.
		expect(likelyPlaces([0.25, 0.5, 0.125, 0.125], {topK: 2, topP: 0.6})).toEqual([1]);
		expect(likelyPlaces([0.25, 0.5, 0.125, 0.125], {topP: 0.6})).toEqual([0, 1]);
	});

	it('are one at least', () => {
		expect(likelyPlaces([0.2, 0.5, 0.3], {topK: 1, topP: 1e-9})).toEqual([1]);
		expect(likelyPlaces([NaN, NaN], {topP: 0.5})).not.toEqual([]);
	});
});

describe('the next token', () => {
	it('is one of the likeliest, whatever is drawn, and never the banned one', () => {
		fc.assert(fc.property(someLogits, someTopK, someTopP, someChance, (logits, topK, topP, {draw, ban}) => {
			const banned = ban % logits.length;
			const token = chooseToken(logits, {temperature: 1, topK, topP}, randomThatTakes(count => draw % count), banned);
			const likelier = logits.filter((logit, other) => other !== banned && (logit > logits[token] || (logit === logits[token] && other < token)));
			expect(token).not.toBe(banned);
			expect(likelier.length).toBeLessThan(topK);
			const exponential = (logit: number) => Math.exp(logit - 30);
			const ofTopK = logits.filter((_, other) => other !== banned).toSorted((a, b) => b - a).slice(0, topK);
			expect(topP === 1 || sum(likelier.map(logit => exponential(logit))) <= topP * sum(ofTopK.map(logit => exponential(logit))) * (1 + 1e-9)).toBe(true);
		}), {numRuns: 1000});
	});

	it('is drawn with the chances that all the likeliest have together', () => {
		const seen: number[][] = [];
		const logits = [Math.log(4), Math.log(1), Math.log(3), Math.log(2)];
		expect(chooseToken(logits, {temperature: 1, topK: 2}, randomThatTakes(() => 1, seen))).toBe(2);
		expect(seen[0]).toHaveLength(2);
		expect(seen[0][0] / seen[0][1]).toBeCloseTo(4 / 3, 12);
	});

	it('has its temperature before it is counted or weighed', () => {
		const logits = [Math.log(0.6), Math.log(0.4)];
		// At a temperature of a half these are 0.69 and 0.31.
		const seen: number[][] = [];
		chooseToken(logits, {temperature: 0.5, topP: 0.65}, randomThatTakes(() => 0, seen));
		chooseToken(logits, {temperature: 1, topP: 0.65}, randomThatTakes(() => 0, seen));
		expect(seen.map(({length}) => length)).toEqual([1, 2]);
	});

	it('is the likeliest at temperature 0, the first of equals, without a draw', () => {
		fc.assert(fc.property(someLogits, fc.option(someTopK, {nil: undefined}), (logits, topK) => {
			expect(chooseToken(logits, {temperature: 0, topK}, neverAsked)).toBe(logits.indexOf(Math.max(...logits)));
		}));
		expect(chooseToken([1, 5, 5, 9], {temperature: 0}, neverAsked, 3)).toBe(1);
	});

	it('can be found also where the banned one has all the probability', () => {
		const seen: number[][] = [];
		expect(chooseToken([0, 900, 1], {temperature: 0.001}, randomThatTakes(() => 1, seen), 1)).toBe(2);
		expect(sum(seen[0])).toBeCloseTo(1, 12);
	});
});
