import fc from 'fast-check';
import stringWidth from 'string-width';
import {describe, expect, it} from 'vitest';
import {type ListedInFamily} from '../../source/report/run-families.js';
import {runsTable} from '../../source/report/runs-table.js';
import {runOrders, sortRuns, type SizedRun} from '../../source/report/sort-runs.js';
import {exampleRuns} from '../helpers/example-runs.js';

const runs = exampleRuns(4).map((run, index): ListedInFamily => ({...run, branches: [], ...(index === 2 && {title: 'wide', bytes: 12_345, info: {...run.info, bestValidationLoss: 2.25}})}));
const titlesAt = (width: number, order?: 'seed' | 'validation') => runsTable(runs, {isAscii: false, width, ...(order !== undefined && {order})})[0].trim().split(/ {2,}/v);

describe('the table of runs', () => {
	it('has all that one compares by, and a dash for what is not known', () => {
		const lines = runsTable(runs, {isAscii: false});
		expect(lines[0].split(/ {2,}/v)).toEqual(['run', 'data', 'step', 'learning rate', 'seed', 'running mean', 'best validation', 'state', 'size']);
		expect(lines[1].split(/ {2,}/v)).toEqual(['2026-11-28-101500-chapter7', 'names.txt', '1,000/1,000', '0.01', '42', '2.0000', '-', 'completed', '-']);
		// It was killed before the first step was saved.
		expect(lines[2].split(/ {2,}/v).slice(2)).toEqual(['0/1,000', '0.01', '42', '-', '-', 'interrupted', '-']);
		expect(lines[3].split(/ {2,}/v)).toEqual(['wide', 'names.txt', '10,000/10,000', '0.01', '42', '2.2000', '2.2500', 'stopped', '12.3 kB']);
	});

	it('lets columns go one by one where it is narrow, and never the name', () => {
		expect(titlesAt(120)).toEqual(['run', 'data', 'step', 'rate', 'seed', 'run.mean', 'best val', 'state', 'size']);
		expect(titlesAt(79)).toEqual(['run', 'step', 'run.mean', 'best val', 'state']);
		expect(titlesAt(73)).toEqual(['run', 'run.mean', 'best val', 'state']);
		expect(titlesAt(36)).toEqual(['run', 'run.mean']);
		expect(titlesAt(29)).toEqual(['run']);
		expect(titlesAt(80, 'seed')).toContain('seed↑');
		expect(titlesAt(39, 'validation')).toEqual(['run', 'best val↑']);
	});

	it('never cuts a name that is to be copied', () => {
		const lines = runsTable(runs, {isAscii: false, width: 30, hasWholeNames: true});
		expect(lines.map(line => line.split(/ {2,}/v))).toEqual([['run'], ...runs.map(({name, title}) => [title ?? name])]);
		expect(runsTable(runs, {isAscii: false, width: 10, hasWholeNames: true})).toEqual(lines);
		expect(runsTable(runs, {isAscii: false, width: 79, hasWholeNames: true})).toEqual(runsTable(runs, {isAscii: false, width: 79}));
	});

	it('has forks below what they have left, and forks of forks no farther to the right than their names can be read', () => {
		const lines = (isAscii: boolean, isFollowed: boolean) => {
			const descent = runs.map((run, depth) => ({...run, branches: [isFollowed, false, isFollowed].slice(0, depth)}));
			return runsTable(descent, {isAscii}).slice(1).map(line => line.slice(0, 12));
		};

		expect(lines(false, false)).toEqual(['2026-11-28-1', '└ 2026-11-27', '  └ wide    ', '    └ 2026-1']);
		expect(lines(true, false)).toEqual(['2026-11-28-1', '`-2026-11-27', '  `-wide    ', '    `-2026-1']);
		expect(lines(false, true)).toEqual(['2026-11-28-1', '├ 2026-11-27', '│ └ wide    ', '│   ├ 2026-1']);
		expect(lines(true, true)).toEqual(['2026-11-28-1', '|-2026-11-27', '| `-wide    ', '|   |-2026-1']);
	});

	it('fits any width', () => {
		const anyBranches = fc.array(fc.boolean(), {maxLength: 3});
		fc.assert(fc.property(fc.integer({min: 26, max: 200}), fc.boolean(), fc.constantFrom(...runOrders), anyBranches, (width, isAscii, order, branches) => {
			const lines = runsTable(runs.map((run, index) => ({...run, branches: branches.slice(0, index)})), {isAscii, width, order});
			expect(lines.filter(line => stringWidth(line) > width)).toEqual([]);
			expect(lines).toHaveLength(runs.length + 1);
		}));
	});
});

describe('sorted runs', () => {
	const numbered = (...values: Array<number | undefined>) => exampleRuns(values.length).map((run, index): SizedRun => {
		const value = values[index];
		const {loss, ...info} = run.info;
		return {
			...run,
			name: String(value),
			...(value !== undefined && {bytes: value}),
			info: {
				...info, ...(value !== undefined && {loss: value, bestValidationLoss: value}), step: value ?? 0, createdAt: new Date(value ?? 0).toISOString(),
			},
		};
	});
	const namesBy = (order: (typeof runOrders)[number]) => sortRuns(numbered(2, undefined, 10, 1), order).map(({name}) => name);

	it.each(['mean', 'validation', 'run'] as const)('have the lowest first by %s, and what is not known last', order => {
		expect(namesBy(order)).toEqual(['1', '2', '10', 'undefined']);
	});

	it.each(['size', 'step', 'begun'] as const)('have the highest first by %s, and what is not known last', order => {
		expect(namesBy(order)).toEqual(['10', '2', '1', 'undefined']);
	});

	it('stay in their order where that says nothing', () => {
		for (const order of ['seed', 'rate'] as const) {
			expect(namesBy(order)).toEqual(['2', 'undefined', '10', '1']);
		}
	});
});
