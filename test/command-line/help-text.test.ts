import {describe, expect, it} from 'vitest';
import {type CommandName} from '../../source/command-line/arguments.js';
import {commands, helpText} from '../../source/command-line/commands.js';
import {spell} from '../../source/settings/setting-values.js';
import {isValueFlag, valueFlags} from '../../source/command-line/flags.js';
import {parseArguments} from '../../source/command-line/parse-arguments.js';
import {coursePresets} from '../../source/settings/presets.js';
import {createRunConfig} from '../../source/settings/run-config.js';

const general = helpText().split('\n');
const names = Object.keys(commands) as CommandName[];
const pages = new Map(names.map(name => [name, helpText(name).split('\n')]));
const lines = pages.get('train')!;

describe('the help text', () => {
	it.each(names)('names the command %s', name => {
		const {usage, summary} = commands[name];
		expect(general.filter(line => line.startsWith(`  $ microgpt-tui ${usage} `) && line.endsWith(` ${summary}`))).toHaveLength(1);
	});

	it.each(names)('explains each flag of %s, and no other', name => {
		const {flags} = commands[name];
		const explained = pages.get(name)!.filter(line => line.startsWith('  --'));
		const expected = flags.map(flag => new RegExp(String.raw`^ {2}${spell(flag)}${isValueFlag(flag) ? ` ${valueFlags[flag].value}` : ''} {2,}\S`, 'v'));
		expect(explained).toHaveLength(flags.length);
		for (const pattern of expected) {
			expect(explained.filter(line => pattern.test(line))).toHaveLength(1);
		}
	});

	it('is no wider than 80 columns', () => {
		expect([general, ...pages.values()].flat().filter(line => line.length > 80)).toEqual([]);
	});

	it('says the most important in a window of 24 rows', () => {
		const window = general.slice(0, 24);
		for (const start of ['Examples', 'Commands', '  $ microgpt-tui help']) {
			expect(window.filter(line => line.startsWith(start))).toHaveLength(1);
		}
	});

	it('shows examples that work, before the options', () => {
		const examples = general.flatMap(line => /^ {2}\$ microgpt-tui (?<example>--.*?)(?: {2,}| > |$)/v.exec(line)?.groups?.example ?? []);
		expect(examples.length).toBeGreaterThanOrEqual(4);
		for (const example of examples) {
			expect(parseArguments(example.split(' '))).toMatchObject({command: 'train'});
		}

		expect(general.indexOf('Examples')).toBeLessThan(general.findIndex(line => line.startsWith('Options')));
	});

	it('names the defaults that hold, for each preset', () => {
		const [{name}] = coursePresets;
		const helpOf = (flag: string) => lines.find(line => line.startsWith(`  ${flag} `))!;
		expect(helpOf('--preset')).toContain(`${name} (default)`);
		for (const preset of coursePresets) {
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

	it('says that every run has its own memory for looking back', () => {
		for (const name of ['train', 'race', 'resume'] as const) {
			expect(pages.get(name)!.find(line => line.includes('--history'))).toContain('of each run');
		}
	});

	it('has no blanks at the ends of its lines', () => {
		expect([general, ...pages.values()].flat().filter(line => line !== line.trimEnd())).toEqual([]);
	});
});
