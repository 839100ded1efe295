import {expect, it} from 'vitest';
import {chapter7, microgpt} from '../../source/settings/presets.js';
import {differingSettings, settingsOf} from '../../source/report/run-settings.js';
import {createRunConfig, type RunOptions} from '../../source/settings/run-config.js';
import {exampleRuns} from '../helpers/example-runs.js';

const [{info}] = exampleRuns(1);

it('finds the settings in which runs differ, and no other', () => {
	const infos = [
		{...info, config: createRunConfig(chapter7)},
		{...info, config: createRunConfig(chapter7, {learningRate: 0.02, seed: 7})},
		{...info, config: createRunConfig(chapter7, {learningRate: 0.02}), dataset: {...info.dataset, sha256: 'f'.repeat(64)}},
	];
	expect(differingSettings(infos)).toEqual([
		{name: 'text', values: ['00000000', '00000000', 'ffffffff']},
		{name: 'seed', values: ['42', '7', '42']},
		{name: 'learning rate', values: ['0.01', '0.02', '0.02']},
	]);
	expect(differingSettings([infos[0], infos[0]])).toEqual([]);
	expect(differingSettings([])).toEqual([]);
});

it('has each setting of a run under a name of its own', () => {
	const names = settingsOf({...info, config: createRunConfig(microgpt, {validationShare: 0.1, gradClip: 1})}).map(([name]) => name);
	expect(new Set(names).size).toBe(names.length);
	// Layers and heads are of no model of pairs, measures of no run without held-out documents: these are dashes.
	const settings = settingsOf({...info, config: createRunConfig(chapter7)});
	expect(Object.fromEntries(settings)).toMatchObject({
		layers: '-', heads: '-', 'measured every': '-', 'measured on': '-', 'gradient clip': '-', 'begun with': '-',
	});
});

it('has a dash for what the optimiser of a run does not use', () => {
	const valuesOf = (options: RunOptions) => Object.fromEntries(settingsOf({...info, config: createRunConfig(chapter7, options)}));
	expect(valuesOf({})).toMatchObject({
		optimizer: 'adam', 'beta 1': '0.85', 'beta 2': '0.99', epsilon: '1e-8', 'bias correction': 'on',
	});
	expect(valuesOf({hasBiasCorrection: false, optimizer: 'momentum'})).toMatchObject({
		optimizer: 'momentum', 'learning rate': '0.3', 'beta 1': '0.85', 'beta 2': '-', epsilon: '-', 'bias correction': 'off',
	});
	expect(valuesOf({optimizer: 'sgd'})).toMatchObject({
		optimizer: 'sgd', 'learning rate': '0.3', 'beta 1': '-', 'beta 2': '-', epsilon: '-', 'bias correction': '-',
	});
});

it('names what is taken out of the model', () => {
	const without = (options: RunOptions) => Object.fromEntries(settingsOf({...info, config: createRunConfig(microgpt, options)})).without;
	expect([without({}), without({without: ['norm', 'head:0.2']})]).toEqual(['-', 'norm, head:0.2']);
});
