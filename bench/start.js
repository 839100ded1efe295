/** How long the program takes to start, beside Node itself with nothing to do, with and without what Node has compiled before: `node bench/start.js [ROUNDS]`. */
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {setTimeout} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {spawn} from '@lydell/node-pty';
import {median, printTable} from './table.js';

const rounds = Number(process.argv[2] ?? 15);
const patienceMs = 3000;
const cli = fileURLToPath(new URL('../program/cli.js', import.meta.url));
const runsFolder = mkdtempSync(path.join(tmpdir(), 'microgpt-tui-bench-'));
const withoutCache = {NODE_DISABLE_COMPILE_CACHE: '1'};
const frameEnd = '\u{1B}[?2026l';

/** Until the program has ended. */
async function microsecondsFor(programArguments, environment) {
	const startedAt = performance.now();
	spawnSync(process.execPath, programArguments, {stdio: 'ignore', env: {...process.env, ...environment}});
	return (performance.now() - startedAt) * 1000;
}

/** Until the dashboard has drawn something. */
async function microsecondsToFirstFrame(programArguments, environment) {
	const startedAt = performance.now();
	const {CI, ...inherited} = process.env;
	const program = spawn(process.execPath, programArguments, {cols: 80, rows: 24, env: {...inherited, ...environment}});
	const ended = new Promise(resolve => {
		program.onExit(resolve);
	});
	let output = '';
	const microseconds = await new Promise((resolve, reject) => {
		program.onExit(() => {
			reject(new Error(`Expected a frame of the dashboard, got:\n${output}`));
		});
		program.onData(data => {
			output += data;
			if (output.includes(frameEnd)) {
				resolve((performance.now() - startedAt) * 1000);
			}
		});
	});
	// Only a program that ends in order leaves what was compiled.
	program.write('q');
	await Promise.race([ended, setTimeout(patienceMs)]);
	program.kill('SIGKILL');
	return microseconds;
}

const lines = [cli, '--plain', '--steps', '1', '--no-save'];
const dashboard = [cli, '--runs-dir', runsFolder];
const commands = [
	['node -e 0', async () => microsecondsFor(['-e', '0'])],
	['--help', async () => microsecondsFor([cli, '--help'])],
	['--plain --steps 1', async () => microsecondsFor(lines)],
	['… all compiled anew', async () => microsecondsFor(lines, withoutCache)],
	['--plain --preset chapter7', async () => microsecondsFor([cli, '--plain', '--preset', 'chapter7', '--no-save'])],
	['first frame', async () => microsecondsToFirstFrame(dashboard)],
	['… all compiled anew', async () => microsecondsToFirstFrame(dashboard, withoutCache)],
].map(([what, measure]) => ({what, measure, samples: []}));
for (let round = 0; round < rounds; round++) {
	for (const {measure, samples} of commands) {
		samples.push(await measure());
	}
}

rmSync(runsFolder, {recursive: true});
printTable('Start, cold process', commands.map(({what, samples}) => ({what, microseconds: median(samples)})));
