import {describe, expect, it} from 'vitest';
import {switchFlags, valueFlags} from '../../source/command-line/flags.js';
import {helpText} from '../../source/command-line/help-text.js';
import {parseArguments} from '../../source/command-line/parse-arguments.js';
import {presets} from '../../source/model/presets.js';
import {createRunConfig} from '../../source/training/run-config.js';

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

	it('says the most important in a window of 24 rows', () => {
		const window = lines.slice(0, 24);
		for (const start of ['Examples', 'Commands', '  --preset NAME', '  --data FILE', '  --val-split X']) {
			expect(window).toContainEqual(expect.stringMatching(new RegExp(`^${start}`, 'v')));
		}
	});

	it('shows examples that work, before the options', () => {
		const examples = lines.flatMap(line => /^ {2}\$ microgpt-tui (?<example>--.*?)(?: {2,}| > |$)/v.exec(line)?.groups?.example ?? []);
		expect(examples.length).toBeGreaterThanOrEqual(5);
		for (const example of examples) {
			expect(parseArguments(example.split(' '))).toMatchObject({command: 'train'});
		}

		expect(lines.indexOf('Examples')).toBeLessThan(lines.indexOf('Options'));
	});

	it('names the defaults that hold, for each preset', () => {
		const [{name}] = presets;
		const helpOf = (flag: string) => lines.find(line => line.startsWith(`  ${flag} `))!;
		expect(helpOf('--preset')).toContain(`${name} (default)`);
		for (const preset of presets) {
			const {model, training, samples} = createRunConfig(preset);
			expect(helpOf('--preset')).toContain(preset.name);
			const defaults: Record<string, string | number> = {
				'--seed': preset.training.seed,
				'--n-embd': model.nEmbd,
				'--block-size': model.blockSize,
				...(model.architecture === 'gpt' && {'--n-layer': model.nLayer, '--n-head': model.nHead}),
				'--samples': samples.count,
				'--temperature': samples.temperature,
				'--steps': training.steps,
				'--batch-size': training.batchSize,
				'--learning-rate': training.learningRate,
				'--warmup': training.warmup,
				'--beta1': training.beta1,
				'--beta2': training.beta2,
				'--weight-decay': training.weightDecay,
				'--grad-clip': training.gradClip,
			};
			// “(8; microgpt: 16)”: the first is that of the presets that are not named.
			const toldDefault = (flag: string) => {
				const [common, ...others] = /\((?<told>[^\(]*)\)$/v.exec(helpOf(flag))!.groups!.told.split('; ');
				return others.find(other => other.startsWith(`${preset.name}: `))?.slice(preset.name.length + 2) ?? common;
			};

			for (const [flag, value] of Object.entries(defaults)) {
				expect(`${flag} ${toldDefault(flag)}`).toBe(`${flag} ${value}`);
			}

			expect(helpOf('--schedule')).toContain(`${training.schedule} to 0 (default)`);
		}
	});

	it('has no blanks at the ends of its lines', () => {
		expect(lines.filter(line => line !== line.trimEnd())).toEqual([]);
	});
});
