import {describe, expect, it} from 'vitest';
import {asciiGlyphs} from '../../source/report/chart/glyphs.js';
import {Overview} from '../../source/ui/views/overview/overview.js';
import {expectToFit, type FrameOptions, renderFrame} from '../helpers/frame.js';
import {watchedSnapshot} from '../helpers/watched-snapshot.js';

const linesOf = (steps: number, speed: number) => Array.from({length: steps}, (_, index) => `step ${index + 1}/200: loss ${(2 + (2 * Math.exp(-index / speed))).toFixed(4)}`);
const runs = [['logs/a.log', 70, 20], ['logs/b.log', 150, 50], ['logs/c.log', 40, 90]] as const;
const snapshots = runs.map(([, steps, speed]) => watchedSnapshot(linesOf(steps, speed)));

/** All of them, of which one is in focus. */
function sideBySide(focus: number, names: readonly string[] = runs.map(([name]) => name)): Pick<FrameOptions, 'snapshot' | 'shown'> {
	return {
		snapshot: snapshots[focus],
		shown: {
			runs: snapshots.map(({curve}, index) => ({
				mark: (['a', 'b', 'c'] as const)[index], name: names[index], curve, session: undefined,
			})),
			focus,
		},
	};
}

const sizes = {'80x24': {columns: 80, rows: 23}, '120x40': {columns: 120, rows: 39}, '40x12': {columns: 40, rows: 11}};
const frames: Readonly<Record<string, FrameOptions>> = {
	...Object.fromEntries(Object.entries(sizes).map(([name, size]) => [`watch-several-${name}`, {...sideBySide(0), ...size}])),
	'watch-several-80x24-ascii': {...sideBySide(1), ...sizes['80x24'], glyphs: asciiGlyphs},
};

describe('several runs on one chart', () => {
	it.each(Object.entries(frames))('are drawn in %s as in its golden file', async (name, options) => {
		await expect(`${renderFrame(Overview, options)}\n`).toMatchFileSnapshot(`../golden/frames/${name}.txt`);
	});

	it.each(Object.entries(frames))('fill their place in %s, with and without colour', (_, options) => {
		expectToFit(Overview, options);
	});

	it('are told apart by letters, whichever is shown', () => {
		for (const shown of [0, 1, 2]) {
			const frame = renderFrame(Overview, {...sideBySide(shown), ...sizes['80x24']});
			for (const [index, mark] of ['a', 'b', 'c'].entries()) {
				expect(frame).toContain(index === shown ? `${mark}━ ${mark}.log` : `${mark}${mark} ${mark}.log`);
				expect(new RegExp(`[│┤┛┓┏┗].*${mark}{2}`, 'v').test(frame)).toBe(index !== shown);
			}
		}
	});

	it('reach as far as the one that has come furthest', () => {
		expect(renderFrame(Overview, {...sideBySide(2), ...sizes['80x24']})).toMatch(/ 200\n/v);
	});

	it('have their folders in their names where those are the same', () => {
		const frame = renderFrame(Overview, {...sideBySide(0, ['x/one/train.log', 'x/two/train.log', 'x/three/train.log']), ...sizes['120x40']});
		expect(frame).toMatch(/one\/train\.log +bb two\/train\.log +cc three\/train\.log/v);
	});

	it('have a key for the next only where there are several', () => {
		expect(renderFrame(Overview, {...sideBySide(0), ...sizes['80x24']})).toContain('f file');
		expect(renderFrame(Overview, {snapshot: snapshots[0], ...sizes['80x24']})).not.toContain('f file');
	});
});
