import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {unicodeGlyphs} from '../../../source/report/chart/glyphs.js';
import {type LabelledLine, placeLabels} from '../../../source/report/chart/guide-labels.js';
import {drawLossChart} from '../../../source/report/chart/loss-chart.js';
import {exampleSnapshot} from '../../helpers/example-snapshot.js';

const line = (name: string, row: number, isFirst = true): LabelledLine => ({name, row, isFirst});
const placesOf = (lines: readonly LabelledLine[], rowCount: number) => placeLabels(lines, rowCount).map(({name, row, hangs}) => `${row} ${hangs} ${name}`).toSorted();

describe('the names of level lines', () => {
	it('stand beside their lines', () => {
		expect(placesOf([line('uniform', 1), line('unigram', 3), line('bigram', 4)], 6)).toEqual(['1 beside uniform', '3 beside unigram', '4 beside bigram']);
	});

	it('hang on their line where it shares its row, below or above as they are in order', () => {
		expect(placesOf([line('unigram', 3), line('bigram', 3)], 6)).toEqual(['3 beside unigram', '4 below bigram']);
		expect(placesOf([line('4-gram', 3, false), line('bigram', 3)], 6)).toEqual(['2 above 4-gram', '3 beside bigram']);
	});

	it('are left out rather than put beside another line, or outside', () => {
		expect(placesOf([line('bigram', 3), line('trigram', 3, false), line('4-gram', 4, false)], 6)).toEqual(['3 beside bigram', '4 beside 4-gram']);
		expect(placesOf([line('bigram', 5), line('trigram', 5, false), line('4-gram', 9)], 6)).toEqual(['5 beside bigram']);
		expect(placesOf([line('bigram', 0), line('trigram', 0)], 0)).toEqual([]);
	});

	it('are never beside a line that is not theirs, whatever the lines', () => {
		const anyLines = fc.array(fc.tuple(fc.integer({min: -1, max: 6}), fc.boolean()), {minLength: 2, maxLength: 5, size: 'max'})
			.map(list => list.toSorted(([a], [b]) => a - b).map(([row, isFirst], index) => line(String(index), row, isFirst)));
		let hanging = 0;
		fc.assert(fc.property(anyLines, fc.integer({min: 0, max: 8}), (lines, rowCount) => {
			const placed = placeLabels(lines, rowCount);
			expect(new Set(placed.map(({row}) => row)).size).toBe(placed.length);
			const rows = new Set(lines.map(({row}) => row));
			for (const {name, row, hangs} of placed) {
				const own = lines[Number(name)].row;
				expect(row - own).toBe({beside: 0, above: -1, below: 1}[hangs]);
				expect(hangs === 'beside' || !rows.has(row)).toBe(true);
				hanging += hangs === 'beside' ? 0 : 1;
			}

			// Every line that is in the picture has a name in its row.
			const named = new Set(placed.filter(({hangs}) => hangs === 'beside').map(({row}) => row));
			expect([...rows].filter(row => row >= 0 && row < rowCount).every(row => named.has(row))).toBe(true);
		}), {numRuns: 300});
		expect(hanging).toBeGreaterThan(20);
	});
});

describe.each([[38, 7], [58, 8], [78, 12]])('in a chart of %i by %i', (width, height) => {
	const baselines = {
		uniform: 3.2958, unigram: 2.8733, bigram: 2.5493, trigram: 2.4113, fourgram: 2.4299,
	};

	it('every name has the sign that says which line is meant', () => {
		const rows = drawLossChart(exampleSnapshot(393, {baselines}), {width, height, glyphs: unicodeGlyphs}).rows.map(spans => spans.map(({text}) => text).join(''));
		const named = rows.map((row, index) => ({index, match: /(?<hook>[ ╭╰])(?<name>uniform|unigram|bigram|trigram|4-gram)/v.exec(row)?.groups})).filter(({match}) => match);
		expect(named.length).toBeGreaterThanOrEqual(3);
		for (const {index, match} of named) {
			const hasLine = (other: number) => rows[other].includes('┄');
			expect(hasLine(match!.hook === ' ' ? index : index + (match!.hook === '╰' ? -1 : 1))).toBe(true);
		}
	});
});
