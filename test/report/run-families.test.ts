import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {arrangeRuns, originText} from '../../source/report/run-families.js';
import {runOrders, type SizedRun} from '../../source/report/sort-runs.js';
import {exampleRuns} from '../helpers/example-runs.js';

const [example] = exampleRuns(1);

/** A run that was begun at a time, and may have left another one. */
function runAt(time: number, name: string, parent?: string): SizedRun {
	const {info} = example;
	return {
		...example,
		name,
		info: {
			...info,
			createdAt: new Date(time).toISOString(),
			...(parent !== undefined && {parent: {run: parent, step: 343, documents: 343}}),
		},
	};
}

const tree = (runs: readonly SizedRun[]) => arrangeRuns(runs, 'begun').map(({name, branches}) => ' '.repeat(branches.length) + name);

describe('runs in their families', () => {
	const family = [
		runAt(1, 'first'),
		runAt(2, 'left first', 'first'),
		runAt(4, 'left the fork', 'left first'),
		runAt(5, 'left last', 'first'),
	];

	it('have forks below what they have left, the latest first', () => {
		expect(tree(family)).toEqual(['first', ' left last', ' left first', '  left the fork']);
		expect(tree([...family, runAt(6, 'left the fork late', 'left first')])).toEqual(['first', ' left last', ' left first', '  left the fork late', '  left the fork']);
	});

	it('say of each branch whether another one of the same run follows below', () => {
		const branches = (runs: readonly SizedRun[]) => arrangeRuns(runs, 'begun').map(run => run.branches.map(isFollowed => isFollowed ? '+' : '.').join(''));
		expect(branches(family)).toEqual(['', '+', '.', '..']);
		expect(branches([...family, runAt(6, 'left last too', 'left last'), runAt(7, 'and this', 'left last')])).toEqual(['', '+', '++', '+.', '.', '..']);
	});

	it('stand where the newest of them is', () => {
		expect(tree([...family, runAt(3, 'between'), runAt(6, 'latest')])).toEqual(['latest', 'first', ' left last', ' left first', '  left the fork', 'between']);
	});

	it('begin anew where the parent is gone, or was not saved', () => {
		const {run, ...unsaved} = runAt(7, 'of none', 'x').info.parent!;
		const fork = runAt(7, 'of none');
		expect(tree([...family.slice(1), {...fork, info: {...fork.info, parent: unsaved}}])).toEqual(['of none', 'left last', 'left first', ' left the fork']);
	});

	it('are no families in any other order', () => {
		expect(arrangeRuns(family, 'run').map(({name, branches}) => ' '.repeat(branches.length) + name)).toEqual(['first', 'left first', 'left last', 'left the fork']);
	});

	it('have each run once, whatever their files say of parents', () => {
		const anyParents = fc.array(fc.nat({max: 12}), {minLength: 1, maxLength: 10});
		fc.assert(fc.property(anyParents, fc.constantFrom(...runOrders), (parents, order) => {
			const runs = parents.map((parent, index) => runAt(index, String(index), String(parent)));
			const arranged = arrangeRuns(runs, order);
			const names = new Set(arranged.map(({name}) => name));
			expect([arranged.length, names.size]).toEqual([runs.length, runs.length]);
		}));
	});

	it('may be long lines of descent', () => {
		const runs = Array.from({length: 5000}, (_, index) => runAt(index, String(index), String(index - 1)));
		expect(arrangeRuns(runs, 'begun').at(-1)).toMatchObject({name: '4999', branches: [false, false, false]});
	});
});

it('names what a fork has left as the list does', () => {
	const parent = {...runAt(1, '2026-11-28-101500-chapter7'), title: 'small steps'};
	const {parent: point} = runAt(2, 'fork', parent.name).info;
	expect(originText(point!, [parent])).toBe('left small steps at step 343');
	expect(originText(point!, [])).toBe('left 2026-11-28-101500-chapter7 at step 343');
	expect(originText({step: 1343, documents: 0}, [parent])).toBe('left a run that was not saved at step 1,343');
});
