import {describe, expect, it} from 'vitest';
import {switchFlags, valueFlags} from '../../source/command-line/flags.js';
import {helpText} from '../../source/command-line/help-text.js';
import {parseArguments} from '../../source/command-line/parse-arguments.js';
import {
	chapter11,
	chapter7,
	microgpt,
	presets,
} from '../../source/model/presets.js';

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

	it('is no longer than two windows', () => {
		expect(lines.length).toBeLessThan(60);
	});

	it('shows examples that work, before the options', () => {
		const examples = lines.flatMap(line => /^ {2}\$ microgpt-tui (?<example>--.*?)(?: {2,}| > |$)/v.exec(line)?.groups?.example ?? []);
		expect(examples.length).toBeGreaterThanOrEqual(5);
		for (const example of examples) {
			expect(parseArguments(example.split(' '))).toMatchObject({command: 'train'});
		}

		expect(lines.indexOf('Examples')).toBeGreaterThan(0);
		expect(lines.indexOf('Examples')).toBeLessThan(lines.indexOf('Data'));
	});

	it('names the defaults that hold', () => {
		const text = helpText();
		expect(text).toContain(`${chapter7.name} (default), ${chapter11.name} or ${microgpt.name}`);
		expect(text).toContain(`number of updates (${chapter7.training.steps}; chapter11: ${chapter11.training.steps})`);
		expect(text).toContain(`context, in tokens (${chapter7.model.blockSize}; microgpt: ${microgpt.model.blockSize})`);
		expect(text).toContain(`documents to make up at the end (${microgpt.samples.count}; chapter7: ${chapter7.samples.count})`);
		for (const {training, model, samples} of presets) {
			expect(text).toContain(`a step learns from (${training.batchSize})`);
			expect(text).toContain(`highest learning rate (${training.learningRate})`);
			expect(text).toContain(`${training.schedule} (default)`);
			expect(text).toContain(`rises first (${training.warmup})`);
			expect(text).toContain(`mean gradient (${training.beta1})`);
			expect(text).toContain(`mean squared gradient (${training.beta2})`);
			expect(text).toContain(`AdamW (${training.weightDecay})`);
			expect(text).toContain(`norm of the gradients (${training.gradClip}: any)`);
			expect(text).toContain(`seed of the random draws (${training.seed})`);
			expect(text).toContain(`width of the embeddings (${model.nEmbd})`);
			expect(text).toContain(`wilder (${samples.temperature})`);
		}
	});

	it('has no blanks at the ends of its lines', () => {
		expect(lines.filter(line => line !== line.trimEnd())).toEqual([]);
	});
});
