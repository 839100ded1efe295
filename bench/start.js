/** How long the program takes to start, beside Node itself with nothing to do. */
import {spawnSync} from 'node:child_process';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {median, printTable} from './table.js';

const rounds = 15;
const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));

function microsecondsFor(arguments_) {
	const startedAt = performance.now();
	spawnSync(process.execPath, arguments_, {stdio: 'ignore'});
	return (performance.now() - startedAt) * 1000;
}

const commands = {
	'node -e 0': ['-e', '0'],
	'microgpt-tui --help': [cli, '--help'],
	'microgpt-tui --plain --steps 1': [cli, '--plain', '--steps', '1'],
};
const times = Object.fromEntries(Object.keys(commands).map(what => [what, []]));
for (let round = 0; round < rounds; round++) {
	for (const [what, arguments_] of Object.entries(commands)) {
		times[what].push(microsecondsFor(arguments_));
	}
}

printTable('Start, cold process', Object.entries(times).map(([what, samples]) => ({what, microseconds: median(samples)})));
