import {readFileSync} from 'node:fs';
import {expect, it} from 'vitest';
import {builtInPath} from '../source/data/dataset.js';
import {helpText} from '../source/command-line/commands.js';
import {unicodeGlyphs} from '../source/report/chart/glyphs.js';
import {dataLines} from '../source/report/data-lines.js';
import {describeData} from '../source/run/describe-data.js';
import {chapter7} from '../source/settings/presets.js';
import {openRun} from '../source/run/open-run.js';
import {TrainingSession} from '../source/session/training-session.js';
import {createRunConfig} from '../source/settings/run-config.js';
import {keyBindings} from '../source/ui/key-table.js';
import {wide} from './helpers/coach-texts.js';

const readme = readFileSync(new URL('../readme.md', import.meta.url), 'utf8');

it('shows the help text in the readme as it is (node docs/make-help.ts writes it there)', () => {
	expect(readme).toContain(`\`\`\`text\n${helpText()}\n\`\`\``);
	expect(readme).toContain(`\`\`\`text\n${helpText('train')}\n\`\`\``);
});

it('lists exactly the keys of the key table in the readme', () => {
	const section = readme.slice(readme.indexOf('## Keys'), readme.indexOf('### The mouse'));
	const rows = section.split('\n').filter(line => line.startsWith('| `'));
	expect(rows).toEqual(keyBindings.map(({name, description}) => `| \`${name}\` | ${description} |`));
});

it('quotes what the screen says of the built-in names, and the baselines that are there', async () => {
	const run = await openRun(createRunConfig(chapter7), 'test');
	const baselines = (await run.ask(['countBaselines']))!;
	const session = new TrainingSession({...run, speed: 'max'});
	session.start();
	await session.finished;
	const told = session.getSnapshot().coachHistory.map(message => wide(message));
	const quotes = [...readme.matchAll(/“(?<quote>step \d[^”]*)”/gv)].map(({groups}) => groups!.quote.replaceAll('\n', ' '));
	expect(quotes.length).toBeGreaterThan(0);
	expect(told).toEqual(expect.arrayContaining(quotes));
	const [uniform, unigram, bigram] = [baselines.uniform, baselines.unigram, baselines.bigram].map(loss => loss.toFixed(4));
	expect(readme.replaceAll(/\s+/gv, ' ')).toContain(`the uniform baseline is ln 27 = ${uniform}, unigram ${unigram}, bigram ${bigram}.`);
});

it('shows what is told of a text as it is', async () => {
	const names = readFileSync(builtInPath, 'utf8').trim().split('\n');
	const cheers = names.filter((_, index) => index % 4 === 0).map(name => `${name[0].toUpperCase()}${name.slice(1)}!\n`).join('');
	const report = await describeData(cheers, 'cheers.txt', {isLargeFileConfirmed: false, version: 'test'});
	// Of a step on some machine.
	const told = dataLines({...report, stepMs: 0.65}, {
		name: 'cheers.txt', command: ['microgpt-tui', '--data cheers.txt'], width: 80, glyphs: unicodeGlyphs,
	});
	const shown = /\$ microgpt-tui data cheers\.txt\n(?<lines>.*?)```/sv.exec(readme)!.groups!.lines;
	const parts = shown.split('…\n', 2);
	expect(parts).toHaveLength(2);
	for (const part of parts) {
		expect(`${told.join('\n')}\n`).toContain(part);
	}
});
