import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {ConfigError} from '../../source/errors.js';
import {PythonRandom} from '../../source/random/python-random.js';

// CPython 3.11, for each seed: random.seed(seed); three random.random(); items = list(range(12)),
// random.shuffle(items); three random.gauss(0, 1); six random.choices(range(4), weights=[1, 2, 3, 0.5])[0];
// one more random.random().
const sequences = [
	{
		seed: 42,
		uniforms: [0.6394267984578837, 0.025010755222666936, 0.27502931836911926],
		shuffled: [7, 10, 5, 6, 0, 11, 4, 9, 8, 1, 2, 3],
		gauss: [0.14759598253598957, 1.3494132396631502, -1.4706861717477382],
		choices: [2, 1, 1, 1, 2, 2],
		next: 0.15965931637689013,
	},
	{
		seed: 0,
		uniforms: [0.8444218515250481, 0.7579544029403025, 0.420571580830845],
		shuffled: [10, 0, 5, 1, 9, 2, 3, 11, 6, 7, 8, 4],
		gauss: [-0.33366798379566953, 1.6456717605826776, -0.5588897658482705],
		choices: [2, 3, 2, 2, 1, 2],
		next: 0.8988382879679935,
	},
	{
		seed: 1,
		uniforms: [0.13436424411240122, 0.8474337369372327, 0.763774618976614],
		shuffled: [2, 6, 11, 0, 10, 3, 5, 8, 9, 7, 1, 4],
		gauss: [0.7789004540144231, -0.6174787140933975, -1.3328249073196319],
		choices: [2, 1, 2, 2, 0, 1],
		next: 0.022322111021323865,
	},
	{
		seed: -5,
		uniforms: [0.6229016948897019, 0.7417869892607294, 0.7951935655656966],
		shuffled: [2, 3, 4, 5, 9, 1, 6, 7, 0, 8, 10, 11],
		gauss: [-0.7383269512797096, 0.14532433504702602, -1.2572075323652374],
		choices: [0, 1, 1, 2, 2, 1],
		next: 0.7971469914312045,
	},
	{
		seed: 2_147_483_647,
		uniforms: [0.3177580158172969, 0.8173550078299876, 0.1963472909507713],
		shuffled: [9, 2, 10, 7, 4, 6, 1, 3, 8, 0, 5, 11],
		gauss: [-1.8172506117343914, -0.7130316341464882, -0.5516111444063757],
		choices: [2, 2, 1, 2, 1, 1],
		next: 0.02047407465916895,
	},
	{
		seed: -2_147_483_648,
		uniforms: [0.3387958510019964, 0.5050619906087787, 0.8891460738572615],
		shuffled: [5, 4, 0, 3, 7, 6, 11, 8, 9, 1, 10, 2],
		gauss: [0.3922011760910294, 0.8272749870709691, 0.9617354263256561],
		choices: [2, 2, 2, 1, 2, 1],
		next: 0.8128679721285742,
	},
	{
		seed: 1_099_511_627_783,
		uniforms: [0.6137037779936511, 0.8149162973309487, 0.9450115087592873],
		shuffled: [0, 10, 1, 3, 8, 5, 11, 6, 2, 4, 7, 9],
		gauss: [0.6310170340536291, -0.730302443128424, 0.5952550262082688],
		choices: [2, 0, 2, 2, 2, 0],
		next: 0.07576808895819442,
	},
	{
		seed: 9_007_199_254_740_991,
		uniforms: [0.09425040007102303, 0.22287455761867403, 0.19135148760372034],
		shuffled: [4, 9, 5, 6, 11, 8, 3, 7, 0, 10, 1, 2],
		gauss: [0.9203899200357908, -0.458684328979751, -0.8864977428925183],
		choices: [2, 1, 1, 1, 2, 2],
		next: 0.7691008947001962,
	},
];

describe.each(sequences)('PythonRandom with seed $seed', ({seed, uniforms, shuffled, gauss, choices, next}) => {
	it('draws what CPython draws', () => {
		const random = new PythonRandom(seed);
		expect(uniforms.map(() => random.random())).toEqual(uniforms);
		expect(random.shuffle([...shuffled.keys()])).toEqual(shuffled);
		for (const expected of gauss) {
			// V8's sine and cosine differ from the C library's in the last bit of some numbers.
			expect(Math.abs(random.gauss(0, 1) - expected)).toBeLessThanOrEqual(1e-15);
		}

		expect(choices.map(() => random.choose([1, 2, 3, 0.5]))).toEqual(choices);
		expect(random.random()).toBe(next);
	});
});

describe('PythonRandom', () => {
	it.each([0.5, NaN, Infinity, 2 ** 53])('refuses the seed %d', seed => {
		expect(() => new PythonRandom(seed)).toThrow(ConfigError);
	});

	it('leaves what it shuffles as it was, and loses nothing', () => {
		const anyItems = fc.array(fc.integer());
		fc.assert(fc.property(fc.integer(), anyItems, (seed, items) => {
			const before = [...items];
			const shuffled = new PythonRandom(seed).shuffle(items);
			expect(items).toEqual(before);
			expect(shuffled.toSorted((a, b) => a - b)).toEqual(before.toSorted((a, b) => a - b));
		}));
	});

	it('never chooses what has no weight', () => {
		const random = new PythonRandom(3);
		const chosen = Array.from({length: 500}, () => random.choose([0, 1, 0, 2, 0]));
		expect(new Set(chosen)).toEqual(new Set([1, 3]));
	});
});
