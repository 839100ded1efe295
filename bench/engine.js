/**
What a training step costs: each engine beside the others, in turns and each in a process of its
own, so that the machine's moods meet them all.

	npm run bench
	node bench/engine.js --yardstick "EEmicroGPT=./eemicrogpt" --yardstick-batch "EEmicroGPT 32=./eemicrogpt-32"

A yardstick is any program that prints its time a step, as a number followed by `us` or `µs`; the
first such number counts. docs/performance.md says how to get some.
*/
import {execFileSync, execSync} from 'node:child_process';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {median, printTable} from './table.js';

const rounds = 3;
const stepScript = fileURLToPath(new URL('step.js', import.meta.url));

const {values: {yardstick = [], 'yardstick-batch': yardstickBatch = []}} = parseArgs({
	options: {yardstick: {type: 'string', multiple: true}, 'yardstick-batch': {type: 'string', multiple: true}},
});

const engine = (what, settings) => ({
	what,
	measure: () => Number(execFileSync(process.execPath, [stepScript, JSON.stringify(settings)])),
});

function program(definition) {
	const [what, ...command] = definition.split('=');
	return {
		what,
		measure() {
			const output = execSync(command.join('='), {encoding: 'utf8', maxBuffer: 1e9});
			const words = output.split(/\s+/v);
			return Number(words[words.findIndex(word => word === 'us' || word === 'µs') - 1]);
		},
	};
}

function compare(title, contestants) {
	const samples = contestants.map(() => []);
	for (let round = 0; round < rounds; round++) {
		for (const [index, {measure}] of contestants.entries()) {
			samples[index].push(measure());
		}
	}

	printTable(title, contestants.map(({what}, index) => ({what, microseconds: median(samples[index])})));
}

compare('A step of microgpt, one document', [
	engine('tensor f64', {preset: 'microgpt'}),
	engine('tensor f32', {preset: 'microgpt', precision: 'f32'}),
	engine('tensor f64, plain kernels', {preset: 'microgpt', kernels: 'plain'}),
	engine('scalar', {preset: 'microgpt', engine: 'scalar'}),
	...yardstick.map(definition => program(definition)),
]);

compare('A step of chapter7, one document', [
	engine('tensor f64', {preset: 'chapter7'}),
	engine('tensor f32', {preset: 'chapter7', precision: 'f32'}),
	engine('scalar', {preset: 'chapter7', engine: 'scalar'}),
]);

compare('A step of microgpt in f32, 16 documents, by width', [
	...[16, 32, 64, 128].map(nEmbd => engine(`tensor f32, width ${nEmbd}`, {
		preset: 'microgpt', precision: 'f32', batchSize: 16, nEmbd,
	})),
	...yardstickBatch.map(definition => program(definition)),
]);
