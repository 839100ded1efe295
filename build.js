/** Builds what has changed: modules with TypeScript, the program that is made of them, the kernels with AssemblyScript. */
import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {
	globSync,
	mkdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import process from 'node:process';

/** What was built of what, the last time that all went well. */
const record = 'dist/.built.json';

/** The content of each file, in brief, by its path. */
function digestsOf(patterns) {
	return Object.fromEntries(globSync(patterns).map(file => [file, createHash('sha256').update(readFileSync(file)).digest('base64')]));
}

const sourceDigests = () => digestsOf(['source/**/*.{ts,tsx}', 'tsconfig*.json', 'package*.json', 'build.js', 'bundle.js', 'bundle/*.js']);
const outputDigests = () => digestsOf(['dist/**/*.{js,d.ts}', 'program/**/*.{js,ts,txt,wasm}']);

function readRecord() {
	try {
		return JSON.parse(readFileSync(record, 'utf8'));
	} catch {
		// There is none, or half of one.
		return undefined;
	}
}

const isSame = (a, b) => Object.keys(a).length === Object.keys(b).length && Object.keys(a).every(file => a[file] === b[file]);

/** Mistakes are told each time: what did not build is not built. */
async function buildProgram() {
	// As they are before the compiler reads them: what is changed meanwhile is built the next time.
	const sources = sourceDigests();
	const built = readRecord();
	const isIntact = built !== undefined && isSame(outputDigests(), built.outputs);
	if (isIntact && isSame(sources, built.sources)) {
		return true;
	}

	// The compiler neither removes what has no source any more nor makes again what somebody removed.
	if (!isIntact || Object.keys(built.sources).some(file => !Object.hasOwn(sources, file))) {
		rmSync('dist', {recursive: true, force: true});
	}

	mkdirSync('dist', {recursive: true});
	rmSync(record, {force: true});
	const {status} = spawnSync(process.execPath, ['node_modules/@typescript/native/bin/tsc', '-p', 'tsconfig.build.json'], {stdio: 'inherit'});
	if (status !== 0) {
		process.exitCode = status ?? 1;
		return false;
	}

	await import('./bundle.js');
	writeFileSync(record, JSON.stringify({sources, outputs: outputDigests()}));
	return true;
}

if (await buildProgram()) {
	await import('./source/model/tensor/build-kernels.js');
}
