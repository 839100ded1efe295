/**
Checks the built program against the chapter's golden trace on whatever Node runs this, also one
that is too old for the test runner:

	npm run build
	npx node@20 test/golden/check.js
*/
import {readFileSync} from 'node:fs';
import process from 'node:process';
import {chapter7} from '../../dist/model/presets.js';
import {openRun} from '../../dist/session/open-run.js';
import {createRunConfig} from '../../dist/session/run-config.js';

const tolerance = 1e-12;
const golden = JSON.parse(readFileSync(new URL('chapter7.json', import.meta.url), 'utf8'));
const run = await openRun(createRunConfig(chapter7), 'check');
let stepCount = 0;
let largestDifference = 0;
for await (const event of run.events) {
	if (event.type !== 'step') {
		continue;
	}

	stepCount++;
	largestDifference = Math.max(largestDifference, Math.abs(event.loss - golden.losses[event.step - 1]));
}

const parameters = run.engine.parameters.data;
for (const [index, expected] of golden.finalParameters.entries()) {
	largestDifference = Math.max(largestDifference, Math.abs(parameters[index] - expected));
}

const isEqual = stepCount === golden.losses.length && largestDifference <= tolerance;
console.log(`Node ${process.version}: ${stepCount} losses and ${parameters.length} parameters, the largest difference from the reference is ${largestDifference}`);
process.exitCode = isEqual ? 0 : 1;
