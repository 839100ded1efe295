import {describe, expect, it} from 'vitest';
import {
	groupSeeds,
	groupsJson,
	resultJson,
	sortResults,
	type SweepResult,
	sweepTable,
} from '../../source/report/sweep-report.js';

function resultOf(rate: string, seed: string, meanLoss: number | undefined, rest: Partial<SweepResult> = {}): SweepResult {
	return {
		varied: [['seed', seed], ['learningRate', rate]], state: 'completed', step: 100, steps: 100, meanLoss, validationLoss: undefined, bestValidationLoss: undefined, isValidated: false, hasPatience: false, folder: `runs/${rate}-${seed}`, ...rest,
	};
}

const results = [
	resultOf('0.1', '1', 2),
	resultOf('0.01', '1', 3),
	resultOf('0.1', '2', 4),
	resultOf('0.01', '2', 1),
	resultOf('0.1', '3', 6),
	resultOf('0.01', '3', 900, {state: 'diverged', step: 7}),
];

describe('the report of a sweep', () => {
	it('has the best first, what has diverged after it, and last what has not begun', () => {
		const waiting = resultOf('1', '1', undefined, {state: 'waiting', step: 0});
		const running = resultOf('1', '2', 2.5, {state: 'running', step: 50});
		expect(sortResults([waiting, ...results, running]).map(({meanLoss}) => meanLoss)).toEqual([1, 2, 2.5, 3, 4, 6, 900, undefined]);
	});

	it('compares by what is held out, where something is', () => {
		const [a, b] = [resultOf('0.1', '1', 1, {validationLoss: 3, isValidated: true}), resultOf('0.1', '2', 2, {validationLoss: 2, isValidated: true})];
		expect(sortResults([a, b])).toEqual([b, a]);
		// But never by one loss with another.
		const other = resultOf('0.1', '3', 1.5);
		expect(sortResults([b, other, a])).toEqual([a, other, b]);
	});

	it('compares by the best of what is held out where a run may end for want of a better one, and says so', () => {
		const patient = (rate: string, seed: string, [best, last]: readonly [best: number, last: number]) => resultOf(rate, seed, 2, {
			validationLoss: last, bestValidationLoss: best, isValidated: true, hasPatience: true, state: 'stopped early',
		});
		// The last is worse the longer the patience; the best is what is kept.
		const all = [patient('0.03', '1', [2.7, 2.9]), patient('0.03', '2', [2.7, 2.9]), patient('0.1', '1', [2.8, 2.85]), patient('0.1', '2', [2.8, 2.85])];
		expect(sweepTable(all)).toEqual([
			'seed  learning rate     step  mean loss  best validation  state',
			'   1           0.03  100/100     2.0000           2.7000  stopped early',
			'   2           0.03  100/100     2.0000           2.7000  stopped early',
			'   1            0.1  100/100     2.0000           2.8000  stopped early',
			'   2            0.1  100/100     2.0000           2.8000  stopped early',
			'',
			'learning rate  mean best validation  deviation  seeds',
			'         0.03                2.7000     0.0000  2',
			'          0.1                2.8000     0.0000  2',
		]);
		expect(JSON.parse(resultJson(all[0]))).toMatchObject({validationLoss: 2.9, bestValidationLoss: 2.7});
		expect(JSON.parse(groupsJson(all))).toMatchObject({loss: 'bestValidationLoss', groups: [{mean: 2.7}, {mean: 2.8}]});
		// Where some have no patience, all are told by their best all the same.
		const other = resultOf('0.3', '1', 2, {validationLoss: 2.75, bestValidationLoss: 2.75, isValidated: true});
		expect(sortResults([all[2], other, all[0]])).toEqual([all[0], other, all[2]]);
	});

	it('groups over the seeds, with mean and deviation of those that have come to their end', () => {
		// (3 + 1) / 2, √((1 + 1) / 1); (2 + 4 + 6) / 3, √((4 + 0 + 4) / 2).
		expect(groupSeeds(results)).toEqual([
			{
				varied: [['learningRate', '0.01']], count: 2, total: 3, mean: 2, deviation: Math.SQRT2,
			},
			{
				varied: [['learningRate', '0.1']], count: 3, total: 3, mean: 4, deviation: 2,
			},
		]);
		expect(groupSeeds([resultOf('0.1', '1', 2), resultOf('0.1', '2', 5, {state: 'running'})])).toMatchObject([{count: 1, mean: 2, deviation: undefined}]);
		expect(groupSeeds([resultOf('0.1', '1', undefined, {state: 'waiting'})])).toMatchObject([{count: 0, mean: undefined}]);
	});

	it('has no groups without several seeds', () => {
		expect(groupSeeds([resultOf('0.1', '1', 2, {varied: [['learningRate', '0.1']]})])).toEqual([]);
	});

	it('is a table', () => {
		expect(sweepTable(results)).toEqual([
			'seed  learning rate     step  mean loss  state',
			'   2           0.01  100/100     1.0000  done',
			'   1            0.1  100/100     2.0000  done',
			'   1           0.01  100/100     3.0000  done',
			'   2            0.1  100/100     4.0000  done',
			'   3            0.1  100/100     6.0000  done',
			'   3           0.01    7/100   900.0000  diverged',
			'',
			'learning rate  mean loss  deviation  seeds',
			'         0.01     2.0000     1.4142  2 of 3',
			'          0.1     4.0000     2.0000  3',
		]);
	});

	it('breaks no word where there is little room', () => {
		const lines = sweepTable(results, 40);
		expect(lines.slice(0, 2)).toEqual(['seed 2, learning rate 0.01, step', '  100/100, mean loss 1.0000, state done']);
		expect(lines.slice(-3)).toEqual([
			'learning rate  mean loss     std  seeds',
			'         0.01     2.0000  1.4142  2 of 3',
			'          0.1     4.0000  2.0000  3',
		]);
		for (let room = 20; room < 80; room++) {
			expect(Math.max(...sweepTable(results, room).map(({length}) => length))).toBeLessThanOrEqual(room);
		}
	});

	it('is lines of JSON', () => {
		expect(JSON.parse(resultJson(results[0]))).toEqual({
			type: 'run', settings: {seed: 1, learningRate: 0.1}, state: 'completed', steps: 100, meanLoss: 2, validationLoss: null, folder: 'runs/0.1-1',
		});
		expect(JSON.parse(groupsJson(results))).toMatchObject({type: 'groups', loss: 'meanLoss', groups: [{settings: {learningRate: 0.01}, count: 2, mean: 2}, {settings: {learningRate: 0.1}, deviation: 2}]});
	});
});
