import {type Card} from '../../shows/lessons/card.js';
import {type RunConfig} from '../../settings/run-config.js';
import {ConfigError} from '../../errors.js';
import {inputsOf} from './card-keys.js';
import {canOpen, readView} from './card-view.js';
import {conditionUsages, readCondition} from './conditions.js';

/** Something in a card that cannot be read: the line, counted from 1, and what was expected and came. */
export type CardMistake = {readonly line: number; readonly text: string};

/** What a card can say of itself before its text. */
const fields = ['title', 'run', 'step', 'view', 'done', 'keys'] as const;

type Field = (typeof fields)[number];

/** Lines of a header, by their names; and those of the text after it. */
type Parts = {readonly header: ReadonlyMap<Field, {readonly value: string; readonly line: number}>; readonly body: readonly string[]; readonly bodyLine: number};

/** @throws ConfigError for flags that are not allowed. */
export type ReadFlagsOfRun = (words: readonly string[]) => RunConfig;

/** Notes a mistake in a line. */
type Note = (line: number, what: string) => void;

/** Reads a card: a header between two lines `---`, its text, what is to be done after `>`, and what is said when it is done. */
export function parseCard(text: string, name: string, readRun: ReadFlagsOfRun): {readonly card: Card} | {readonly mistakes: readonly CardMistake[]} {
	const mistakes: CardMistake[] = [];
	const note: Note = (line, what) => {
		mistakes.push({line, text: what});
	};

	const parts = split(text, note);
	if (!parts) {
		return {mistakes};
	}

	const {prose, task, answer} = readBody(parts.body);
	if (prose === '') {
		note(parts.bodyLine, 'Expected some sentences after the header, got none.');
	}

	const header = readHeader(parts.header, readRun, note);
	if (header.done.length > 0 && task === undefined) {
		note(parts.header.get('done')!.line, 'Expected what is to be done in the text, in a line that begins with >, got none.');
	}

	const {config} = header;
	return mistakes.length > 0 || !config
		? {mistakes: mistakes.toSorted((a, b) => a.line - b.line)}
		: {
			card: {
				name, ...header, config, prose, task, answer,
			},
		};
}

/** What the lines of a header say; without a configuration where that cannot be read. */
function readHeader(header: Parts['header'], readRun: ReadFlagsOfRun, note: Note): Pick<Card, 'title' | 'step' | 'view' | 'done' | 'keys'> & {readonly config: RunConfig | undefined} {
	const valueOf = (field: Field, otherwise: string) => header.get(field)?.value ?? otherwise;
	const noteIn = (field: Field, what: string) => {
		note(header.get(field)?.line ?? 1, what);
	};

	const title = valueOf('title', '');
	if (title === '') {
		noteIn('title', 'Expected a title (title: Guessing blindly), got none.');
	}

	const keys = list(valueOf('keys', ''), ' ');
	const strangeKeys = keys.filter(each => !inputsOf(each));
	for (const key of strangeKeys) {
		noteIn('keys', `Expected keys with blanks between them (2 v down*3 enter), got ${key}.`);
	}

	const config = readConfig(valueOf('run', '--preset chapter7'), readRun, what => {
		noteIn('run', what);
	});
	const [view, stepText] = [valueOf('view', 'overview'), valueOf('step', '0')];
	const done = list(valueOf('done', ''), ',');
	if (config) {
		checkWithRun({view, stepText, done}, config, noteIn);
	}

	return {
		title, config, step: Number(stepText), view, done, keys,
	};
}

/** What can be said only when it is known what is trained. */
function checkWithRun({view, stepText, done}: {readonly view: string; readonly stepText: string; readonly done: readonly string[]}, config: RunConfig, noteIn: (field: Field, what: string) => void) {
	const opened = readView(view, config);
	if (!opened || !canOpen(opened)) {
		noteIn('view', `Expected a view (overview, step, samples, inside, runs, help, glossary or slow) and perhaps one of its pages, got ${view}.`);
	}

	const {steps} = config.training;
	if (!/^\d+$/v.test(stepText) || Number(stepText) > steps) {
		noteIn('step', `Expected a whole number from 0 to ${steps}, the steps of its run, got ${stepText === '' ? 'nothing' : stepText}.`);
	}

	const strange = done.filter(each => !readCondition(each, {config}));
	for (const condition of strange) {
		noteIn('done', `Expected one of ${conditionUsages.join(', ')}, got ${condition}.`);
	}
}

/** Header and text. */
function split(text: string, note: Note): Parts | undefined {
	const lines = text.replace(/^\u{FEFF}/v, '').split(/\r?\n/v).map(line => line.trim());
	const end = lines.indexOf('---', 1);
	if (lines[0] !== '---' || end === -1) {
		note(1, `Expected a header between two lines ---, got ${lines[0] === '---' ? 'no second one' : JSON.stringify(lines[0])}.`);
		return undefined;
	}

	const header = new Map<Field, {value: string; line: number}>();
	for (const [index, line] of lines.slice(1, end).entries()) {
		const [, word = '', value = ''] = /^(?<word>[^:]*):(?<value>.*)$/v.exec(line) ?? [];
		const field = fields.find(each => each === word.trim());
		if (field !== undefined && !header.has(field)) {
			header.set(field, {value: value.trim(), line: index + 2});
		} else if (line !== '') {
			note(index + 2, field === undefined ? `Expected ${fields.join(', ')} and a colon, got ${line}.` : `Expected ${field} once, got it twice.`);
		}
	}

	return {header, body: lines.slice(end + 1), bodyLine: end + 2};
}

/** Before, in and after the lines with `>`. */
function readBody(lines: readonly string[]): {readonly prose: string; readonly task: string | undefined; readonly answer: string | undefined} {
	const isTask = (line: string) => line.startsWith('>');
	const first = lines.findIndex(line => isTask(line));
	if (first === -1) {
		return {prose: paragraphs(lines), task: undefined, answer: undefined};
	}

	const last = lines.findLastIndex(line => isTask(line));
	const answer = paragraphs(lines.slice(last + 1));
	return {
		prose: paragraphs(lines.slice(0, first)),
		task: paragraphs(lines.slice(first, last + 1).map(line => line.replace(/^>\s*/v, ''))),
		answer: answer === '' ? undefined : answer,
	};
}

/** Each paragraph in one line. */
function paragraphs(lines: readonly string[]): string {
	return lines.join('\n').split(/\n{2,}/v).map(paragraph => paragraph.trim().replaceAll('\n', ' ')).filter(paragraph => paragraph !== '').join('\n');
}

function readConfig(flags: string, readRun: ReadFlagsOfRun, note: (what: string) => void): RunConfig | undefined {
	try {
		return readRun(list(flags, ' '));
	} catch (error) {
		if (!(error instanceof ConfigError)) {
			throw error;
		}

		note(error.message);
		return undefined;
	}
}

function list(text: string | undefined, separator: string): string[] {
	return (text ?? '').split(separator).map(part => part.trim()).filter(part => part !== '');
}
