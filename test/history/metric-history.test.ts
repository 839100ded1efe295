import fc from 'fast-check';
import {expect, it} from 'vitest';
import {MetricHistory, mostMetrics} from '../../source/history/metric-history.js';

it('keeps each number by its name, with its last value and its course', () => {
	const history = new MetricHistory();
	history.record({step: 1, values: {accuracy: 0.1, bleu: 3}});
	history.record({step: 5, values: {accuracy: 0.2}});
	history.recordStep({
		type: 'step', step: 5, loss: 2, learningRate: 0.01, stepTime: {value: 12, unit: 'ms'},
	});
	expect(history.all()).toMatchObject([
		{
			name: 'accuracy', last: 0.2, step: 5, curve: [{lastStep: 1, mean: 0.1}, {lastStep: 5, mean: 0.2}],
		},
		{name: 'bleu', last: 3, step: 1},
		{name: 'learning rate', last: 0.01, step: 5},
		{name: 'time a step (ms)', last: 12},
	]);
});

it('takes what is told again for the last time', () => {
	const history = new MetricHistory();
	for (const [step, value] of [[1, 1], [2, 2], [3, 3], [2, 9]]) {
		history.record({step, values: {a: value}});
	}

	expect(history.all()).toMatchObject([{last: 9, step: 2, curve: [{mean: 1}, {mean: 9}]}]);
});

it('forgets what is taken back', () => {
	const history = new MetricHistory();
	history.record({step: 1, values: {a: 1}});
	history.record({step: 5, values: {a: 2, b: 3}});
	history.rewind(3);
	expect(history.all()).toMatchObject([{
		name: 'a', last: 1, step: 1, curve: [{mean: 1}],
	}]);
	history.rewind(1);
	expect(history.all()).toEqual([]);
});

it('keeps its memory and its names within bounds', () => {
	const history = new MetricHistory();
	for (let step = 1; step <= 10_000; step++) {
		history.record({step, values: {a: step % 7, [`name ${step}`]: 1}});
	}

	const all = history.all();
	expect(all).toHaveLength(mostMetrics);
	expect(all[0].curve.length).toBeLessThanOrEqual(1024);
	expect(all[0].recentCurve.length).toBeLessThanOrEqual(1000);
	expect(all[0]).toMatchObject({name: 'a', last: 10_000 % 7, step: 10_000});
});

it('has a curve in the order of its steps, whatever comes', () => {
	const told = fc.record({step: fc.integer({min: 1, max: 30}), values: fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), fc.double({noNaN: true, noDefaultInfinity: true}))});
	fc.assert(fc.property(fc.array(told), all => {
		const history = new MetricHistory();
		for (const each of all) {
			history.record(each);
		}

		for (const {curve, step, last} of history.all()) {
			const steps = curve.map(({lastStep}) => lastStep);
			expect(steps).toEqual([...new Set(steps)].toSorted((a, b) => a - b));
			expect([steps.at(-1), curve.at(-1)?.mean]).toEqual([step, last]);
		}
	}));
});
