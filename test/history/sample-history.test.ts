import {expect, it} from 'vitest';
import {finalSamples} from '../../source/history/sample-history.js';
import {type ToldSample} from '../../source/training/told-events.js';

const sample = (step: number, ordinal?: number): ToldSample => ({
	type: 'sample', step, text: `of ${step}`, ...(ordinal !== undefined && {ordinal}),
});

it('has those that a run ended with, and not those of an end that it went on from', () => {
	const earlier = [sample(3), sample(5, 1), sample(5, 2)];
	expect(finalSamples(earlier)).toEqual(earlier.slice(1));
	const later = [sample(7), sample(9, 1), sample(9, 2)];
	expect(finalSamples([...earlier, ...later])).toEqual(later.slice(1));
	expect(finalSamples([sample(3)])).toEqual([]);
});
