import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {seriesOf, textRows, valueLabels} from '../../helpers/chart-text.js';

describe('the y axis', () => {
	it('has round numbers in the rows where they belong', () => {
		const rows = textRows({series: [seriesOf([1.87, 3.28, 2.5, 4.02])], height: 18});
		// Sixteen rows from 4.5 down to 1.5: five rows for each whole number.
		expect(valueLabels(rows)).toEqual([{label: '4', row: 3}, {label: '3', row: 8}, {label: '2', row: 13}]);
	});

	it('has labels of one width', () => {
		const rows = textRows({series: [seriesOf([-12, 3, 104])], height: 24});
		expect(valueLabels(rows).map(({label}) => label)).toEqual(['120', '100', '80', '60', '40', '20', '0', '-20']);
		// Above the line of the x axis.
		expect(rows.slice(0, -2).every(row => /^[\d \-]{4}[│┤]/v.test(row))).toBe(true);
	});

	it('does not pretend to a precision that a single loss has not', () => {
		const rows = textRows({series: [seriesOf([3.28152])]});
		expect(valueLabels(rows).filter(({label}) => label.length > 6)).toEqual([]);
	});
});

describe('the labels of the guides', () => {
	const guides = [{label: 'bigram', value: 2.53, isAlwaysShown: true}, {label: 'uniform', value: 3.3, isAlwaysShown: true}, {label: 'unigram', value: 2.88, isAlwaysShown: true}];

	it('sit at the right edge in the row of their line', () => {
		const rows = textRows({guides, height: 26});
		for (const text of ['┄ uniform 3.30', '┄ unigram 2.88', '┄ bigram 2.53']) {
			expect(rows.map(row => row.trimEnd()).filter(row => row.endsWith(text))).toHaveLength(1);
		}
	});

	it('never cover each other', () => {
		const someValues = fc.array(fc.double({min: 0, max: 5, noNaN: true}), {minLength: 1, maxLength: 4});
		fc.assert(fc.property(someValues, fc.integer({min: 8, max: 40}), (values, height) => {
			const texts = values.map(value => value.toFixed(2));
			const rows = textRows({guides: values.map((value, index) => ({label: `guide${index}`, value, isAlwaysShown: true})), height});
			const found = [...rows.join('\n').matchAll(/guide(?<index>\d) (?<value>\d\.\d\d)/gv)].map(({groups}) => groups!);
			expect(rows.every(row => row.split('guide').length <= 2)).toBe(true);
			expect(found.map(({value}) => value)).toEqual(found.map(({index}) => texts[Number(index)]));
			// At the bottom there may be no free row left.
			expect(found.length).toBeGreaterThanOrEqual(1);
		}));
	});

	it('all show where the losses of the course leave room', () => {
		for (let height = 8; height <= 40; height++) {
			const text = textRows({guides, height, series: [seriesOf([4.2, 1.7])]}).join('\n');
			expect(text).toContain('uniform 3.30');
			expect(text).toContain('unigram 2.88');
			expect(text).toContain('bigram 2.53');
		}
	});

	it('give way to the curve in a narrow chart', () => {
		expect(textRows({guides, width: 30}).join('')).not.toContain('uniform');
	});
});

describe('the x axis', () => {
	it('is labelled in steps', () => {
		const rows = textRows({steps: [1, 1000], series: [seriesOf([1, 2])]});
		expect(rows.at(-1)).toMatch(/^ +1 +200 +400 +600 +800 +1,000$/v);
		expect(rows.at(-2)?.replaceAll('─', '')).toMatch(/^ +└┬{6}$/v);
	});

	it('says so where there is room', () => {
		expect(textRows({guides: [{label: 'bigram', value: 2.53, isAlwaysShown: true}]}).at(-1)).toMatch(/100 step *$/v);
	});

	it('keeps its labels apart, with each below its tick', () => {
		fc.assert(fc.property(fc.integer({min: 1, max: 1e9}), fc.integer({min: 20, max: 200}), (last, width) => {
			const rows = textRows({steps: [1, last], width});
			const labels = [...rows.at(-1)!.matchAll(/[\d,]+/gv)];
			const numbers = labels.map(([label]) => Number(label.replaceAll(',', '')));
			expect(numbers[0]).toBe(1);
			expect(numbers.at(-1)).toBeLessThanOrEqual(last);
			expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers);
			expect(labels.map(([label]) => label)).toEqual(numbers.map(number => number.toLocaleString('en')));
			const ticks = [...rows.at(-2)!.matchAll(/┬/gv)].map(({index}) => index);
			expect(ticks).toHaveLength(labels.length);
			expect(ticks.every((tick, index) => tick >= labels[index].index && tick < labels[index].index + labels[index][0].length)).toBe(true);
		}));
	});
});
