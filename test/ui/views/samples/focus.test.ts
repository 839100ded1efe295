import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {
	indexOfFocus,
	moveFocus,
	newestInFocus,
	shownTogether,
} from '../../../../source/ui/views/samples/focus.js';
import {firstShown} from '../../../../source/ui/views/samples/stream.js';
import {exampleTrace, exampleSamples} from '../../../helpers/example-samples.js';

const all = exampleSamples(40);
/** The newest first, as long as there are so many. */
const newest = (count: number) => all.slice(0, count).toReversed();

describe('the focus among samples', () => {
	it('follows the newest at the top', () => {
		const focus = moveFocus(newestInFocus, 0, newest(5));
		expect(indexOfFocus(focus, newest(9))).toBe(0);
	});

	it('stays with its sample while others come', () => {
		const focus = moveFocus(newestInFocus, 2, newest(5));
		expect(focus.sample).toBe(all[2]);
		expect(indexOfFocus(focus, newest(9))).toBe(6);
		expect(moveFocus(focus, 2, newest(9))).toBe(focus);
		expect(moveFocus(focus, 3, newest(9)).sample).toBe(all[1]);
	});

	it('goes no further than the oldest, and turns back at once', () => {
		const end = moveFocus(newestInFocus, 30, newest(5));
		expect(end.sample).toBe(all[0]);
		expect(moveFocus(end, 29, newest(5)).sample).toBe(all[1]);
	});

	it('is back at the newest after as many steps up as down', () => {
		const focus = moveFocus(newestInFocus, 3, newest(5));
		expect(moveFocus(focus, 0, newest(30))).toEqual(newestInFocus);
	});

	it('gives way to the newest when its sample is forgotten, or of another run', () => {
		const focus = moveFocus(newestInFocus, 4, newest(5));
		expect(indexOfFocus(focus, newest(40).slice(0, 10))).toBe(0);
	});

	it('has nothing to look at without samples', () => {
		expect(moveFocus(newestInFocus, 2, [])).toEqual({row: 2, sample: undefined});
	});

	it('is always among the rows that show, which are all filled if there is enough', () => {
		fc.assert(fc.property(fc.integer({min: 1, max: 200}), fc.integer({min: 1, max: 60}), fc.nat(199), (count, rows, anyFocus) => {
			const focus = Math.min(anyFocus, count - 1);
			const first = firstShown(focus, rows, count);
			expect(first).toBeGreaterThanOrEqual(0);
			expect(first).toBeLessThanOrEqual(focus);
			expect(first + rows).toBeGreaterThan(focus);
			expect(first === 0 || first + rows <= count).toBe(true);
		}));
	});
});

describe('list and letters', () => {
	const readAs = (index: number) => ({sample: all[index], trace: exampleTrace(all[index].text)});

	it('show the newest that has been read, as long as one follows the newest', () => {
		const read = readAs(3);
		expect(shownTogether(newest(9), newestInFocus, read)).toEqual({samples: newest(4), index: 0, read});
		expect(shownTogether(newest(9), newestInFocus, undefined)).toEqual({samples: newest(9), index: 0, read: {sample: all[8], trace: undefined}});
	});

	it('show the sample that is chosen, and its letters as soon as they are known', () => {
		const focus = moveFocus(newestInFocus, 2, newest(5));
		expect(shownTogether(newest(9), focus, readAs(4))).toEqual({samples: newest(9), index: 6, read: {sample: all[2], trace: undefined}});
		expect(shownTogether(newest(9), focus, readAs(2))).toEqual({samples: newest(9), index: 6, read: readAs(2)});
	});

	it('show the same one whatever has been read, forgotten and moved', () => {
		const anyMove = fc.record({row: fc.nat(20), count: fc.integer({min: 1, max: 20}), readIndex: fc.option(fc.nat(39), {nil: undefined})});
		fc.assert(fc.property(anyMove, ({row, count, readIndex}) => {
			const samples = newest(20 + count).slice(0, count);
			const focus = moveFocus(newestInFocus, row, samples);
			const shown = shownTogether(samples, focus, readIndex === undefined ? undefined : readAs(readIndex));
			expect(shown.read?.sample).toBe(shown.samples[shown.index]);
			expect(shown.read?.trace?.text ?? shown.read?.sample.text).toBe(shown.samples[shown.index].text);
		}));
	});

	it('have nothing to show before the first sample', () => {
		expect(shownTogether([], newestInFocus, undefined)).toEqual({samples: [], index: 0, read: undefined});
	});
});
