import {describe, expect, it} from 'vitest';
import {presets, settingsOfPreset} from '../../source/settings/presets.js';
import {isWithin} from '../../source/settings/ranges.js';
import {
	fieldOf,
	flagOf,
	objectionTo,
	optionNames,
	pickPart,
	settingNames,
	settingOf,
	withDefaults,
} from '../../source/settings/setting-values.js';

const twice = (words: readonly string[]) => words.filter((word, index) => words.indexOf(word) < index);

describe('the table of settings', () => {
	it('has each under names of its own', () => {
		expect(twice(settingNames.map(name => `${settingOf(name).part} ${fieldOf(name)}`))).toEqual([]);
		expect(twice(optionNames.map(name => flagOf(name)))).toEqual([]);
		expect(twice(settingNames.flatMap(name => settingOf(name).label ?? []))).toEqual([]);
		expect(twice(settingNames.flatMap(name => settingOf(name).figure ?? []))).toEqual([]);
	});

	it('says of each in one way what it can be, and explains what may be typed', () => {
		for (const name of settingNames) {
			const {
				range, typed, choices, isSwitch, isAblations, isPath,
			} = settingOf(name);
			expect([name, [range ?? typed, choices, isSwitch, isAblations, isPath].filter(kind => kind !== undefined).length]).toEqual([name, 1]);
		}

		expect(optionNames.filter(name => settingOf(name).help === undefined && !settingOf(name).isSwitch)).toEqual([]);
	});

	it('has a default for all that came later, for runs that do not say it', () => {
		expect(settingNames.filter(name => settingOf(name).isLater && settingOf(name).default === undefined)).toEqual([]);
	});

	it.each(presets)('has defaults that are allowed, with $name', preset => {
		const values = withDefaults(settingsOfPreset(preset));
		for (const name of settingNames) {
			expect([name, objectionTo(name, values[name])]).toEqual([name, undefined]);
			const {typed} = settingOf(name);
			expect(typed === undefined || values[name] === undefined || isWithin(typed, values[name] as number)).toBe(true);
		}
	});
});

describe('the values of settings', () => {
	it('are those that are said, and else the defaults, some of which follow from others', () => {
		expect(withDefaults({steps: 50, warmup: 0, samples: 0})).toMatchObject({
			steps: 50, evalEvery: 10, warmup: 0, samples: 0, documents: 'lines',
		});
		expect(withDefaults({data: 'poems.txt'})).toMatchObject({documents: 'auto', evalEvery: 100});
	});

	it('are called in each part as the configuration calls them, and left out while they are open', () => {
		expect(pickPart('samples', withDefaults({samples: 3}))).toStrictEqual({count: 3, temperature: 0.5});
		expect(pickPart('dataset', withDefaults({}))).toStrictEqual({documents: 'lines', validationShare: 0});
		expect(pickPart('dataset', withDefaults({data: 'poems.txt'}))).toStrictEqual({
			path: 'poems.txt', documents: 'auto', windows: 'random', validationShare: 0,
		});
	});

	it('are objected to in the words of the range', () => {
		expect(objectionTo('batchSize', 0)).toBe('a whole number from 1');
		expect(objectionTo('beta1', '0.5')).toBe('a number from 0 to below 1');
		expect(objectionTo('schedule', 'steep')).toBe('one of linear, cosine, constant');
		expect(objectionTo('documents', 'auto')).toBeUndefined();
		expect(objectionTo('initFrom', 'weights.safetensors')).toBeUndefined();
	});
});
