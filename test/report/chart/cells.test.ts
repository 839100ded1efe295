import fc from 'fast-check';
import stringWidth from 'string-width';
import {describe, expect, it} from 'vitest';
import {drawColumns} from '../../../source/report/chart/column-chart.js';
import {cutText, endOfText} from '../../../source/text/cut-text.js';
import {asciiGlyphs, unicodeGlyphs} from '../../../source/report/chart/glyphs.js';
import {formatPercent} from '../../../source/text/percent.js';
import {visibleText} from '../../../source/text/visible-text.js';
import {anyText} from '../../helpers/texts.js';

describe('a text in a number of cells', () => {
	it('takes exactly these, whatever it is', () => {
		fc.assert(fc.property(anyText, fc.integer({min: 1, max: 40}), fc.boolean(), (text, width, isAscii) => {
			const cells = cutText(visibleText(text, isAscii), width, isAscii);
			expect(stringWidth(cells)).toBe(width);
		}), {numRuns: 300});
	});

	it('is filled up, or cut off with a sign', () => {
		expect(cutText('kora', 6, false)).toBe('kora  ');
		expect(cutText('kora', 4, false)).toBe('kora');
		expect(cutText('korana', 4, false)).toBe('kor…');
		expect(cutText('korana', 4, true)).toBe('kor~');
		expect(cutText('名前名前', 4, false)).toBe('名… ');
		expect(cutText('é\u{301}é\u{301}é\u{301}', 2, false)).toBe('é\u{301}…');
		expect(cutText('kora', 0, false)).toBe('');
	});
});

describe('the end of a text in at most a number of cells', () => {
	it('is as much of it as fits, after a sign that something is left out', () => {
		expect(endOfText('kora', 4, false)).toBe('kora');
		expect(endOfText('korana', 4, false)).toBe('…ana');
		expect(endOfText('korana', 4, true)).toBe('~ana');
		expect(endOfText('名前名前', 4, false)).toBe('…前');
		expect(endOfText('kora', 0, false)).toBe('');
	});

	it('never takes more, whatever it is', () => {
		fc.assert(fc.property(anyText, fc.nat(40), fc.boolean(), (text, width, isAscii) => {
			const shown = visibleText(text, isAscii);
			const end = endOfText(shown, width, isAscii);
			expect(stringWidth(end)).toBeLessThanOrEqual(width);
			expect(shown.endsWith(end.replace(/^[~…]/v, ''))).toBe(true);
		}), {numRuns: 300});
	});
});

describe('columns', () => {
	it('are as high as their shares', () => {
		const size = {height: 2, columnWidth: 2, gap: 1};
		expect(drawColumns([0, 0.25, 0.5, 0.75, 1], size, unicodeGlyphs)).toEqual([
			'         ▄▄ ██',
			'▁▁ ▄▄ ██ ██ ██',
		]);
		expect(drawColumns([0, 1], {height: 1, columnWidth: 1, gap: 0}, asciiGlyphs)).toEqual(['_#']);
	});
});

describe('a share in percent', () => {
	it.each([
		[0, '  0%'], [0.0001, '<.1%'], [0.0005, '0.1%'], [0.0094, '0.9%'], [0.0994, '9.9%'], [0.0996, ' 10%'], [0.314, ' 31%'], [0.996, '100%'], [1, '100%'],
	])('shows %d as %j', (share, text) => {
		expect(formatPercent(share)).toBe(text);
	});

	it('always takes four cells', () => {
		fc.assert(fc.property(fc.double({min: 0, max: 1, noNaN: true}), share => {
			expect(formatPercent(share)).toHaveLength(4);
		}));
	});
});
