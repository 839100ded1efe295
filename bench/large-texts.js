/**
What it takes to open a run on a large text: a million documents, and 100 MB as one text, with time and peak memory, each in
a process of its own.

	node bench/large-texts.js
	node bench/large-texts.js --rounds 1 "before=../other/dist"

Other builds stand beside this one, in turns. The texts are written to a temporary folder and removed. The time of the processor
is that of all threads, so that it is about the same on a machine that does other things too.
*/
import {Buffer} from 'node:buffer';
import {execFileSync} from 'node:child_process';
import {
	mkdtempSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {parseArgs} from 'node:util';
import {median} from './table.js';

const bytesPerMegabyte = 2 ** 20;
const thisScript = fileURLToPath(import.meta.url);
const thisBuild = fileURLToPath(new URL('../dist', import.meta.url));

const texts = [
	{what: 'a million documents', options: {documents: 'lines', validationShare: 0.1}, write: () => wordsOf(1e6, '\n')},
	{what: '100 MB as a stream', options: {documents: 'stream', validationShare: 0.1, blockSize: 64}, write: () => wordsOf(1e8 / 7.6, ' ')},
];

/** Words of 3 to 10 letters, some of them more than once: always the same. */
function wordsOf(count, separator) {
	let state = 1;
	const draw = limit => {
		state = ((state * 48_271) % 2_147_483_647);
		return state % limit;
	};

	const letters = Buffer.from('eeeetttaaaooiinnsshrdlucmfwypvbgkjqxz');
	const text = Buffer.alloc(Math.ceil(count) * 11);
	let length = 0;
	for (let index = 0; index < count; index++) {
		for (let left = 3 + draw(8); left > 0; left--) {
			text[length++] = letters[draw(letters.length)];
		}

		length = text.writeUInt8(separator.codePointAt(0), length);
	}

	return text.subarray(0, length);
}

/** In a process of its own: opens a run, and tells what that took. */
async function open(build, file, options) {
	const load = async name => import(pathToFileURL(`${build}/${name}`).href);
	const [{openRun}, {createRunConfig}, {microgpt}] = await Promise.all([load('run/open-run.js'), load('settings/run-config.js'), load('settings/presets.js')]);
	const bareMegabytes = process.resourceUsage().maxRSS / 1024;
	const startedAt = performance.now();
	const usedBefore = process.cpuUsage();
	const run = await openRun(createRunConfig(microgpt, {...options, data: file, isLargeFileConfirmed: true}), 'bench');
	const seconds = (performance.now() - startedAt) / 1000;
	const {user, system} = process.cpuUsage(usedBefore);
	const megabytes = process.resourceUsage().maxRSS / 1024;
	await run.close();
	return {
		seconds, processorSeconds: (user + system) / 1e6, bareMegabytes, megabytes,
	};
}

function compare(builds, rounds) {
	const folder = mkdtempSync(path.join(tmpdir(), 'microgpt-tui-large-'));
	try {
		for (const {what, options, write} of texts) {
			const file = path.join(folder, 'text.txt');
			const text = write();
			writeFileSync(file, text);
			console.log(`\n${what} (${Math.round(text.length / bytesPerMegabyte)} MB)`);
			const measured = builds.map(() => []);
			for (let round = 0; round < rounds; round++) {
				for (const [index, {build}] of builds.entries()) {
					const told = execFileSync(process.execPath, [thisScript, '--open', build, file, JSON.stringify(options)]);
					measured[index].push(JSON.parse(told));
				}
			}

			for (const [index, {name}] of builds.entries()) {
				const of = key => median(measured[index].map(each => each[key]));
				console.log(`${name.padEnd(12)}${of('seconds').toFixed(2).padStart(8)} s, of the processor ${of('processorSeconds').toFixed(2)} s${of('megabytes').toFixed(0).padStart(8)} MB, of which ${of('bareMegabytes').toFixed(0)} MB before it begins`);
			}
		}
	} finally {
		rmSync(folder, {recursive: true});
	}
}

if (process.argv[2] === '--open') {
	const [build, file, options] = process.argv.slice(3);
	const told = await open(build, file, JSON.parse(options));
	console.log(JSON.stringify(told));
} else {
	const {values, positionals} = parseArgs({allowPositionals: true, options: {rounds: {type: 'string', default: '3'}}});
	const others = positionals.map(argument => {
		const [name, build] = argument.split('=', 2);
		return {name, build: path.resolve(build)};
	});
	compare([...others, {name: 'this build', build: thisBuild}], Number(values.rounds));
}
