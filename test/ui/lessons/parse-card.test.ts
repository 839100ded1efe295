import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {ConfigError} from '../../../source/errors.js';
import {parseCard} from '../../../source/ui/lessons/parse-card.js';
import {chapter7, microgpt} from '../../../source/settings/presets.js';
import {createRunConfig} from '../../../source/settings/run-config.js';

/** Knows two ways to train. */
const readRun = (words: readonly string[]) => {
	const preset = [chapter7, microgpt].find(({name}) => name === words[1]);
	if (words[0] !== '--preset' || !preset || words.length !== 2) {
		throw new ConfigError(`Expected a preset, got ${words.join(' ')}.`);
	}

	return createRunConfig(preset);
};

const parse = (...lines: readonly string[]) => parseCard(lines.join('\n'), 'a-card', readRun);
const mistakesIn = (...lines: readonly string[]) => {
	const read = parse(...lines);
	return 'mistakes' in read ? read.mistakes.map(({line, text}) => `${line}: ${text}`) : [];
};

describe('a card', () => {
	it('is a header, some sentences, what is to be done, and what is said then', () => {
		expect(parse('---', 'title: Looking back', 'run: --preset microgpt', 'step: 1000', 'view: inside attention', 'done: view inside weights, key v', 'keys: right*2 v', '---', 'One sentence', 'goes on.', '', 'Another paragraph.', '', '> Press right', '> twice.', '', 'That', 'was it.')).toEqual({
			card: {
				name: 'a-card',
				title: 'Looking back',
				config: createRunConfig(microgpt),
				step: 1000,
				view: 'inside attention',
				done: ['view inside weights', 'key v'],
				keys: ['right*2', 'v'],
				prose: 'One sentence goes on.\nAnother paragraph.',
				task: 'Press right twice.',
				answer: 'That was it.',
			},
		});
	});

	it('needs no more than a title and a sentence', () => {
		expect(parse('\u{FEFF}---\r', 'title: Hello\r', '---\r', 'There is nothing to do here.\r')).toEqual({
			card: {
				name: 'a-card', title: 'Hello', config: createRunConfig(chapter7), step: 0, view: 'overview', done: [], keys: [], prose: 'There is nothing to do here.', task: undefined, answer: undefined,
			},
		});
	});

	it('says of each mistake where it is, what was expected and what came', () => {
		expect(mistakesIn('# Hello')).toEqual(['1: Expected a header between two lines ---, got "# Hello".']);
		expect(mistakesIn('---', 'title: Hello')).toEqual(['1: Expected a header between two lines ---, got no second one.']);
		expect(mistakesIn('---', 'titel: Hello', 'step: 1', 'step: 2', 'no colon', '---')).toEqual([
			'1: Expected a title (title: Guessing blindly), got none.',
			'2: Expected title, run, step, view, done, keys and a colon, got titel: Hello.',
			'4: Expected step once, got it twice.',
			'5: Expected title, run, step, view, done, keys and a colon, got no colon.',
			'7: Expected some sentences after the header, got none.',
		]);
		expect(mistakesIn('---', 'title: Hello', 'run: --preset gpt', '---', 'Text.')).toEqual(['3: Expected a preset, got --preset gpt.']);
		expect(mistakesIn('---', 'title: Hello', 'step: 1001', 'view: inside the', 'done: key s, staps 3', 'keys: s down*0 hm', '---', 'Text.')).toEqual([
			'3: Expected a whole number from 0 to 1000, the steps of its run, got 1001.',
			'4: Expected a view (overview, step, samples, inside, runs, help, glossary or slow) and perhaps one of its pages, got inside the.',
			'5: Expected one of view VIEW [PAGE], key KEY, steps N, at STEP, over, fork [WHAT], temperature X, guesses N, taught N, typed [TEXT], got staps 3.',
			'5: Expected what is to be done in the text, in a line that begins with >, got none.',
			'6: Expected keys with blanks between them (2 v down*3 enter), got down*0.',
			'6: Expected keys with blanks between them (2 v down*3 enter), got hm.',
		]);
	});

	it.each(['guess', 'writing', 'fork', 'slow attention', 'inside attention weights', 'overview attention', 'Overview', ''])('opens no view %j', view => {
		expect(mistakesIn('---', 'title: Hello', `view: ${view}`, '---', 'Text.')).toHaveLength(1);
	});

	it.each(['1.5', '-1', 'x', '1e9', ''])('has no step %j', step => {
		expect(mistakesIn('---', 'title: Hello', `step: ${step}`, '---', 'Text.')).toHaveLength(1);
	});

	it.each(['view', 'view nowhere', 'key', 'key ab', 'steps', 'steps x', 'steps -1', 'at 1.5', 'over it', 'temperature', 'temperature hot', 'guesses', 'constructor', 'toString x'])('asks for nothing like %j', done => {
		expect(mistakesIn('---', 'title: Hello', `done: ${done}`, '---', 'Text.', '> Do it.')).toHaveLength(1);
	});

	it('is read, or what is wrong is said, whatever somebody writes', () => {
		const word = fc.constantFrom('---', 'title: A', 'step: 3', 'step: x', 'done: key s', 'done: ???', 'keys: s', 'view: step', 'view: x', '> Do it.', 'Text.', '', ': ', '__proto__: x', '\u{1B}[2J');
		const anyLine = fc.oneof(word, word, fc.string());
		const someLines = fc.array(anyLine, {maxLength: 12});
		fc.assert(fc.property(someLines, lines => {
			const read = parse(...lines);
			if ('card' in read) {
				expect(read.card.title).not.toBe('');
				expect(read.card.prose).not.toBe('');
				expect(lines).toContain('---');
			} else {
				expect(read.mistakes.length).toBeGreaterThan(0);
				const lineCount = lines.join('\n').split('\n').length;
				for (const {line, text} of read.mistakes) {
					expect(line).toBeGreaterThanOrEqual(1);
					expect(line).toBeLessThanOrEqual(lineCount + 1);
					expect(text).toMatch(/^Expected [\s\S]*, got [\s\S]*\.$/v);
				}
			}
		}));
	});
});
