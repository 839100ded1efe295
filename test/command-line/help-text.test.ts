import {describe, expect, it} from 'vitest';
import {switchFlags, valueFlags} from '../../source/command-line/flags.js';
import {helpText} from '../../source/command-line/help-text.js';
import {parseArguments} from '../../source/command-line/parse-arguments.js';
import {presets} from '../../source/model/presets.js';

const lines = helpText().split('\n');

describe('the help text', () => {
	it.each(Object.entries(valueFlags))('explains %s', (name, {value, help}) => {
		const flag = `--${name.replaceAll(/[A-Z]/gv, letter => `-${letter.toLowerCase()}`)}`;
		expect(lines.filter(line => line.startsWith(`  ${flag} ${value} `) && line.endsWith(`  ${help}`))).toHaveLength(1);
	});

	it.each(Object.entries(switchFlags))('explains %s', (name, {help}) => {
		const flag = `--${name.replaceAll(/[A-Z]/gv, letter => `-${letter.toLowerCase()}`)}`;
		expect(lines.filter(line => line.startsWith(`  ${flag} `) && line.endsWith(`  ${help}`))).toHaveLength(1);
	});

	it('is no wider than 80 columns', () => {
		expect(lines.filter(line => line.length > 80)).toEqual([]);
	});

	it('fits a window of 40 rows', () => {
		expect(lines.length).toBeLessThan(40);
	});

	it('shows examples that work, before the options', () => {
		const examples = lines.flatMap(line => /^ {2}\$ microgpt-tui (?<example>--.*?)(?: {2,}| > |$)/v.exec(line)?.groups?.example ?? []);
		expect(examples.length).toBeGreaterThanOrEqual(5);
		for (const example of examples) {
			expect(parseArguments(example.split(' '))).toMatchObject({command: 'train'});
		}

		expect(lines.indexOf('Examples')).toBeLessThan(lines.indexOf('Options'));
	});

	it('names the defaults that hold', () => {
		const [{name, model, training}] = presets;
		const text = helpText();
		expect(text).toContain(`${name} (default)`);
		expect(text).toContain(`number of updates (${training.steps})`);
		expect(text).toContain(`(${training.learningRate})`);
		expect(text).toContain(`seed of the random draws (${training.seed})`);
		expect(text).toContain(`width of the embeddings (${model.nEmbd})`);
		expect(text).toContain(`(${model.blockSize})`);
	});

	it('has no blanks at the ends of its lines', () => {
		expect(lines.filter(line => line !== line.trimEnd())).toEqual([]);
	});
});
