/** Builds what is older than its source: the program with TypeScript, the kernels with AssemblyScript. */
import {spawnSync} from 'node:child_process';
import {
	globSync,
	statSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import process from 'node:process';

/** Of the time at which the last build began that went well: mistakes are told each time. */
const stamp = 'dist/.built';
const builtMs = statSync(stamp, {throwIfNoEntry: false})?.mtimeMs ?? 0;
const sources = globSync(['source/**/*.{ts,tsx}', 'tsconfig*.json', 'package-lock.json', 'build.js']);
if (sources.some(file => statSync(file).mtimeMs >= builtMs)) {
	const startedAt = new Date();
	const {status} = spawnSync(process.execPath, ['node_modules/@typescript/native/bin/tsc', '-p', 'tsconfig.build.json'], {stdio: 'inherit'});
	process.exitCode = status ?? 1;
	if (status === 0) {
		writeFileSync(stamp, '');
		utimesSync(stamp, startedAt, startedAt);
	}
}

if (process.exitCode === undefined || process.exitCode === 0) {
	await import('./source/model/tensor/build-kernels.js');
}
