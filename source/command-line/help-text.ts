import {spell, switchFlags, valueFlags} from './flags.js';

/** What `--help` prints: examples first. */
export function helpText(): string {
	const lines = [
		...Object.entries(valueFlags).map(([name, {value, help}]) => ({usage: `${spell(name)} ${value}`, help})),
		...Object.entries(switchFlags).map(([name, {help}]) => ({usage: spell(name), help})),
	];
	const width = Math.max(...lines.map(({usage}) => usage.length));
	return [
		'Watch a GPT learn, in your terminal.',
		'',
		'Examples',
		'  $ microgpt-tui                       train on 6,000 names',
		'  $ microgpt-tui --preset microgpt     the whole GPT',
		'  $ microgpt-tui --speed 10            slowly, to see each step',
		'  $ microgpt-tui --data my-words.txt   on your own text, one document a line',
		'  $ microgpt-tui --val-split 0.1 --steps 5000',
		'  $ microgpt-tui --plain               the lines of the reference program',
		'  $ microgpt-tui --json > events.jsonl every step, for other programs',
		'',
		'Usage',
		'  $ microgpt-tui [train] [options]',
		'  $ microgpt-tui presets               the models and what to expect of them',
		'',
		'Options',
		...lines.map(({usage, help}) => `  ${usage.padEnd(width)}  ${help}`),
		'',
		'Without a terminal (in a pipe, in CI) it prints the plain lines by itself.',
		'In the dashboard, ? shows the keys.',
	].join('\n');
}
