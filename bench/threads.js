/**
The time of a training step with one thread and with several that share it, each with the usual vectors and with wide ones,
in turns and each in a process of its own: what V8 is told for wide vectors holds for all of a process. Prints the median
of each, and whether the parameters are the same.

	node bench/threads.js [threads]
*/
import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {createEngine} from '../dist/model/create-engine.js';
import {initialiseParameters} from '../dist/model/parameters.js';
import {PythonRandom} from '../dist/random/python-random.js';
import {median, printTable} from './table.js';

const rounds = 3;
const roundMs = 1500;
const warmUpSteps = 3;
const fewestSteps = 5;

const sizes = [
	{
		nLayer: 1, nEmbd: 64, blockSize: 16, batchSize: 16,
	},
	{
		nLayer: 2, nEmbd: 64, blockSize: 64, batchSize: 8,
	},
	{
		nLayer: 4, nEmbd: 128, blockSize: 64, batchSize: 12,
	},
	{
		nLayer: 4, nEmbd: 128, blockSize: 256, batchSize: 4,
	},
	{
		nLayer: 6, nEmbd: 256, blockSize: 128, batchSize: 4,
	},
];

/** Some steps of one engine: the median of their times in microseconds, and what the parameters came to. */
async function measure({batchSize, precision, threads, wideVectors, ...size}) {
	const random = new PythonRandom(42);
	const model = {
		architecture: 'gpt', vocabSize: 66, nHead: 4, ...size,
	};
	const parameters = initialiseParameters(model, random);
	const batch = Array.from({length: batchSize}, () => Array.from({length: size.blockSize + 1}, () => Math.floor(random.random() * 65)));
	const engine = await createEngine({
		name: 'tensor', precision, batchSize, threads, wideVectors,
	}, model, parameters);
	const times = [];
	let hash;
	const end = performance.now() + roundMs;
	for (let step = 1; step <= warmUpSteps + fewestSteps || performance.now() < end; step++) {
		const begin = performance.now();
		engine.computeGradients(batch);
		engine.gradientNorm();
		engine.update({
			learningRate: 0.001, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, firstCorrection: 1 - (0.9 ** step), secondCorrection: 1 - (0.99 ** step), gradientScale: 1, weightDecay: 0,
		});
		times.push(performance.now() - begin);
		hash = step === fewestSteps ? hashOf(engine.parameters.data) : hash;
	}

	engine.close();
	return {microseconds: 1000 * median(times.slice(warmUpSteps)), hash, isWide: engine.hasWideVectors};
}

function hashOf({buffer, byteOffset, byteLength}) {
	return createHash('sha256').update(new Uint8Array(buffer, byteOffset, byteLength)).digest('hex');
}

/** The same in a process of its own. */
function measureApart(settings) {
	return JSON.parse(execFileSync(process.execPath, [fileURLToPath(import.meta.url), JSON.stringify(settings)], {encoding: 'utf8'}));
}

function compare(settings, threads) {
	const contestants = [false, true].flatMap(wideVectors => [1, threads].map(count => ({
		settings: {...settings, threads: count, wideVectors}, results: [],
	})));
	for (let round = 0; round < rounds; round++) {
		for (const {settings: ownSettings, results} of contestants) {
			results.push(measureApart(ownSettings));
		}
	}

	const hashes = contestants.flatMap(({results}) => results.map(({hash}) => hash));
	const isSame = new Set(hashes).size === 1;
	const {nLayer, nEmbd, blockSize, batchSize, precision} = settings;
	printTable(
		`${nLayer} × ${nEmbd}, context ${blockSize}, batch ${batchSize}, ${precision}: ${isSame ? 'the same parameters' : 'OTHER PARAMETERS'}`,
		contestants.map(({settings: {threads: count, wideVectors}, results}) => {
			const vectors = wideVectors ? `, ${results.every(({isWide}) => isWide) ? 'wide' : 'NO WIDE'} vectors` : '';
			return {what: `${count === 1 ? 'one thread' : `${count} threads`}${vectors}`, microseconds: median(results.map(({microseconds}) => microseconds))};
		}),
	);
}

const argument = process.argv[2] ?? '2';
if (argument.startsWith('{')) {
	const measured = await measure(JSON.parse(argument));
	console.log(JSON.stringify(measured));
} else {
	for (const precision of ['f32', 'f64']) {
		for (const size of sizes) {
			compare({...size, precision}, Number(argument));
		}
	}
}
