import {globSync, readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {spell} from '../../source/settings/setting-values.js';
import {isSwitchFlag, isValueFlag} from '../../source/command-line/flags.js';
import {CheckpointError, ConfigError, DatasetError} from '../../source/errors.js';
import {flagsOfOptions, inOptionNames, withOptionNames} from '../../source/settings/option-names.js';

describe('withOptionNames', () => {
	it.each([
		['Expected --n-embd to be a multiple of --n-head, got 30 and 4. Try --n-embd 32.', 'Expected nEmbd to be a multiple of nHead, got 30 and 4. Try nEmbd: 32.'],
		['Use another --val-split.', 'Use another validationShare.'],
		['Add --val-split 0.2, or --documents stream.', 'Add validationShare: 0.2, or documents: \'stream\'.'],
		['Lower --n-embd, or add --precision f32.', 'Lower nEmbd, or add precision: \'f32\'.'],
		['Expected --precision f64 with the scalar engine.', 'Expected precision: \'f64\' with the scalar engine.'],
		['Add --yes to read it all the same.', 'Add isLargeFileConfirmed: true to read it all the same.'],
		['Add --preset microgpt.', 'Add preset: \'microgpt\'.'],
		['Expected --init-from to name a file.', 'Expected initFrom to name a file.'],
		['Choose another folder with --runs-dir, or add --no-save.', 'Choose another folder with runsFolder, or leave it out.'],
		['Expected my--data.txt, got a folder – nothing more.', 'Expected my--data.txt, got a folder – nothing more.'],
	])('makes of %j the sentence %j', (sentence, expected) => {
		expect(withOptionNames(sentence)).toBe(expected);
	});
});

describe('inOptionNames', () => {
	it.each([ConfigError, DatasetError, CheckpointError])('keeps the class, and says it from the first line of the stack on: %o', Class => {
		const error = inOptionNames(new Class('Lower --n-layer.')) as Error;
		expect(error).toBeInstanceOf(Class);
		expect(error.message).toBe('Lower nLayer.');
		expect(error.stack).not.toContain('--n-layer');
	});

	it('leaves alone what is no mistake of the user’s', () => {
		const error = new TypeError('--n-layer');
		expect(inOptionNames(error)).toBe(error);
	});
});

describe('the table of options and flags', () => {
	it('has a flag of the command line for each', () => {
		const flags = Object.values(flagsOfOptions).map(flag => flag.slice(2).replaceAll(/-[a-z]/gv, ([, letter]) => letter.toUpperCase()));
		expect(flags.filter(name => !isValueFlag(name) && !isSwitchFlag(name))).toEqual([]);
		expect(flags.map(name => spell(name))).toEqual(Object.values(flagsOfOptions));
	});

	it('has every flag of which an error speaks that code can meet', () => {
		const files = globSync('source/{data,model,settings,training,inspection,storage,session}/**/*.ts').filter(file => !file.endsWith('option-names.ts'));
		const sentences = files.flatMap(file => readFileSync(file, 'utf8').split('\n').filter(line => /Error\(|advice|Expected|Lower|Add /v.test(line)));
		const flags = sentences.flatMap(line => line.match(/--[a-z][\da-z]*(?:-[\da-z]+)*/gv) ?? []);
		expect(flags.length).toBeGreaterThan(10);
		expect(flags.filter(flag => flag !== '--no-save' && withOptionNames(flag) === flag)).toEqual([]);
	});
});
