/**
What it costs to save a run: how long training waits for a save and how long the save takes, of a small
and of a large model; the speed of a run that is saved beside one that is not; and what the states on the way cost, of runs that
take turns.
*/
import {mkdtempSync, rmSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {chapter7, microgpt} from '../dist/settings/presets.js';
import {openRun} from '../dist/run/open-run.js';
import {createRunConfig} from '../dist/settings/run-config.js';
import {median, printTable} from './table.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'microgpt-tui-'));
const saving = {runsFolder: folder, saveEveryMs: 1e9, logEvery: undefined};
const saves = 20;
const rounds = 7;
const steps = 40_000;
const stretches = 200;
/** Of the thread that trains, where Node tells it; else with those that write. */
const usage = (process.threadCpuUsage ?? process.cpuUsage).bind(process);

async function timeSaves(title, options) {
	const run = await openRun(createRunConfig(microgpt, {...options, samples: 0}), 'bench', {saving});
	const waits = [];
	const totals = [];
	for (let count = 0; count < saves; count++) {
		// A start, then steps.
		await run.events.next();
		const startedAt = performance.now();
		const saved = run.saving.save();
		waits.push(performance.now() - startedAt);
		await saved;
		totals.push(performance.now() - startedAt);
	}

	const parameters = run.start.parameterCount;
	run.saving.discard();
	await run.close();
	printTable(`a save of ${title}, ${parameters.toLocaleString('en')} parameters`, [
		{what: 'training waits', microseconds: median(waits) * 1000},
		{what: 'training waits, longest', microseconds: Math.max(...waits) * 1000},
		{what: 'until it is on the disk', microseconds: median(totals) * 1000},
	]);
}

async function microsecondsPerStep(options) {
	const run = await openRun(createRunConfig(microgpt, {steps, samples: 0}), 'bench', options);
	const startedAt = performance.now();
	for await (const event of run.events) {
		if (event.type === 'finish') {
			break;
		}
	}

	return (performance.now() - startedAt) * 1000 / steps;
}

/** Goes on by so many steps. */
async function goOn({events}, count) {
	for (let step = 0; step < count;) {
		const {value} = await events.next();
		step += Number(value.type === 'step');
	}
}

/**
Runs take turns in short stretches, so that whatever else the machine does is in all of them. One is there twice: so much of a
difference is chance.
*/
async function compareStates(title, preset, options, stepsOfRun) {
	const kinds = [['saved', 0], ['saved, another time', 0], ['with 8 states on the way', 8]];
	const runs = [];
	for (const [what, keepStates] of kinds) {
		const run = await openRun(createRunConfig(preset, {...options, steps: stepsOfRun}), 'bench', {saving: {...saving, keepStates}});
		runs.push({
			what, run, times: [], used: [],
		});
	}

	const stretch = stepsOfRun / stretches;
	for (let turn = 0; turn < stretches; turn++) {
		const first = turn % runs.length;
		for (const {run, times, used} of [...runs.slice(first), ...runs.slice(0, first)]) {
			const startedAt = performance.now();
			const usedBefore = usage();
			await goOn(run, stretch);
			const {user, system} = usage(usedBefore);
			times.push((performance.now() - startedAt) * 1000 / stretch);
			used.push((user + system) / stretch);
		}
	}

	for (const {run} of runs) {
		run.saving.discard();
		await run.close();
	}

	const mean = all => all.reduce((total, time) => total + time, 0) / all.length;
	printTable(`${stepsOfRun.toLocaleString('en')} steps of ${title}, a step`, runs.map(({what, times}) => ({what, microseconds: median(times)})));
	// Not the time that passes, which on a machine with other work is mostly theirs.
	printTable('  the time of its thread, as the mean of all', runs.map(({what, used}) => ({what, microseconds: mean(used)})));
}

try {
	await timeSaves('microgpt, f64', {});
	await timeSaves('a wide one, f32', {nEmbd: 896, precision: 'f32', steps: 1000});
	await compareStates('chapter7, 992 parameters', chapter7, {}, 200_000);
	await compareStates('microgpt, 4,192 parameters', microgpt, {}, 60_000);
	await compareStates('microgpt f32, 4 layers × 64', microgpt, {nEmbd: 64, nLayer: 4, precision: 'f32'}, 6000);
	const kinds = {
		'not saved': {},
		'saved every 30 s': {saving: {...saving, saveEveryMs: 30_000}},
		'saved every 0.1 s': {saving: {...saving, saveEveryMs: 100}},
	};
	const times = new Map(Object.keys(kinds).map(kind => [kind, []]));
	for (let round = 0; round < rounds; round++) {
		for (const [kind, options] of Object.entries(kinds)) {
			times.get(kind).push(await microsecondsPerStep(options));
		}
	}

	printTable(`${steps.toLocaleString('en')} steps of microgpt, f64, a step`, [...times].map(([what, all]) => ({what, microseconds: median(all)})));
} finally {
	rmSync(folder, {recursive: true, force: true});
}
