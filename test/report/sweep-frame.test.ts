import {describe, expect, it} from 'vitest';
import {type LiveResult, sweepFrame} from '../../source/report/sweep-frame.js';

function resultOf(rate: string, seed: string, rest: Partial<LiveResult> = {}): LiveResult {
	return {
		varied: [['seed', seed], ['learningRate', rate]], state: 'waiting', step: 0, steps: 3000, meanLoss: undefined, validationLoss: undefined, bestValidationLoss: undefined, isValidated: true, hasPatience: false, folder: undefined, ...rest,
	};
}

const results = [
	resultOf('0.1', '1', {
		state: 'completed', step: 3000, meanLoss: 2.5, validationLoss: 2.6,
	}),
	resultOf('0.01', '1', {
		state: 'running', step: 1500, meanLoss: 2.4, validationLoss: 2.5, stepsPerSecond: 1234,
	}),
	...['2', '3', '4', '5', '6'].map(seed => resultOf('0.1', seed)),
];
const options = {
	columns: 80, rows: 24, first: 0, isStopping: false, isAscii: false,
};

describe('a sweep on the screen', () => {
	it('says what each combination has come to, and below it the groups', () => {
		const lines = sweepFrame(results, options);
		expect(lines).toHaveLength(24);
		expect(lines.slice(0, 5)).toEqual([
			'Sweep: 1 of 7 done, 1 running',
			'seed  learning rate         step  mean loss  validation    speed  state',
			'   1           0.01  1,500/3,000     2.4000      2.5000  1,234/s  running',
			'   1            0.1  3,000/3,000     2.5000      2.6000           done',
			'   2            0.1      0/3,000          –           –           waiting',
		]);
		expect(lines.slice(-4)).toEqual([
			'learning rate  mean validation  deviation  seeds',
			'          0.1           2.6000          –  1 of 6',
			'         0.01                –          –  0 of 1',
			'q stop and save',
		]);
	});

	it('leaves out columns on a small screen, and scrolls', () => {
		const small = {...options, columns: 40, rows: 12};
		const lines = sweepFrame(results, {...small, first: 99});
		expect(lines).toHaveLength(12);
		expect(lines.filter(line => line.length > 40 || line.includes('…'))).toEqual([]);
		expect(lines[1]).toBe('seed  learning rate  validation  state');
		expect(lines.at(-1)).toBe('q stop and save  ↑↓  3 to 7 of 7');
		expect(sweepFrame(results, small).at(-1)).toContain('1 to 5 of 7');
	});

	it('tells of the best validation where a run may end for want of a better one', () => {
		const patient = results.map(result => ({...result, hasPatience: true, bestValidationLoss: result.validationLoss === undefined ? undefined : result.validationLoss - 0.5}));
		const lines = sweepFrame(patient, options);
		expect(lines.slice(1, 3)).toEqual([
			'seed  learning rate         step  mean loss  best val    speed  state',
			'   1           0.01  1,500/3,000     2.4000    2.0000  1,234/s  running',
		]);
		expect(lines.at(-4)).toBe('learning rate  mean best validation  deviation  seeds');
		const small = {...options, columns: 40, rows: 12};
		expect(sweepFrame(patient, small).filter(line => line.length > 40 || line.includes('…'))).toEqual([]);
	});

	it('says that it stops', () => {
		expect(sweepFrame(results, {...options, isStopping: true})[0]).toBe('Sweep: 1 of 7 done, 1 stopping');
	});

	it('draws the curves of the best six over the list, where that leaves room', () => {
		const curve = (slope: number) => Array.from({length: 50}, (_, index) => {
			const loss = 3.3 - (slope * index / 50);
			return {
				firstStep: index + 1, lastStep: index + 1, mean: loss, minimum: loss, maximum: loss, runningMean: loss,
			};
		});
		const curved = results.map((result, index) => index < 2 ? {...result, curve: curve(index + 0.3)} : result);
		const lines = sweepFrame(curved, {...options, rows: 30});
		expect(lines).toHaveLength(30);
		expect(lines.filter(line => line.length > 80)).toEqual([]);
		const titles = lines.findIndex(line => line.includes('learning rate') && line.includes('state'));
		expect(titles).toBeGreaterThan(8);
		expect(lines.slice(1, titles).join('\n')).toMatch(/aaa/v);
		expect(lines.slice(1, titles).join('\n')).toMatch(/bbb/v);
		expect(lines[titles + 1]).toMatch(/^a +1 +0\.01 /v);
		// There is no room for it among 20 lines, nor anything to draw before the first steps.
		expect(sweepFrame(curved, {...options, rows: 20})[1]).toMatch(/^seed/v);
		expect(sweepFrame(results, {...options, rows: 30})[1]).toMatch(/^seed/v);
	});
});
