/**
Checks the built program against the golden traces on whatever Node runs this, also one that is too
old for the test runner:

	npm run build
	npx node@20 test/golden/check.js
*/
import {readFileSync} from 'node:fs';
import process from 'node:process';
import {engineNames, ownEngine} from '../../dist/model/engine.js';
import {chapter7, microgpt} from '../../dist/settings/presets.js';
import {openRun} from '../../dist/run/open-run.js';
import {createRunConfig} from '../../dist/settings/run-config.js';

const tolerance = 1e-12;

const read = name => JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8'));

/** Each trace: the losses of the reference, and its parameters at the end in our order. */
const traces = [
	[chapter7, ({losses, finalParameters}) => ({losses, parameters: finalParameters})],
	[microgpt, ({losses, final_params: matrices}) => ({
		losses: losses.map(Number),
		parameters: Object.values(matrices).flat().flat().map(Number),
	})],
];

async function largestDifference(preset, engine, {losses, parameters}) {
	const run = await openRun(createRunConfig(preset, {engine}), 'check');
	const differences = [];
	for await (const event of run.events) {
		if (event.type === 'step') {
			differences.push(Math.abs(event.loss - losses[event.step - 1]));
		}
	}

	for (const [index, expected] of parameters.entries()) {
		differences.push(Math.abs(run.engine.parameters.data[index] - expected));
	}

	return differences.length === losses.length + run.start.parameterCount ? Math.max(...differences) : NaN;
}

for (const [preset, pick] of traces) {
	const golden = pick(read(preset.name));
	for (const engine of new Set(engineNames.map(name => ownEngine(name)))) {
		const difference = await largestDifference(preset, engine, golden);
		console.log(`Node ${process.version}: all losses and final parameters of ${preset.name}, ${engine} engine: the largest difference from the reference is ${difference}`);
		if (!(difference <= tolerance)) {
			process.exitCode = 1;
		}
	}
}
