import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {element, escaped} from '../../../source/report/export/markup.js';
import {anyText} from '../../helpers/texts.js';
import {parseMarkup, textOf} from '../../helpers/parse-markup.js';

describe('an element', () => {
	it('has attributes and contents', () => {
		expect(element('p', {class: 'a', id: undefined, width: 2}, 'x', element('b', {}, 'y'), undefined).markup).toBe('<p class="a" width="2">x<b>y</b></p>');
	});

	it('is closed by itself only where HTML knows no end tag', () => {
		expect(element('meta', {name: 'x'}).markup).toBe('<meta name="x" />');
		expect(element('td', {}).markup).toBe('<td></td>');
	});
});

describe('escaped text', () => {
	it.each([
		['<b>"&\'', '&lt;b&gt;&quot;&amp;&#39;'],
		['a\u{0}\u{1B}\n', 'a␀␛␊'],
		[']]>', ']]&gt;'],
		['\u{D800}', String.raw`\u{d800}`],
		['\u{FFFE}\u{FFFF}\u{1FFFF}', String.raw`\u{fffe}\u{ffff}\u{1ffff}`],
		['\u{202E}', String.raw`\u{202e}`],
		['🎉é', '🎉é'],
	])('of %j is %s', (text, markup) => {
		expect(escaped(text)).toBe(markup);
	});

	it('is a text for an XML parser, in contents and in attributes', () => {
		const unit = fc.constantFrom('<', '>', '&', '"', '\'', ']]>', '<!--', '&amp;', '\u{0}', '\u{D800}', '\u{DC00}', '\u{FFFF}', '\u{2066}', 'a');
		const texts = fc.oneof(anyText, fc.string({unit}));
		fc.assert(fc.property(texts, text => {
			const {attributes, ...node} = parseMarkup(element('p', {title: text}, text).markup);
			expect(textOf({...node, attributes})).toBe(attributes.title);
			expect(attributes.title.replaceAll(/\P{ASCII}|\\u\{[\da-f]+\}/gv, '')).toBe(text.replaceAll(/[^\u{20}-\u{7E}]/gv, ''));
		}), {numRuns: 500});
	});
});
