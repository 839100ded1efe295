import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, it, vi} from 'vitest';
import {linesOf, runProgram, startProgram} from '../helpers/run-program.js';
import {Terminal} from '../helpers/terminal.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const {pathOf} = useTemporaryFolder();

type Line = {readonly type: 'run' | 'groups'; readonly settings: Record<string, number>; readonly state: string; readonly steps: number; readonly meanLoss: number; readonly folder: string};

/** In an order of their own, without what differs from run to run: where it is saved. */
function runsIn(stdout: string): Array<Omit<Line, 'folder'>> {
	const lines = linesOf(stdout).map(line => JSON.parse(line) as Line).filter(({type}) => type === 'run');
	return lines.map(({folder: _, ...rest}) => rest).toSorted((a, b) => a.meanLoss - b.meanLoss);
}

it('trains all combinations, each a run like any other, and none twice', async () => {
	const sweep = ['sweep', '--learning-rate', '0.003,0.01', '--seed', '1,2', '--steps', '60', '--json', '--runs-dir', pathOf('runs')];
	const first = await runProgram(...sweep);
	expect(first.exitCode, first.stderr).toBe(0);
	const lines = linesOf(first.stdout).map(line => JSON.parse(line) as Line);
	expect(lines.map(({type}) => type)).toEqual(['run', 'run', 'run', 'run', 'groups']);
	expect(lines.at(-1)).toMatchObject({loss: 'meanLoss', groups: [{count: 2}, {count: 2}]});

	const {folder, settings: {learningRate, seed}} = lines[0];
	const alone = await runProgram('--learning-rate', `${learningRate}`, '--seed', `${seed}`, '--steps', '60', '--json', '--no-save');
	const lossesIn = (text: string) => linesOf(text).map(line => JSON.parse(line) as {type: string; loss: number}).filter(({type}) => type === 'step').map(({loss}) => loss);
	const record = await readFile(join(folder, 'events.jsonl'), 'utf8');
	expect(lossesIn(record)).toEqual(lossesIn(alone.stdout));

	const again = await runProgram(...sweep);
	expect(again.stderr).toContain('4 done already');
	expect(runsIn(again.stdout)).toEqual(runsIn(first.stdout));
	expect(await readdir(pathOf('runs'))).toHaveLength(4);
});

it('shows a table that lives, and leaves it on the normal screen', async () => {
	const terminal = new Terminal(`$MICROGPT sweep --seed 1,2 --steps 3000 --runs-dir '${pathOf('shown')}'`);
	await terminal.waitFor('Sweep: 0 of 2 done');
	expect(await terminal.exitCode()).toBe(0);
	expect(terminal.text()).toMatch(/seed +step +mean loss +state\n.*3,000\/3,000 +\d\.\d{4} +done\n.*done\n\n *mean loss +deviation +seeds\n.* 2/v);
});

it('saves all when q is pressed, and goes on', async () => {
	const command = `$MICROGPT sweep --seed 1,2 --steps 1000000 --runs-dir '${pathOf('quit')}'`;
	const terminal = new Terminal(command);
	await terminal.waitFor(/\d{3}\/1,000,000[^\n]*\n[^\n]*\d{3}\/1,000,000/v);
	terminal.send('q');
	expect(await terminal.exitCode()).toBe(0);
	expect(terminal.output).toContain('2 of 2 combinations are not done.');
	const again = new Terminal(command);
	await again.waitFor('2 running');
	again.send('\u{3}');
	expect(await again.exitCode()).toBe(130);
	expect(again.output).toContain('2 to go on with');
});

it('goes on where it was killed, and comes to the same numbers', async () => {
	const sweep = (folder: string) => ['sweep', '--seed', '1,2,3', '--steps', '6000', '--json', '--save-every', '0.01', '--jobs', '2', '--runs-dir', pathOf(folder)];
	const {child, outcome} = startProgram(...sweep('killed'));
	await vi.waitUntil(async () => {
		const names = await readdir(pathOf('killed')).catch(() => []);
		const files = await Promise.all(names.map(async name => readdir(join(pathOf('killed'), name))));
		return files.filter(names_ => names_.includes('checkpoint.safetensors')).length >= 2;
	}, {timeout: 60_000, interval: 5});
	child.kill('SIGKILL');
	await outcome;

	const again = await runProgram(...sweep('killed'));
	expect(again.stderr).toMatch(/\d to go on with|\d done already/v);
	const whole = await runProgram(...sweep('whole'));
	expect(runsIn(again.stdout)).toHaveLength(3);
	expect(runsIn(again.stdout)).toEqual(runsIn(whole.stdout));
});

it('goes on beside a combination that diverges', async () => {
	const {exitCode, stdout} = await runProgram('sweep', '--engine', 'scalar', '--learning-rate', '0.01,1000', '--steps', '200', '--json', '--runs-dir', pathOf('diverging'));
	expect(runsIn(stdout).map(({state}) => state).toSorted()).toEqual(['completed', 'diverged']);
	expect(exitCode).toBe(0);
});

it('compares runs that ended early by the best validation, that of the weights which are kept', async () => {
	const {stdout, exitCode} = await runProgram('sweep', '--learning-rate', '0.3,1', '--steps', '400', '--val-split', '0.1', '--eval-every', '10', '--eval-documents', '100', '--patience', '3', '--json', '--runs-dir', pathOf('patient'));
	expect(exitCode).toBe(0);
	const lines = linesOf(stdout).map(line => JSON.parse(line) as Line & {readonly validationLoss: number; readonly bestValidationLoss: number; readonly loss: string});
	const runs = lines.filter(({type}) => type === 'run');
	expect(runs.map(({state}) => state)).toEqual(['stopped early', 'stopped early']);
	for (const {folder, validationLoss, bestValidationLoss} of runs) {
		const record = linesOf(await readFile(join(folder, 'events.jsonl'), 'utf8')).map(line => JSON.parse(line) as {readonly type: string; readonly validationLoss: number});
		const losses = record.filter(({type}) => type === 'eval').map(each => each.validationLoss);
		expect([validationLoss, bestValidationLoss]).toEqual([losses.at(-1), Math.min(...losses)]);
		expect(bestValidationLoss).toBeLessThan(validationLoss);
	}

	expect(lines.at(-1)!.loss).toBe('bestValidationLoss');
});

it('saves all when it is stopped, and says how to go on', async () => {
	const {child, outcome} = startProgram('sweep', '--seed', '1,2,3', '--steps', '1000000', '--runs-dir', pathOf('stopped'));
	await vi.waitUntil(async () => {
		const names = await readdir(pathOf('stopped')).catch(() => []);
		const files = await Promise.all(names.map(async name => readdir(join(pathOf('stopped'), name))));
		return files.some(names_ => names_.includes('events.jsonl'));
	}, {timeout: 60_000, interval: 5});
	child.kill('SIGINT');
	const {exitCode, stderr} = await outcome;
	expect(exitCode).toBe(130);
	expect(stderr).toContain('3 of 3 combinations are not done. All that was trained is saved: the same command goes on from there.');
});

it.each([
	[['--seed', '1,x'], '--seed'],
	[['--preset', 'microgpt', '--n-embd', '16,18'], '18'],
	[['--seed', '7'], 'Expected a setting with several values'],
	[['--seed', Array.from({length: 1001}, (_, seed) => seed).join(',')], 'Expected at most 1,000 combinations, got 1,001.'],
])('refuses the wrong ones before anything is trained (%#)', async (flags, message) => {
	const {exitCode, stderr} = await runProgram('sweep', ...flags, '--runs-dir', pathOf('refused'));
	expect(stderr).toContain(message);
	expect(exitCode).toBe(2);
	await expect(readdir(pathOf('refused'))).rejects.toThrow('ENOENT');
});
