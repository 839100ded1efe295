/**
What it costs to save a run: how long training waits for a save and how long the save takes, of a small
and of a large model, and the speed of a run that is saved beside one that is not.
*/
import {mkdtempSync, rmSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {microgpt} from '../dist/settings/presets.js';
import {openRun} from '../dist/run/open-run.js';
import {createRunConfig} from '../dist/settings/run-config.js';
import {median, printTable} from './table.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'microgpt-tui-'));
const saving = {runsFolder: folder, saveEveryMs: 1e9, logEvery: undefined};
const saves = 20;
const rounds = 7;
const steps = 40_000;

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

try {
	await timeSaves('microgpt, f64', {});
	await timeSaves('a wide one, f32', {nEmbd: 896, precision: 'f32', steps: 1000});
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
