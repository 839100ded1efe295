/**
How long it takes to find out what a recorded run had come to at a step, as each jump in a replay does: from
the nearest state that is kept along the way, and from the beginning.

	node bench/replay.js
*/
import {FoldedRecord} from '../dist/history/folded-record.js';
import {RunRecord} from '../dist/history/run-record.js';
import {median, printTable} from './table.js';

const jumps = 20;

function stepAt(step) {
	return {
		type: 'step', step, loss: 2 + Math.sin(step), learningRate: 0.01, tokenCount: 7, gradientNorm: 1, elapsedMs: step / 50,
	};
}

function timesOf(places, jump) {
	return places.map(place => {
		const startedAt = performance.now();
		jump(place);
		return (performance.now() - startedAt) * 1000;
	});
}

for (const lines of [100_000, 1_000_000]) {
	const events = Array.from({length: lines}, (_, index) => stepAt(index + 1));
	const places = Array.from({length: jumps}, (_, index) => Math.floor(lines * (0.5 + (((index * 7919) % 1000) / 2000))));
	const folded = new FoldedRecord(events);
	const startedAt = performance.now();
	await folded.prepare();
	const preparedMs = performance.now() - startedAt;
	const fromKept = timesOf(places, place => folded.at(folded.findAfter(place, event => event.step > place)));
	const fromStart = timesOf(places, place => RunRecord.of(events.slice(0, events.findIndex(event => event.step > place))));
	printTable(`A jump in a record of ${lines.toLocaleString('en')} lines; made ready in ${Math.round(preparedMs)} ms`, [
		{what: 'from the nearest state', microseconds: median(fromKept)},
		{what: '  the slowest of them', microseconds: Math.max(...fromKept)},
		{what: 'from the beginning', microseconds: median(fromStart)},
	]);
}
