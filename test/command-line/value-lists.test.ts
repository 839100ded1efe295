import {describe, expect, it} from 'vitest';
import {ConfigError} from '../../source/errors.js';
import {parseArguments} from '../../source/command-line/parse-arguments.js';
import {readFlags} from '../../source/command-line/read-flags.js';
import {combinationsOf} from '../../source/command-line/value-lists.js';

const labelsOf = (...argv: string[]) => combinationsOf(readFlags(argv)).map(({label}) => label);

describe('lists of values', () => {
	it('are all combinations, the last flag varying fastest', () => {
		const combinations = combinationsOf(readFlags(['--learning-rate', '0.01,0.02', '--seed', '1, 2,3', '--steps', '50']));
		expect(combinations.map(({flags: {values}}) => [values.seed, values.learningRate, values.steps])).toEqual([
			['1', '0.01', '50'], ['1', '0.02', '50'], ['2', '0.01', '50'], ['2', '0.02', '50'], ['3', '0.01', '50'], ['3', '0.02', '50'],
		]);
		expect(combinations[1].varied).toEqual([['seed', '1'], ['learningRate', '0.02']]);
	});

	it('are said in words', () => {
		expect(labelsOf('--optimizer', 'sgd,adam', '--learning-rate', '0.1')).toEqual(['sgd', 'adam']);
		expect(labelsOf('--learning-rate', '0.1,0.2', '--schedule', 'constant,linear')).toEqual(['learning rate 0.1, constant', 'learning rate 0.1, linear', 'learning rate 0.2, constant', 'learning rate 0.2, linear']);
		expect(labelsOf('--steps', '50')).toEqual(['']);
	});

	it('have slashes where a value is a list itself', () => {
		const combinations = combinationsOf(readFlags(['--preset', 'microgpt', '--without', 'none/norm/residual,position']));
		expect(combinations.map(({flags, label}) => [flags.values.without, label])).toEqual([[undefined, 'whole'], ['norm', 'without norm'], ['residual,position', 'without residual,position']]);
	});

	it('have no value twice, and none that is empty', () => {
		expect(() => labelsOf('--seed', '1,,2')).toThrow(ConfigError);
		expect(() => labelsOf('--seed', '1,2,1')).toThrow('Expected each value once after --seed, got 1 twice.');
		expect(() => labelsOf('--seed', '1,2,01')).toThrow('Expected each value once after --seed, got 1 and 01, which are the same.');
		expect(() => labelsOf('--learning-rate', '0.01,.1,1e-2')).toThrow('got 0.01 and 1e-2, which are the same.');
		expect(() => labelsOf('--without', 'norm,residual/none/residual,norm')).toThrow('got norm,residual and residual,norm, which are the same.');
	});

	it('do not cut what is a file', () => {
		expect(labelsOf('--data', 'a,b.txt')).toEqual(['']);
	});
});

describe('a race', () => {
	it('has a configuration for each way to train, with its usual learning rate', () => {
		const given = parseArguments(['race', '--optimizer', 'sgd,momentum,adam', '--steps', '300']);
		expect(given).toMatchObject({
			command: 'race',
			lanes: [
				{label: 'sgd', config: {training: {optimizer: 'sgd', learningRate: 0.3, steps: 300}}},
				{label: 'momentum', config: {training: {optimizer: 'momentum', learningRate: 0.3}}},
				{label: 'adam', config: {training: {optimizer: 'adam', learningRate: 0.01}}},
			],
		});
	});

	it('is told what takes no list, and what was taken for one value', () => {
		const message = (...given: string[]) => {
			try {
				parseArguments(given);
			} catch (error) {
				return (error as Error).message;
			}

			return '';
		};

		expect(message('race', '--preset', 'chapter7,microgpt')).toMatch(/^Expected 2 to 6 ways to train, got 1: --preset takes no list\. Give/v);
		expect(message('race', '--seed', '1-3')).toMatch(/got 1: --seed 1-3 is one value\. Give/v);
		expect(message('sweep', '--preset', 'chapter7,microgpt', '--steps', '5')).toMatch(/got one of each: --preset takes no list, --steps 5 is one value\. Give/v);
		expect(message('sweep', '--preset', 'chapter7', '--data', 'a,b.txt')).toMatch(/got one of each: --data takes no list\./v);
		// As soon as there are several ways, whoever reads a value complains of it.
		expect(message('race', '--preset', 'chapter7,microgpt', '--seed', '1,2')).toMatch(/known preset, got chapter7,microgpt/v);
	});

	it('needs two to six ways, each of which can be trained', () => {
		expect(() => parseArguments(['race'])).toThrow('Expected 2 to 6 ways to train, got 1.');
		expect(() => parseArguments(['race', '--seed', '1,2,3,4,5,6,7'])).toThrow('got 7');
		expect(() => parseArguments(['race', '--optimizer', 'sgd,adem'])).toThrow('adem');
		expect(() => parseArguments(['race', '--seed', '1,x'])).toThrow('x');
		expect(() => parseArguments(['race', '--seed', '1,2', '--plain'])).toThrow(ConfigError);
	});
});
