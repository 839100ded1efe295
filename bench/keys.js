/**
How long a key takes to show its effect on the screen of a real pseudo-terminal, while each model trains
at full speed: help is opened and closed again and again, at odd moments.

	node bench/keys.js
*/
import {setImmediate, setTimeout} from 'node:timers/promises';
import {Terminal} from '../test/helpers/terminal.ts';
import {median, printTable} from './table.js';

const presses = 40;
const helpText = 'pause, go on';

async function measure(options) {
	const terminal = new Terminal(`$MICROGPT --speed max ${options}`, {columns: 120, rows: 40});
	await terminal.waitUntil('some steps', () => (terminal.step() ?? 0) > 3);
	const samples = [];
	for (let press = 0; press < presses; press++) {
		// Never in step with the frames.
		await setTimeout(40 + (press * 37 % 67));
		const startedAt = performance.now();
		terminal.send('?');
		const isOpening = press % 2 === 0;
		while (terminal.text().includes(helpText) !== isOpening) {
			await setImmediate();
		}

		samples.push((performance.now() - startedAt) * 1000);
	}

	terminal.kill();
	return samples;
}

const lines = [];
for (const options of [
	'--preset chapter7 --steps 100000000',
	'--preset microgpt --steps 100000000',
	'--preset microgpt --steps 100000 --n-layer 4 --n-embd 128 --batch-size 64',
]) {
	const samples = await measure(options);
	const what = options.replace('--preset ', '').replace(/ --steps \d+/v, '');
	lines.push({what, microseconds: median(samples)}, {what: '  the slowest of them', microseconds: Math.max(...samples)});
}

printTable(`A key and its effect, ${presses} times`, lines);
