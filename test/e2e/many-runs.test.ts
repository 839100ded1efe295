import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {beforeAll, expect, it} from 'vitest';
import {type SavedRun} from '../../source/storage/runs/runs-folder.js';
import {exampleRuns} from '../helpers/example-runs.js';
import {runShell} from '../helpers/run-program.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
const [{info}] = exampleRuns(1);
const runCount = 1501;
/** The run of a number, by the hour. */
const timeOf = (number: number) => new Date(Date.UTC(2026, 0, 1, number)).toISOString();
const nameOf = (number: number) => `${timeOf(number).slice(0, 13).replace('T', '-')}0000-chapter7`;
let runs: string;

beforeAll(async () => {
	runs = temporary.pathOf('runs');
	for (let number = 0; number < runCount; number++) {
		const folder = join(runs, nameOf(number));
		await mkdir(folder, {recursive: true});
		await writeFile(join(folder, 'run.json'), JSON.stringify({formatVersion: 1, ...info, createdAt: timeOf(number)}));
	}
});

it.each([1024, 64])('lists more runs than the %d files that it may open', async limit => {
	const {stdout, stderr, exitCode} = await runShell(`ulimit -n ${limit}; $MICROGPT runs --json --runs-dir '${runs}'`);
	expect(stderr).toBe('');
	const listed = JSON.parse(stdout) as Array<Partial<SavedRun>>;
	expect(listed.map(({name}) => name)).toEqual(Array.from({length: runCount}, (_, index) => nameOf(runCount - 1 - index)));
	expect(listed.filter(run => 'error' in run)).toEqual([]);
	expect(exitCode).toBe(0);
});

it('finds the latest among them', async () => {
	const {stderr} = await runShell(`ulimit -n 64; $MICROGPT sample --runs-dir '${runs}'`);
	// There is nothing in it: this is the run that it looked into.
	expect(stderr).toContain(`${nameOf(runCount - 1)}/checkpoint.safetensors to be a safetensors file, got nothing of that name`);
});
