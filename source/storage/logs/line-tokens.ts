import {stripVTControlCharacters} from 'node:util';

/** A piece of a line for people. */
export type Token = {
	/** A `moment` is a time, a date, or a place in a file: it says nothing of the training. */
	readonly type: 'word' | 'number' | 'notFinite' | 'ratio' | 'sign' | 'wrapper' | 'moment';
	readonly text: string;
	/** Of a number, and the first of a ratio. */
	readonly value: number;
	/** The second number of a ratio. */
	readonly total: number | undefined;
	readonly unit: string | undefined;
	readonly isWhole: boolean;
	/** Whether more than one blank, or a tab, stands before it. */
	readonly isApart: boolean;
	/** Whether nothing at all stands between it and the token before. */
	readonly isJoined: boolean;
};

/** What makes a step stands at the beginning of its line. */
const longestLine = 4000;

const clock = String.raw`\d{1,3}:\d{2}(?::\d{2})*(?:[.,]\d+)?`;
const months = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';
const counted = '(?:it|iter|iteration|step|batch|batche|epoch|example|ex|sample|seq|sentence|tok|token|word|frame|img|image)s?';
const amount = `(?:${counted}|[kKMGT]?i?B|[TGM]?FLOPs?|[TGM]?FLOPS)`;
const time = 'ms|msec|msecs|s|sec|secs|second|seconds|us|µs|μs|ns';
/** A unit that is known also where a blank stands before it. */
const clearUnit = String.raw`%|(?:${time})(?:\/${counted})?|${amount}\/(?:s|sec|second)|[kKMGT]i?B|[TGM]FLOPS`;
const anyUnit = `${clearUnit}|m|min|mins|h|hr|hrs|hours?|d|days?|x|B|${counted}`;
const whole = String.raw`(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{1,3}(?:_\d{3})+(?!\d)|\d+)`;
const number = String.raw`(?:${whole}(?:\.\d+)?|\.\d+)(?:[eE][+\-]?\d+)?`;
const scale = String.raw`[kKM](?![\p{L}_])|B(?![\p{L}_\/])`;
const sourceFile = '(?:py|pyx|ipynb|cc|cpp|cu|cuh|c|h|hpp|rs|go|js|mjs|ts|jl|java|scala|rb|lua|swift|kt)';
const counterName = String.raw`(?:[\w.]*_)?(?:step|iter|iteration|epoch|batch|update|loss)s?`;

const sticky = (source: string) => new RegExp(source, 'vy');

const blank = sticky(String.raw`\s+`);
const moment = sticky([
	String.raw`\d{4}[\-\/.]\d{1,2}[\-\/.]\d{1,2}(?!\d)(?:[T ,_]+${clock})?(?:Z|[+\-]\d{2}:?\d{2}(?!\d))?`,
	String.raw`\d{1,2}[\-\/.]\d{1,2}(?:[\-\/.]\d{2,4})?[T ]+${clock}`,
	String.raw`\d{1,2}[\-\/.]\d{1,2}[\-\/.]\d{4}(?!\d)`,
	String.raw`${clock}(?:Z|[+\-]\d{2}:?\d{2})?(?![\w:\/])`,
].join('|'));
/** A day, or a place in a program: train.py:42, logging.py:96:log_dist, __main__:train:42. */
const place = sticky([
	String.raw`(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\w*,? +)?(?:${months})\w* +\d{1,2},? +(?:\d{4} +)?(?=\d{1,2}:\d{2})`,
	String.raw`[\w.\/\\\-]{0,100}\w\.${sourceFile}:\d+(?::\w+)?`,
	String.raw`[\w.]{1,100}:(?!${counterName}:)[\w.<>]{1,100}:\d+(?=\s{0,4}(?:[\]\|]|[\-–—]\s))`,
].join('|'));
const wrapper = sticky(String.raw`(?:tensor|[Aa]rray|DeviceArray|ShapedArray|(?:np|numpy|jnp|torch|tf)\.\w+|(?:float|int|bfloat)\d*)\(\s*\[?(?=[+\-]?(?:\d|\.\d|nan|inf))`);
const notFinite = sticky(String.raw`[+\-]?(?:[Nn][Aa][Nn]|[Ii][Nn][Ff](?:[Ii][Nn][Ii][Tt][Yy])?)(?![\p{L}\w\/.])`);
const ratio = sticky(String.raw`(${whole}[kKM]?)(?:\s*\/\s*|\s+of\s+)(${whole}[kKM]?)(?![\w\/]|\.\d)`);
/** Its sign and digits, its scale, and its unit. */
const figure = sticky(String.raw`([+\-]?${number})(${scale})?(?:(${anyUnit})(?![\p{L}\w\/])|\s(${clearUnit})(?![\p{L}\w\/])(?!\s*[:=]|\s+[+\-]?\d)|(?![\p{L}_]))`);
const word = sticky(String.raw`[\p{L}_](?:[\p{L}\w@%]|[.\/](?=[\p{L}\w])|[+\-](?=[\p{L}_]))*`);
/** Neither a number nor a name: a hash, a size such as 7b-chat. */
const junk = sticky(String.raw`\d[\p{L}\w.]*`);
const letter = /[\p{Letter}_]/v;
/** After one of these, a minus belongs to no number: 10-20. */
const ending = /[\w\p{Letter}\)\]]/v;

type Part = Pick<Token, 'type'> & Partial<Token> & {readonly length: number};

/**
A line in pieces, without colours and what else is only for a terminal; of a very long one, the beginning.
*/
export function tokensOf(line: string): Token[] {
	const start = line.slice(0, 2 * longestLine);
	// What a program takes back with a backspace, or writes over, it says again.
	const text = (start.includes('\u{1B}') ? stripVTControlCharacters(start) : start).replaceAll(/[^\P{Control}\t]/gv, ' ').slice(0, longestLine);
	const tokens: Token[] = [];
	let gap: string | undefined;
	for (let at = 0; at < text.length;) {
		const blanks = matchAt(blank, text, at);
		if (blanks) {
			gap = blanks[0];
			at += gap.length;
			continue;
		}

		const {length, ...part} = partAt(text, at);
		tokens.push({
			text: text.slice(at, at + length), value: NaN, total: undefined, unit: undefined, isWhole: false, isApart: gap !== undefined && (gap.length > 1 || gap === '\t'), isJoined: gap === undefined, ...part,
		});
		at += length;
		gap = undefined;
	}

	return tokens;
}

function partAt(text: string, at: number): Part {
	const character = text[at];
	const isFree = at === 0 || !ending.test(text[at - 1]);
	const isSigned = (character === '-' || character === '+') && isFree;
	if (isDigit(character) || ((isSigned || character === '.') && /[\d.]/v.test(text[at + 1] ?? ''))) {
		return numberAt(text, at) ?? {type: 'sign', length: 1};
	}

	const spelt = isFree && '-+nNiI'.includes(character) ? matchAt(notFinite, text, at) : undefined;
	if (spelt) {
		return {type: 'notFinite', length: spelt[0].length};
	}

	if (!letter.test(character)) {
		return {type: 'sign', length: character >= '\u{D800}' && character <= '\u{DBFF}' ? 2 : 1};
	}

	for (const [type, pattern] of namePatterns) {
		const found = matchAt(pattern, text, at);
		if (found) {
			return {type, length: found[0].length};
		}
	}

	return {type: 'sign', length: 1};
}

const namePatterns = [['moment', place], ['wrapper', wrapper], ['word', word]] as const;

function numberAt(text: string, at: number): Part | undefined {
	const date = matchAt(moment, text, at);
	if (date) {
		return {type: 'moment', length: date[0].length};
	}

	const share = at === 0 || !/[\w.]/v.test(text[at - 1]) ? matchAt(ratio, text, at) : undefined;
	if (share) {
		return {
			type: 'ratio', length: share[0].length, value: numberOf(share[1]), total: numberOf(share[2]), isWhole: true,
		};
	}

	const found = matchAt(figure, text, at);
	if (!found) {
		const other = matchAt(junk, text, at);
		return other && {type: 'word', length: other[0].length};
	}

	const [all, size, power = '', unit, apart]: ReadonlyArray<string | undefined> = found;
	return {
		type: 'number', length: all.length, value: numberOf(size + power), unit: unit ?? apart, isWhole: power === '' && /^\+?[\d,_]+$/v.test(size),
	};
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
	pattern.lastIndex = at;
	return pattern.exec(text) ?? undefined;
}

function isDigit(character: string): boolean {
	return character >= '0' && character <= '9';
}

const scales: Readonly<Record<string, string>> = {
	k: 'e3', K: 'e3', M: 'e6', B: 'e9',
};

/** 1,234.5 or 12k as a number: as text, so that 12.3k is 12,300 and not a little beside it. */
function numberOf(text: string): number {
	const digits = text.replaceAll(/[,_]/gv, '');
	const power = scales[digits.at(-1)!];
	return Number(power === undefined ? digits : (/e/iv.test(digits) ? Number(digits.slice(0, -1)) * Number(`1${power}`) : digits.slice(0, -1) + power));
}
