import {
	isSwitchFlag,
	spell,
	type SwitchFlagName,
	switchFlags,
	type ValueFlagName,
	valueFlags,
} from './flags.js';

/** The flags by what they are about, in the order in which one would look for them. */
const groups: Readonly<Record<string, ReadonlyArray<SwitchFlagName | ValueFlagName>>> = {
	Data: ['data', 'documents', 'valSplit', 'yes'],
	Model: ['preset', 'nLayer', 'nHead', 'nEmbd', 'blockSize', 'engine', 'precision'],
	Training: ['steps', 'batchSize', 'learningRate', 'schedule', 'warmup', 'beta1', 'beta2', 'weightDecay', 'gradClip', 'seed', 'evalEvery'],
	Samples: ['samples', 'temperature'],
	Output: ['speed', 'plain', 'json', 'logEvery', 'ascii', 'noColor', 'version', 'help'],
};

/** What `--help` prints: examples first. */
export function helpText(): string {
	const usages = new Map(Object.values(groups).flat().map(name => [name, usageOf(name)]));
	const width = Math.max(...[...usages.values()].map(({usage}) => usage.length));
	const options = Object.entries(groups).flatMap(([group, names]) => [
		'',
		group,
		...names.map(name => {
			const {usage, help} = usages.get(name)!;
			return `  ${usage.padEnd(width)}  ${help}`;
		}),
	]);
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
		...options,
		'',
		'Without a terminal (in a pipe, in CI) it prints the plain lines by itself.',
		'In the dashboard, ? shows the keys.',
	].join('\n');
}

function usageOf(name: SwitchFlagName | ValueFlagName): {readonly usage: string; readonly help: string} {
	if (isSwitchFlag(name)) {
		return {usage: spell(name), help: switchFlags[name].help};
	}

	const {value, help} = valueFlags[name];
	return {usage: `${spell(name)} ${value}`, help};
}
