import {describe, expect, it} from 'vitest';
import {
	differencesFrom,
	type ForkOption,
	forkOptionsOf,
	withSettings,
} from '../../source/settings/fork-options.js';
import {chapter7, microgpt} from '../../source/settings/presets.js';
import {checkRunConfig, createRunConfig, type RunConfig} from '../../source/settings/run-config.js';

const base = createRunConfig(microgpt);

const optionOf = (config: RunConfig, label: string): ForkOption => forkOptionsOf(config).find(option => option.label === label)!;

/** All configurations that a key leads through, from the one that there is to the end. */
function walk(config: RunConfig, label: string, direction: 1 | -1): RunConfig[] {
	const next = optionOf(config, label).moved(config, direction);
	return next ? [next, ...walk(next, label, direction)] : [];
}

describe('what can be changed in a fork', () => {
	it('leads through allowed values and back to what it was', () => {
		const options = forkOptionsOf(base);
		expect(options.length).toBeGreaterThan(10);
		for (const {label} of options) {
			// Each leads somewhere, be it in one direction.
			expect([...walk(base, label, 1), ...walk(base, label, -1)], label).not.toEqual([]);
			for (const direction of [1, -1] as const) {
				const walked = walk(base, label, direction);
				for (const config of walked) {
					expect(() => {
						checkRunConfig(config);
					}).not.toThrow();
				}

				const end = walked.at(-1) ?? base;
				expect([end, ...walk(end, label, direction === 1 ? -1 : 1)].map(config => optionOf(base, label).valueIn(config))).toContain(optionOf(base, label).valueIn(base));
			}
		}
	});

	it('says in what a fork differs, in a few words', () => {
		expect(differencesFrom(base, base)).toEqual([]);
		const once = optionOf(base, 'bias correction').moved(base, -1)!;
		expect(differencesFrom(base, once)).toEqual(['no bias correction']);
		const twice = optionOf(base, 'head 0.2').moved(once, -1)!;
		expect(differencesFrom(base, twice)).toEqual(['no bias correction', 'no head 0.2']);
		expect(twice.model.without).toEqual(['head:0.2']);
		// What is put back leaves no trace.
		expect(optionOf(base, 'head 0.2').moved(twice, 1)!.model).toEqual(base.model);
	});

	it('leads to dropout and back to a model that does not speak of it', () => {
		const [least] = walk(base, 'dropout', 1);
		expect(least.model).toEqual({...base.model, dropout: 0.05});
		expect(differencesFrom(base, least)).toEqual(['dropout 0.05']);
		expect(differencesFrom(least, base)).toEqual(['no dropout']);
		expect(walk(least, 'dropout', -1)).toEqual([base]);
		expect(forkOptionsOf(createRunConfig(chapter7)).map(({label}) => label)).not.toContain('dropout');
	});

	it('gives another optimiser its usual learning rate, unless another one was chosen', () => {
		const [rmsprop, momentum, sgd] = walk(base, 'optimizer', 1);
		expect([rmsprop, momentum, sgd].map(({training: {optimizer, learningRate}}) => [optimizer, learningRate])).toEqual([['rmsprop', 0.01], ['momentum', 0.3], ['sgd', 0.3]]);
		const chosen = withSettings(base, {learningRate: 0.02});
		expect(walk(chosen, 'optimizer', 1).at(-1)!.training).toMatchObject({optimizer: 'sgd', learningRate: 0.02});
	});

	it('leaves alone what the optimiser does not use', () => {
		const [sgd] = walk(base, 'optimizer', 1).slice(-1);
		expect(differencesFrom(base, sgd)).toEqual(['rate 0.3', 'SGD']);
		expect(differencesFrom(sgd, withSettings(sgd, {optimizer: 'adam', learningRate: 0.01, beta1: 0.9}))).toEqual(['rate 0.01', 'Adam', 'beta 1 0.9']);
		expect(optionOf(base, 'beta 2').valueIn(sgd)).toBe('-');
		expect(optionOf(base, 'beta 2').moved(sgd, 1)).toBeUndefined();
	});

	it('is of a bigram only what that has', () => {
		const labels = forkOptionsOf(createRunConfig(chapter7)).map(({label}) => label);
		expect(labels).toContain('positions');
		expect(labels).not.toContain('residual');
	});

	it('keeps a value between the usual ones among them', () => {
		const odd = withSettings(base, {learningRate: 0.0123});
		expect(optionOf(odd, 'learning rate').moved(odd, 1)!.training.learningRate).toBe(0.02);
		const lower = optionOf(odd, 'learning rate').moved(odd, -1)!;
		expect(lower.training.learningRate).toBe(0.01);
		expect(optionOf(odd, 'learning rate').moved(lower, 1)!.training.learningRate).toBe(0.0123);
	});
});
