import {CheckpointError, ConfigError} from '../errors.js';
import {areWholeNumbers, type RandomState, type ResumableRandom} from './random-source.js';
import {runningSums} from './running-sums.js';

const stateLength = 624;
const shiftLength = 397;
const wordSize = 2 ** 32;

/**
CPython's seeded `random.Random`: the Mersenne Twister MT19937, with the draws that microgpt.py
takes from it. (M. Matsumoto, T. Nishimura, 1998; CPython's Lib/random.py and _randommodule.c.)
*/
export class PythonRandom implements ResumableRandom {
	readonly #state = new Uint32Array(stateLength);
	#position = stateLength;
	/** Box and Muller's method makes normal variates in pairs; CPython keeps the second one. */
	#keptVariate: number | undefined;

	/**
	`random.seed(seed)`.

	@param seed - A whole number; its sign does not matter, as in CPython.
	@throws ConfigError for a number that is not whole or too large to be exact.
	*/
	constructor(seed: number) {
		if (!Number.isSafeInteger(seed)) {
			throw new ConfigError(`Expected a seed that is a whole number up to ${Number.MAX_SAFE_INTEGER}, got ${seed}.`);
		}

		const magnitude = Math.abs(seed);
		const high = Math.floor(magnitude / wordSize);
		this.#seedByArray(high === 0 ? [magnitude] : [magnitude % wordSize, high]);
	}

	/** `random.random()`: 53 random bits as a number from 0 up to but without 1. */
	random(): number {
		const high = this.#nextWord() >>> 5;
		const low = this.#nextWord() >>> 6;
		return ((high * 67_108_864) + low) / 9_007_199_254_740_992;
	}

	/** `random.shuffle`: Fisher and Yates's, from the end, on a copy. */
	shuffle<Item>(items: readonly Item[]): Item[] {
		return Array.from(this.permutation(items.length), place => items[place]);
	}

	permutation(count: number): Uint32Array {
		const places = new Uint32Array(count);
		for (let place = 0; place < count; place++) {
			places[place] = place;
		}

		for (let last = count - 1; last > 0; last--) {
			const other = this.#below(last + 1);
			const place = places[last];
			places[last] = places[other];
			places[other] = place;
		}

		return places;
	}

	/** `random.gauss`: variates come in pairs, the second one is kept for the next call. */
	gauss(mean: number, standardDeviation: number): number {
		const kept = this.#keptVariate;
		if (kept !== undefined) {
			this.#keptVariate = undefined;
			return mean + (kept * standardDeviation);
		}

		const angle = this.random() * 2 * Math.PI;
		const radius = Math.sqrt(-2 * Math.log(1 - this.random()));
		this.#keptVariate = Math.sin(angle) * radius;
		return mean + (Math.cos(angle) * radius * standardDeviation);
	}

	/** `random.choices(range(len(weights)), weights=weights)[0]`: the first place whose running sum is above the draw. */
	choose(weights: ArrayLike<number>): number {
		const sums = runningSums(weights);
		const draw = this.random() * sums.at(-1)!;
		const index = sums.findIndex(sum => draw < sum);
		return index === -1 ? sums.length - 1 : index;
	}

	/** As `random.getstate()`: the words and the place in them; then the variate that is kept, if one is. */
	get state(): RandomState {
		return [...this.#state, this.#position, ...(this.#keptVariate === undefined ? [] : [this.#keptVariate])];
	}

	restore(state: RandomState): void {
		const words = state.slice(0, stateLength);
		const [position, keptVariate, ...rest] = state.slice(stateLength);
		const isKeptSound = keptVariate === undefined || Number.isFinite(keptVariate);
		if (rest.length > 0 || !areWholeNumbers(words, stateLength, [0, wordSize - 1]) || !areWholeNumbers([position], 1, [0, stateLength]) || !isKeptSound) {
			throw new CheckpointError('Expected the state of a Mersenne Twister, got something else.');
		}

		this.#state.set(words);
		this.#position = position;
		this.#keptVariate = keptVariate;
	}

	fork(): PythonRandom {
		const twin = new PythonRandom(0);
		twin.restore(this.state);
		return twin;
	}

	/** `_randbelow`: draws of just enough bits until one is in range. */
	#below(limit: number): number {
		const bitCount = 32 - Math.clz32(limit);
		let value = limit;
		while (value >= limit) {
			value = this.#nextWord() >>> (32 - bitCount);
		}

		return value;
	}

	#nextWord(): number {
		if (this.#position === stateLength) {
			this.#twist();
			this.#position = 0;
		}

		let word = this.#state[this.#position++];
		word ^= word >>> 11;
		word ^= (word << 7) & 0x9D_2C_56_80;
		word ^= (word << 15) & 0xEF_C6_00_00;
		word ^= word >>> 18;
		return word >>> 0;
	}

	#twist() {
		const state = this.#state;
		for (let index = 0; index < stateLength; index++) {
			const next = state[(index + 1) % stateLength];
			const joined = (state[index] & 0x80_00_00_00) | (next & 0x7F_FF_FF_FF);
			const twisted = (joined >>> 1) ^ ((next & 1) === 0 ? 0 : 0x99_08_B0_DF);
			state[index] = state[(index + shiftLength) % stateLength] ^ twisted;
		}
	}

	/** `init_by_array` of the reference implementation. */
	#seedByArray(key: readonly number[]) {
		const state = this.#state;
		state[0] = 19_650_218;
		for (let index = 1; index < stateLength; index++) {
			state[index] = Math.imul(1_812_433_253, mixed(state[index - 1])) + index;
		}

		let index = 1;
		const advance = () => {
			index++;
			if (index !== stateLength) {
				return;
			}

			state[0] = state[stateLength - 1];
			index = 1;
		};

		for (let round = 0; round < stateLength; round++) {
			const place = round % key.length;
			state[index] = (state[index] ^ Math.imul(mixed(state[index - 1]), 1_664_525)) + key[place] + place;
			advance();
		}

		for (let round = 0; round < stateLength - 1; round++) {
			state[index] = (state[index] ^ Math.imul(mixed(state[index - 1]), 1_566_083_941)) - index;
			advance();
		}

		state[0] = 0x80_00_00_00;
	}
}

function mixed(word: number): number {
	return word ^ (word >>> 30);
}
