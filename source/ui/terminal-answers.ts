import {type Background} from './palette.js';

const [escape, bell] = ['\u{1B}', '\u{7}'];
/** After the escape character: a colour, up to the sign that ends it, and what kind of terminal it is. */
export const wholeAnswer = new RegExp(String.raw`^(?:\]\d{1,2};\P{Control}{0,64}(?:${bell}|${escape}\\)|\[\?[\d;]{0,40}c)`, 'v');
/** What may become one of these. */
export const answerBeginning = new RegExp(String.raw`^(?:\](?:\d{0,2}|\d{1,2};\P{Control}{0,64}${escape}?)|\[\?[\d;]{0,40})$`, 'v');
const kind = /\p{Control}\[\?[\d;]{0,40}c/v;
const color = /\p{Control}\]11;rgba?:(?<red>[\da-f]{1,4})\/(?<green>[\da-f]{1,4})\/(?<blue>[\da-f]{1,4})/iv;
/** How bright a background is from which on dark is read better on it. */
const lightFrom = 0.5;

/** Whether all has come that will come: the kind of the terminal is told last. */
export function isAnswered(heard: string): boolean {
	return kind.test(heard);
}

/** What the terminal says that it writes on; undefined if it says nothing of it. */
export function backgroundOf(heard: string): Background | undefined {
	const {groups} = color.exec(heard) ?? {};
	if (!groups) {
		return undefined;
	}

	const [red, green, blue] = [groups.red, groups.green, groups.blue].map(digits => Number.parseInt(digits, 16) / ((16 ** digits.length) - 1));
	return (0.299 * red) + (0.587 * green) + (0.114 * blue) > lightFrom ? 'light' : 'dark';
}

/** What was typed between answers; the beginning of one at the end stays, for its rest to come. */
export function withoutAnswers(heard: string): string {
	return heard.split(escape).reduce((typed, part, index, parts) => {
		if (index === 0) {
			return part;
		}

		// The sign at the end of a colour begins with an escape character of its own.
		const isEnd = part.startsWith('\\') && parts[index - 1].startsWith(']');
		if (isEnd) {
			return typed + part.slice(1);
		}

		const ended = parts[index + 1]?.startsWith('\\') ? `${part}${escape}\\` : part;
		const [answer] = wholeAnswer.exec(ended) ?? [];
		return typed + (answer === undefined ? escape + part : part.slice(answer.length));
	}, '');
}
