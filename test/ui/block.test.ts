import fc from 'fast-check';
import {renderToString} from 'ink';
import {createElement} from 'react';
import stringWidth from 'string-width';
import {describe, expect, it} from 'vitest';
import {Block} from '../../source/ui/components/block.js';
import {colorTheme} from '../helpers/frame.js';

const draw = (lines: readonly string[], columns: number, rows: number) =>
	renderToString(createElement(Block, {lines, columns, rows}), {columns}).split('\n');

describe('a block of lines', () => {
	it('shows each line in its row, and fills up the rest', () => {
		expect(draw(['a', '', ' b'], 5, 4)).toEqual(['a', '', ' b', '']);
	});

	it('cuts off what does not fit, by cells and not by characters', () => {
		expect(draw(['123456', '名前名前', 'e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}', '🎉🎉🎉'], 5, 4).map(row => row.normalize('NFC')))
			.toEqual(['12345', '名前', 'ééééé', '🎉🎉']);
		expect(draw([colorTheme.paint('key', '123456')], 5, 1)[0]).toContain('12345');
		expect(draw([colorTheme.paint('key', '123456')], 5, 1)[0]).not.toContain('6');
	});

	it('never takes more cells than it has, whatever the text', () => {
		const anyText = fc.string({unit: 'grapheme', maxLength: 60}).map(text => text.replaceAll(/[\p{Control}\p{Format}]/gv, ''));
		fc.assert(fc.property(fc.array(anyText, {maxLength: 6}), fc.integer({min: 8, max: 40}), (lines, columns) => {
			const rows = draw(lines, columns, 5);
			expect(rows).toHaveLength(5);
			expect(rows.filter(row => stringWidth(row) > columns)).toEqual([]);
		}));
	});
});
