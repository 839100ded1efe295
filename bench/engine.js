/**
What a training step of the chapter's model costs: the scalar engine as it is, with one node for
each dot product, beside the course's own graph of one node for each product and sum.
*/
import {Value} from '../dist/model/scalar/value.js';
import {chapter7} from '../dist/model/presets.js';
import {openRun} from '../dist/session/open-run.js';
import {createRunConfig} from '../dist/session/run-config.js';
import {median, printTable} from './table.js';

const rounds = 7;

async function microsecondsPerStep() {
	const run = await openRun(createRunConfig(chapter7, {steps: 2000}), 'bench');
	let elapsedMs = 0;
	let warmUpMs = 0;
	for await (const event of run.events) {
		if (event.type !== 'step') {
			continue;
		}

		elapsedMs = event.elapsedMs;
		warmUpMs = event.step === 1000 ? elapsedMs : warmUpMs;
	}

	return (elapsedMs - warmUpMs) * 1000 / 1000;
}

function chainedDot(a, b) {
	let sum = a[0].multiply(b[0]);
	for (let index = 1; index < a.length; index++) {
		sum = sum.add(a[index].multiply(b[index]));
	}

	return sum;
}

const {dot} = Value;
const asItIs = [];
const asInTheCourse = [];
for (let round = 0; round < rounds; round++) {
	Value.dot = dot;
	asItIs.push(await microsecondsPerStep());
	Value.dot = chainedDot;
	asInTheCourse.push(await microsecondsPerStep());
}

printTable('A step of chapter7, scalar engine, one document', [
	{what: 'with `dot` nodes', microseconds: median(asItIs)},
	{what: 'one node a product', microseconds: median(asInTheCourse)},
]);
