/**
Runs the linter beside the tests, for a linter uses one core only and many tests wait for programs. What
is said after the name is for vitest, such as the names of files.
*/
import {Buffer} from 'node:buffer';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import process from 'node:process';

function start(program, programArguments, stdio) {
	return spawn(process.execPath, [program, ...programArguments], {stdio});
}

/** What it says comes in one piece, when the tests are done: it would get lost among their lines. */
async function lint() {
	const linter = start('node_modules/xo/dist/cli.js', ['--max-warnings=0'], ['ignore', 'pipe', 'pipe']);
	const said = [];
	for (const stream of [linter.stdout, linter.stderr]) {
		stream.on('data', data => {
			said.push(data);
		});
	}

	const [exitCode] = await once(linter, 'close');
	return {exitCode, said: Buffer.concat(said).toString()};
}

async function test() {
	const [exitCode] = await once(start('node_modules/vitest/vitest.mjs', ['run', ...process.argv.slice(2)], 'inherit'), 'close');
	return exitCode;
}

const [{exitCode: lintExitCode, said}, testExitCode] = await Promise.all([lint(), test()]);
process.stdout.write(said);
// A signal leaves no exit code, and is no success either.
process.exitCode = (testExitCode ?? 1) || (lintExitCode ?? 1);
