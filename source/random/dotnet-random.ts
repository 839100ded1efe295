import {CheckpointError, ConfigError} from '../errors.js';
import {areWholeNumbers, type RandomState, type ResumableRandom} from './random-source.js';
import {runningSums} from './running-sums.js';
import {sortedPlaces} from './sorted-places.js';

const largestInt32 = 2_147_483_647;
const smallestInt32 = -2_147_483_648;
const stateLength = 55;
const lag = 21;
const seedConstant = 161_803_398;

/**
.NET's seeded `System.Random`: Knuth's subtractive generator, with the draws that the C# course
builds on it. (Source: dotnet/runtime documents the seeded algorithm as fixed for compatibility;
D. Knuth, The Art of Computer Programming, volume 2, section 3.2.2.)
*/
export class DotnetRandom implements ResumableRandom {
	// Place 0 is unused, as in the original. An Int32Array wraps around as C#'s `int` does.
	readonly #state = new Int32Array(stateLength + 1);
	#position = 0;
	#laggedPosition = lag;

	/**
	Starts the stream of a seed.

	@param seed - A 32-bit signed integer.
	@throws ConfigError for any other seed: .NET has none.
	*/
	constructor(seed: number) {
		if (!Number.isSafeInteger(seed) || seed < smallestInt32 || seed > largestInt32) {
			throw new ConfigError(`Expected a seed that is a whole number from ${smallestInt32} to ${largestInt32}, got ${seed}.`);
		}

		this.#seed(seed);
	}

	/** `Random.Next()`: a whole number from 0 to 2³¹ − 2. */
	next(): number {
		const state = this.#state;
		this.#position = this.#position === stateLength ? 1 : this.#position + 1;
		this.#laggedPosition = this.#laggedPosition === stateLength ? 1 : this.#laggedPosition + 1;
		let value = state[this.#position] - state[this.#laggedPosition];
		if (value === largestInt32) {
			value--;
		}

		if (value < 0) {
			value += largestInt32;
		}

		state[this.#position] = value;
		return value;
	}

	/** `Random.NextDouble()`: a number from 0 up to but without 1. */
	nextDouble(): number {
		return this.next() * (1 / largestInt32);
	}

	/** `items.OrderBy(_ => random.Next())`: one draw for each item in order, then a stable sort. */
	shuffle<Item>(items: readonly Item[]): Item[] {
		return Array.from(this.permutation(items.length), place => items[place]);
	}

	permutation(count: number): Uint32Array {
		const draws = new Uint32Array(count);
		for (let place = 0; place < count; place++) {
			draws[place] = this.next();
		}

		return sortedPlaces(draws);
	}

	/** The course's Box–Muller transform: two draws for each value, the second variate is dropped. */
	gauss(mean: number, standardDeviation: number): number {
		// 1 − u lies in (0, 1], where the logarithm is finite.
		const radiusDraw = 1 - this.nextDouble();
		const angleDraw = 1 - this.nextDouble();
		return mean + (standardDeviation * Math.sqrt(-2 * Math.log(radiusDraw)) * Math.sin(2 * Math.PI * angleDraw));
	}

	/** The course's draw: the first index whose running sum reaches the share that was drawn. */
	choose(weights: ArrayLike<number>): number {
		const sums = runningSums(weights);
		const draw = this.nextDouble() * sums.at(-1)!;
		const index = sums.findIndex(sum => sum >= draw);
		return index === -1 ? sums.length - 1 : index;
	}

	/** The numbers of the table, then the two places in it. */
	get state(): RandomState {
		return [...this.#state, this.#position, this.#laggedPosition];
	}

	restore(state: RandomState): void {
		const table = state.slice(0, stateLength + 1);
		const positions = state.slice(stateLength + 1);
		if (!areWholeNumbers(table, stateLength + 1, [smallestInt32, largestInt32]) || !areWholeNumbers(positions, 2, [0, stateLength])) {
			throw new CheckpointError('Expected the state of a subtractive generator, got something else.');
		}

		this.#state.set(table);
		const [position, laggedPosition] = positions;
		this.#position = position;
		this.#laggedPosition = laggedPosition;
	}

	fork(): DotnetRandom {
		const twin = new DotnetRandom(0);
		twin.restore(this.state);
		return twin;
	}

	#seed(seed: number) {
		const state = this.#state;
		const magnitude = seed === smallestInt32 ? largestInt32 : Math.abs(seed);
		let previous = seedConstant - magnitude;
		let current = 1;
		state[stateLength] = previous;
		for (let index = 1; index < stateLength; index++) {
			const place = (lag * index) % stateLength;
			state[place] = current;
			current = previous - current;
			if (current < 0) {
				current += largestInt32;
			}

			previous = state[place];
		}

		for (let round = 0; round < 4; round++) {
			for (let index = 1; index <= stateLength; index++) {
				state[index] -= state[1 + ((index + 30) % stateLength)];
				if (state[index] < 0) {
					state[index] += largestInt32;
				}
			}
		}
	}
}
