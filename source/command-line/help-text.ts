import {
	isValueFlag,
	spell,
	switchFlags,
	type SwitchFlagName,
	valueFlags,
	type ValueFlagName,
} from './flags.js';

/** Every flag in its place, the most wanted first. */
const sections: Readonly<Record<string, ReadonlyArray<SwitchFlagName | ValueFlagName>>> = {
	Options: ['preset', 'data', 'valSplit', 'evalEvery', 'evalDocuments', 'documents', 'yes', 'initFrom', 'seed'],
	'The model': ['nLayer', 'nHead', 'nEmbd', 'blockSize', 'samples', 'temperature'],
	'The training': ['steps', 'batchSize', 'learningRate', 'schedule', 'warmup', 'beta1', 'beta2', 'weightDecay', 'gradClip', 'engine', 'precision'],
	'What is saved': ['noSave', 'saveEvery', 'runsDir', 'count', 'length', 'prefix', 'topK', 'topP', 'best', 'format', 'output'],
	'What is shown': ['speed', 'plain', 'logEvery', 'json', 'ascii', 'noColor', 'version', 'help'],
};

/** What `--help` prints: examples first. */
export function helpText(): string {
	const width = Math.max(...Object.values(sections).flat().map(name => usageOf(name).length));
	return [
		'Watch a GPT learn, in your terminal.',
		'',
		'Examples',
		'  $ microgpt-tui                       train on 6,000 names',
		'  $ microgpt-tui --speed 10            slowly, to see each step',
		'  $ microgpt-tui --data my-words.txt   on your own text, one document a line',
		'  $ microgpt-tui --val-split 0.1 --steps 5000',
		'  $ microgpt-tui --plain               the lines of the reference program',
		'  $ microgpt-tui --json > events.jsonl every step, for other programs',
		'',
		'Commands',
		'  $ microgpt-tui [train] [options]',
		'  $ microgpt-tui resume [run]          go on where a saved run stopped',
		'  $ microgpt-tui replay [run]          play a saved run, also backwards',
		'  $ microgpt-tui sample [run]          make documents up with a trained model',
		'  $ microgpt-tui export [run]          write it as a page, picture, table',
		'  $ microgpt-tui runs                  list them; runs rm RUN, runs path RUN',
		'  $ microgpt-tui watch FILE            what another program trains; - is stdin',
		'  $ microgpt-tui presets, datasets     what there is to train, and on what',
		'',
		...Object.entries(sections).flatMap(([title, names]) => [
			title,
			...names.map(name => `  ${usageOf(name).padEnd(width)}  ${helpOf(name)}`),
			'',
		]),
		'The beginning of a run\'s name is enough; without one, the latest is meant.',
		'Without a terminal (in a pipe, in CI) it prints the plain lines by itself.',
		'In the dashboard, ? shows the keys.',
	].join('\n');
}

function usageOf(name: SwitchFlagName | ValueFlagName): string {
	return isValueFlag(name) ? `${spell(name)} ${valueFlags[name].value}` : spell(name);
}

function helpOf(name: SwitchFlagName | ValueFlagName): string {
	return isValueFlag(name) ? valueFlags[name].help : switchFlags[name].help;
}
