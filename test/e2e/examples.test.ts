import {readdirSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {expect, it} from 'vitest';
import {runCommand} from '../helpers/run-program.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const folder = fileURLToPath(new URL('../../examples/', import.meta.url));

/** Where they write what they write. */
const temporary = useTemporaryFolder();

/** What each example is to print. */
const expected: Readonly<Record<string, RegExp>> = {
	'watch-the-loss.js': /^step 100: loss 2\.\d{4}\n(?:.*\n)*step 1000: loss 1\.9356\n(?:[a-z]+\n){20}$/v,
	'own-model.js': /^26816 parameters\n(?:step \d+: training loss \d\.\d{3}, validation loss \d\.\d{3}\n){10}(?:at temperature [\d.]+: .*\n){3}$/v,
	'own-documents.js': /^stopped early after step \d+, saved in .*-microgpt\nvalidation was best at step \d+: \d\.\d{4}\nelements with an a: (?:a[a-z]+(?:, |\n)){5}$/v,
	'compare-learning-rates.js': /^(?:learning rate [\d.]+: mean of the last 100 losses \d\.\d{4}\n){5}$/v,
};

it('has an expectation for each example', () => {
	// Those in Python are for another program to read: see watch-me.test.ts.
	const names = readdirSync(folder).filter(name => !name.endsWith('.py'));
	expect(names.toSorted()).toEqual(Object.keys(expected).toSorted());
});

it.each(Object.entries(expected))('runs the example %s', async (file, output) => {
	expect(await runCommand(temporary.pathOf(''), process.execPath, join(folder, file))).toMatch(output);
}, 60_000);

it('runs what the readme shows', async () => {
	const readme = await readFile(join(folder, '..', 'readme.md'), 'utf8');
	const section = readme.slice(readme.indexOf('## From a program of your own'), readme.indexOf('## The numbers'));
	const pieces = [...section.matchAll(/```js\n(?<code>.*?)```/gsv)].map(({groups}) => groups!.code);
	expect(pieces).toHaveLength(3);
	const library = new URL('../../program/index.js', import.meta.url).href;
	const code = ['import {openRun, openTraining} from \'microgpt-tui\';', ...pieces].join('\n').replaceAll('\'microgpt-tui\'', () => `'${library}'`);
	const path = await temporary.write('readme.mjs', code);
	const printed = await runCommand(temporary.pathOf(''), process.execPath, path);
	expect(printed).toMatch(/^(?:\d+00 \d\.\d+\n){9}1000 \d\.\d+\n\[[^\]]+\]\n\d+ \[[^\]]+\]\n$/v);
}, 60_000);
