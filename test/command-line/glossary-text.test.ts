import {describe, expect, it} from 'vitest';
import {glossaryText} from '../../source/command-line/glossary-text.js';
import {parseArguments} from '../../source/command-line/parse-arguments.js';
import {glossary} from '../../source/report/glossary.js';

describe('the command glossary', () => {
	it('prints all terms, or the one that is asked for', () => {
		expect(glossaryText().split('\n\n').length).toBe(glossary.length);
		expect(glossaryText('nat')).toBe([
			'nat',
			'  means  The unit of surprise and of loss, with the natural logarithm. 0.69 nats are a coin toss (1 bit), 3.30 a blind guess among 27 tokens.',
			'  see    Overview: the y axis; Step: the bars',
		].join('\n'));
	});

	it('breaks no word in a narrow window', () => {
		expect(glossaryText(undefined, {room: 40}).split('\n').filter(line => line.length > 40)).toEqual([]);
	});

	it('says what to do about a term that is not there', () => {
		expect(() => glossaryText('quux')).toThrow('Expected a term of the screen, got quux. microgpt-tui glossary explains all of them.');
	});

	it('takes a term of several words', () => {
		expect(parseArguments(['glossary', 'learning', 'rate', '--ascii'])).toEqual({command: 'glossary', term: 'learning rate', isAscii: true});
		expect(parseArguments(['glossary'])).toEqual({command: 'glossary', term: undefined, isAscii: false});
	});
});
