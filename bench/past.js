/**
What it takes to look back in a training: what a step costs with states kept along the way and without, by turns; and how
long it takes to stand at another step, by the size of the model and by how far it is; and how long, when a saved run is
opened again, with states on the disk and without.

	node bench/past.js
*/
import {mkdtempSync, rmSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {chapter7, microgpt} from '../dist/settings/presets.js';
import {createRunConfig} from '../dist/settings/run-config.js';
import {openRun} from '../dist/run/open-run.js';
import {readRunInfo} from '../dist/storage/record/run-info.js';
import {median, printTable} from './table.js';

const historyBytes = 64 * (2 ** 20);
const rounds = 9;
const jumps = 15;

const sizes = [
	{
		what: 'chapter7, 992 parameters', preset: chapter7, options: {}, steps: 200_000,
	},
	{
		what: 'microgpt, 4,192 parameters', preset: microgpt, options: {}, steps: 100_000,
	},
	{
		what: 'microgpt f32, 4 layers × 64', preset: microgpt, options: {nEmbd: 64, nLayer: 4, precision: 'f32'}, steps: 5000,
	},
];

async function open({preset, options}, steps, history) {
	const run = await openRun(createRunConfig(preset, {...options, steps}), 'bench', history ? {historyBytes} : {});
	return run;
}

/** Goes on by so many steps. */
async function goOn({events}, count) {
	for (let step = 0; step < count;) {
		const {value, done} = await events.next();
		if (done) {
			return;
		}

		step += Number(value.type === 'step');
	}
}

async function timeOf(act) {
	const startedAt = performance.now();
	await act();
	return (performance.now() - startedAt) * 1000;
}

/** Opens a saved run, and goes to steps that are late in it, each from a state on the disk. */
async function timeSaved({what, preset, options, steps}) {
	const runsFolder = mkdtempSync(path.join(os.tmpdir(), 'microgpt-tui-'));
	try {
		const lines = [];
		for (const keepStates of [0, 8]) {
			const run = await openRun(createRunConfig(preset, {...options, steps, samples: 0}), 'bench', {saving: {runsFolder, saveEveryMs: 1e9, keepStates}});
			await goOn(run, Infinity);
			await run.close();
			const {folder} = run.saving;
			const info = await readRunInfo(folder);
			const taken = [];
			for (const share of [0.99, 0.9, 0.75, 0.6]) {
				const played = await openRun(info.config, 'bench', {historyBytes, lookedAt: {folder, info, steps}});
				// The other engine is there already.
				await played.ask(['weights', 1, 1], {step: 1});
				taken.push(await timeOf(async () => played.ask(['weights', 1, 1], {step: Math.round(steps * share)})));
				await played.close();
			}

			const kind = keepStates === 0 ? 'without states' : `with ${keepStates} states`;
			lines.push({what: kind, microseconds: median(taken)}, {what: '  the slowest of them', microseconds: Math.max(...taken)});
		}

		printTable(`A step late in a saved run of ${what}, ${steps.toLocaleString('en')} steps`, lines);
	} finally {
		rmSync(runsFolder, {recursive: true, force: true});
	}
}

for (const size of sizes) {
	await timeSaved(size);
	const perRound = Math.ceil(size.steps / 40);
	const runs = [await open(size, size.steps, false), await open(size, size.steps, true)];
	const times = [[], []];
	for (let round = 0; round < rounds; round++) {
		for (const [index, run] of runs.entries()) {
			const microseconds = await timeOf(async () => goOn(run, perRound));
			times[index].push(microseconds / perRound);
		}
	}

	const [without, kept] = times.map(samples => median(samples));
	printTable(`A step of ${size.what}`, [
		{what: 'without states', microseconds: without},
		{what: 'with states kept', microseconds: kept},
	]);
	const [plain, run] = runs;
	await plain.close();
	await goOn(run, size.steps - (rounds * perRound));
	const look = async step => timeOf(async () => run.ask(['weights', 1, 1], {step}));
	await look(1);
	const lines = [];
	for (const distance of [1, 100, 1000, size.steps / 2]) {
		const taken = [];
		for (let jump = 0; jump < jumps; jump++) {
			// From the end each time: what was looked at last may be nearer.
			await look(size.steps);
			taken.push(await look(size.steps - distance - jump));
		}

		lines.push({what: `${distance} steps back`, microseconds: median(taken)}, {what: '  the slowest of them', microseconds: Math.max(...taken)});
	}

	const backwards = [];
	for (let step = 1; step <= 200; step++) {
		backwards.push(await look(size.steps - 300 - step));
	}

	lines.push({what: 'back step by step', microseconds: median(backwards)}, {what: '  the slowest of them', microseconds: Math.max(...backwards)});
	printTable(`Another step of ${size.what}, after ${size.steps.toLocaleString('en')}`, lines);
	await run.close();
}
