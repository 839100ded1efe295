import {describe, expect, it} from 'vitest';
import {CharTokenizer} from '../../source/data/char-tokenizer.js';
import {compareVowels, contrastOf, weighVowels} from '../../source/inspection/vowels.js';
import {chapter7, microgpt} from '../../source/settings/presets.js';
import {openRun} from '../../source/run/open-run.js';
import {createRunConfig} from '../../source/settings/run-config.js';
import {fakeEngine} from '../helpers/fake-engine.js';

/** An engine with these embeddings, by letter. */
function engineWith(embeddings: Readonly<Record<string, readonly number[]>>) {
	const tokenizer = new CharTokenizer(Object.keys(embeddings));
	const rows = [...tokenizer.vocabulary.map(letter => embeddings[letter]), [0, 0]];
	const data = Float64Array.from(rows.flat());
	return {
		tokenizer, engine: {
			...fakeEngine(), parameters: {
				data, matrices: [{
					key: 'wte', rows: rows.length, columns: 2, data,
				}],
			},
		} as const,
	};
}

const angle = (degrees: number) => [Math.cos(degrees * Math.PI / 180), Math.sin(degrees * Math.PI / 180)];
const consonants = [...'bcdfghjklmnpqrstvwxyz'];

describe('what is said of the vowels', () => {
	it('is how alike they are among themselves and with consonants', () => {
		const {engine, tokenizer} = engineWith({
			a: [1, 0], e: [3, 0], i: [0.5, 0], o: [0, 1], u: [0, 2], x: [-1, 0], '!': [9, 9],
		});
		// Pairs: a e i three times 1, o u once 1, across six times 0; with x, three times -1 and twice 0.
		const {among, withConsonants} = compareVowels(engine, tokenizer)!;
		expect(among).toBeCloseTo(0.4, 12);
		expect(withConsonants).toBeCloseTo(-0.6, 12);
	});

	it('is nothing where some of them, or all consonants, are missing', () => {
		const letters = {
			a: [1, 0], e: [1, 0], i: [1, 0], o: [1, 0], u: [1, 0], b: [1, 0],
		};
		const {u, ...four} = letters;
		const {b, ...five} = letters;
		expect([four, five].map(some => {
			const {engine, tokenizer} = engineWith(some);
			return compareVowels(engine, tokenizer) ?? weighVowels(engine, tokenizer, undefined);
		})).toEqual([undefined, undefined]);
	});

	it('comes with the share of all groups of five letters that stand out as much', () => {
		const apart = engineWith(Object.fromEntries([...[...'aeiou'].map(vowel => [vowel, angle(0)]), ...consonants.map(letter => [letter, angle(180)])] as Array<[string, number[]]>));
		// The vowels themselves are the only such group of 65,780.
		expect(weighVowels(apart.engine, apart.tokenizer, undefined)).toEqual({
			among: 1, withConsonants: -1, initial: undefined, chance: 1 / 65_780,
		});
		const alike = engineWith(Object.fromEntries([...'aeiou', ...consonants].map(letter => [letter, angle(30)])));
		expect(weighVowels(alike.engine, alike.tokenizer, undefined)!.chance).toBe(1);
	});

	it.each([chapter7, microgpt])('of a $name that has learnt nothing is no more than chance, and of one that has learnt it is', async preset => {
		let rare = 0;
		for (let seed = 1; seed <= 12; seed++) {
			const run = await openRun(createRunConfig(preset, {seed, steps: 300, samples: 0}), 'test');
			const before = (await run.ask(['compareEmbeddings']))!.vowels!;
			expect(before).toMatchObject(before.initial!);
			rare += before.chance <= 0.001 ? 1 : 0;
			if (seed <= 2) {
				for await (const event of run.events) {
					expect(event.type).not.toBe('warning');
				}

				const after = (await run.ask(['compareEmbeddings']))!.vowels!;
				expect(after.initial).toEqual(before.initial);
				expect(after.chance).toBeLessThanOrEqual(0.001);
				expect(contrastOf(after) - contrastOf(before)).toBeGreaterThan(0.5);
			}

			await run.close();
		}

		expect(rare).toBe(0);
	}, 60_000);
});
