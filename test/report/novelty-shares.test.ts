import fc from 'fast-check';
import {expect, it} from 'vitest';
import {groupShares, joinShares} from '../../source/report/novelty-shares.js';
import {NoveltyHistory} from '../../source/history/novelty-history.js';

const anyShares = fc.array(fc.boolean(), {maxLength: 2000, size: 'max'}).map(copies => {
	const history = new NoveltyHistory();
	for (const [index, isCopy] of copies.entries()) {
		history.record(index + 1, isCopy ? 'copied' : 'new');
	}

	return history.shares();
});

it('keeps every sample, in at most so many groups of at least five', () => {
	fc.assert(fc.property(anyShares, fc.integer({min: 1, max: 40}), (shares, most) => {
		const groups = groupShares(shares, most);
		expect(groups.length).toBeLessThanOrEqual(most);
		expect(joinShares(groups)).toEqual(joinShares(shares));
		// And in no fewer than half of what there is room and there are samples for, the last one aside.
		const samples = joinShares(shares)?.total ?? 0;
		expect(2 * (groups.length + 1)).toBeGreaterThanOrEqual(Math.min(most, shares.length, Math.floor(samples / 5)));
		expect(groups.length <= 1 || groups.every(({total}) => total >= 5)).toBe(true);
		for (const [index, {firstStep}] of groups.entries()) {
			expect(firstStep).toBe((groups[index - 1]?.lastStep ?? 0) + 1);
		}
	}), {numRuns: 60});
});

it('leaves the groups before the last as they are when a sample comes', () => {
	const shareAt = (step: number) => ({
		firstStep: step, lastStep: step, copied: step % 2, total: 1,
	});
	for (let count = 1; count < 60; count++) {
		const shares = Array.from({length: count}, (_, index) => shareAt(index + 1));
		const [before, after] = [groupShares(shares, 12), groupShares([...shares, shareAt(count + 1)], 12)];
		expect(after.slice(0, before.length - 1)).toEqual(before.slice(0, -1));
	}
});

it('is nothing of nothing', () => {
	expect(groupShares([], 5)).toEqual([]);
	expect(joinShares([])).toBeUndefined();
});
