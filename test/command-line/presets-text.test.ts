import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {parseArguments} from '../../source/command-line/parse-arguments.js';
import {presetsText} from '../../source/command-line/presets-text.js';
import {coursePresets, presets} from '../../source/settings/presets.js';

const blocks = presetsText().split('\n\n');

describe('the list of the presets', () => {
	it('has them in the order of the course, the default marked', () => {
		expect(blocks.map(block => block.split('\n', 1)[0])).toEqual([
			'chapter7: neural bigram (default)',
			'microgpt: GPT',
			'chapter11: GPT of the course',
			'shakespeare: GPT of characters',
			'auto: GPT that fits the text (own text)',
		]);
	});

	it('tells the size and the length of each', () => {
		expect(blocks.map(block => [...block.matchAll(/(?:parameters|steps) +(?<count>[\d,]+)/gv)].map(match => match.groups!.count))).toEqual([
			['992', '1,000'],
			['4,192', '1,000'],
			['4,064', '10,000'],
			['811,520', '2,000'],
			['58,656', '6,800'],
		]);
	});

	it('breaks no word in a narrow window', () => {
		const rows = presetsText(40).split('\n');
		expect(rows.filter(row => row.length > 40)).toEqual([]);
		expect(rows.slice(3, 6)).toEqual(['  source      Gary Jackson, “Chapter 7:', '              The Training Loop and Adam', '              Optimiser”']);
	});

	it('is no wider than 80 columns, its figures one below the other', () => {
		const rows = presetsText().split('\n');
		expect(rows.filter(row => row.length > 80)).toEqual([]);
		expect(rows.filter(row => row.startsWith(' ')).every(row => /^ {2}[ a-z]{10} {2}\S/v.test(row))).toBe(true);
	});

	it('names commands that train the preset', () => {
		expect(presets.length).toBe(blocks.length);
		for (const [index, block] of blocks.entries()) {
			const {command} = /run +microgpt-tui (?<command>.*)$/mv.exec(block)!.groups!;
			expect(parseArguments(command.split(' '))).toMatchObject({command: 'train', config: {preset: presets[index].name}});
		}
	});

	it.each(coursePresets)('expects of $name what the reference came to', ({name, expected}) => {
		const golden = JSON.parse(readFileSync(new URL(`../golden/${name}.json`, import.meta.url), 'utf8')) as {losses: ReadonlyArray<number | string>};
		const mean = golden.losses.slice(-100).reduce((sum: number, loss) => sum + Number(loss), 0) / 100;
		expect(expected).toBe(`the mean loss of the last 100 steps is ${mean.toFixed(4)}`);
		expect(blocks.find(block => block.startsWith(`${name}:`))).toContain(`expected    ${expected}`);
	});
});
