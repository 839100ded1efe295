import {readdirSync} from 'node:fs';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {expect, it} from 'vitest';
import {runCommand} from '../helpers/run-program.js';

const folder = fileURLToPath(new URL('../../examples/', import.meta.url));

/** What each example is to print. */
const expected: Readonly<Record<string, RegExp>> = {
	'watch-the-loss.js': /^step 100: loss 2\.\d{4}\n(?:.*\n)*step 1000: loss 1\.9356\n(?:[a-z]+\n){20}$/v,
	'own-model.js': /^26816 parameters\n(?:step \d+: training loss \d\.\d{3}, validation loss \d\.\d{3}\n){10}(?:at temperature [\d.]+: .*\n){3}$/v,
	'compare-learning-rates.js': /^(?:learning rate [\d.]+: mean of the last 100 losses \d\.\d{4}\n){5}$/v,
};

it('has an expectation for each example', () => {
	// Those in Python are for another program to read: see watch-me.test.ts.
	const names = readdirSync(folder).filter(name => !name.endsWith('.py'));
	expect(names.toSorted()).toEqual(Object.keys(expected).toSorted());
});

it.each(Object.entries(expected))('runs the example %s', async (file, output) => {
	expect(await runCommand(folder, process.execPath, file)).toMatch(output);
}, 60_000);
