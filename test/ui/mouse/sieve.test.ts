import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {presence, Sieve} from '../../../source/ui/mouse/sieve.js';

const sgrReports = fc.tuple(fc.nat(131), fc.integer({min: 1, max: 9999}), fc.integer({min: 1, max: 999}), fc.constantFrom('M', 'm')).map(([code, column, row, end]) => `\u{1B}[<${code};${column};${row}${end}`);
/** As of terminals that know the mouse, but not the form that was asked for. */
const oldReports = fc.array(fc.integer({min: 0x20, max: 0x7E}), {minLength: 3, maxLength: 3}).map(codes => `\u{1B}[M${String.fromCodePoint(...codes)}`);
const reports = fc.oneof(sgrReports, oldReports);
const texts = fc.string({unit: 'grapheme', maxLength: 8}).filter(text => !text.includes('\u{1B}'));
const keys = fc.constantFrom('\u{1B}[A', '\u{1B}[Z', '\u{1B}OP', '\u{1B}[1;5C', '\u{1B}[3~', '\u{1B}[20~', '\u{1B}[201;1~', '\u{1B}x', '\r', '\u{3}', 'q', '[', '<', '0', '[<35;1;1M');
const pasted = texts.map(text => `\u{1B}[200~${text}\u{1B}[201~`);

type Part = {readonly text: string; readonly isReport: boolean};

const part = fc.oneof(
	reports.map((text): Part => ({text, isReport: true})),
	fc.oneof(texts, keys, pasted).map((text): Part => ({text, isReport: false})),
);

/** Where a text is torn: the number of characters of each piece. */
const tears = fc.array(fc.integer({min: 1, max: 7}), {maxLength: 60});

function torn(text: string, lengths: readonly number[]): string[] {
	const pieces: string[] = [];
	let rest = text;
	for (const length of lengths) {
		pieces.push(rest.slice(0, length));
		rest = rest.slice(length);
	}

	return [...pieces, rest];
}

function sift(pieces: readonly string[]) {
	const sieve = new Sieve();
	const sifted = pieces.map(piece => sieve.sift(piece));
	return {typed: sifted.map(({typed}) => typed).join('') + sieve.giveUp(), reports: sifted.flatMap(({reports: found}) => found)};
}

describe('what comes from a terminal', () => {
	it('is the same keys, texts and reports, wherever it is torn', () => {
		fc.assert(fc.property(fc.array(part, {maxLength: 12}), tears, (parts, lengths) => {
			const whole = parts.map(({text}) => text).join('');
			expect(sift(torn(whole, lengths))).toEqual({
				typed: parts.filter(({isReport}) => !isReport).map(({text}) => text).join(''),
				reports: parts.filter(({isReport}) => isReport).map(({text}) => text),
			});
		}), {numRuns: 500});
	});

	it('is no report in the middle of a pasted text, and none of its letters either', () => {
		fc.assert(fc.property(texts, texts, reports, tears, (before, after, report, lengths) => {
			expect(sift(torn(`\u{1B}[200~${before}${report}${after}\u{1B}[201~${report}q`, lengths))).toEqual({typed: `\u{1B}[200~${before}${after}\u{1B}[201~q`, reports: [report]});
		}));
	});

	it('never lets the rest of a report through when its beginning had to be given up', () => {
		fc.assert(fc.property(texts, reports, fc.integer({min: 1, max: 8}), (text, report, length) => {
			const sieve = new Sieve();
			const first = sieve.sift(text + report.slice(0, length));
			const givenUp = sieve.giveUp();
			const second = sieve.sift(`${report.slice(length)}q`);
			expect(givenUp).toBe(length > 2 ? '' : report.slice(0, length));
			expect([first.typed, second.typed]).toEqual([text, 'q']);
			expect([...first.reports, ...second.reports]).toEqual([report]);
		}));
	});

	it('is keys where what was in doubt becomes no report, each once', () => {
		const sieve = new Sieve();
		expect(sieve.sift('\u{1B}').typed).toBe('');
		expect(sieve.isInDoubt).toBe(true);
		expect(sieve.giveUp()).toBe('\u{1B}');
		expect(sieve.isInDoubt).toBe(false);
		expect(sieve.sift('[').typed).toBe('');
		expect(sieve.giveUp()).toBe('[');
		expect(sieve.sift('A').typed).toBe('A');
		expect(sieve.isHolding).toBe(false);
	});

	it('is nothing where the rest of a report never comes', () => {
		const sieve = new Sieve();
		expect(sieve.sift('\u{1B}[<35;1')).toEqual({typed: '', reports: []});
		expect(sieve.isInDoubt).toBe(false);
		sieve.forget();
		expect(sieve.sift('12')).toEqual({typed: '12', reports: []});
	});

	it('is the answer that the terminal is there', () => {
		expect(sift([`a${presence}b`])).toEqual({typed: 'ab', reports: [presence]});
	});
});

it('lets no late answer of the terminal through, wherever it is torn', () => {
	for (const answer of ['\u{1B}]11;rgb:ffff/ffff/ffff\u{1B}\\', '\u{1B}]11;rgb:ff/ff/ff\u{7}', '\u{1B}[?62;22c']) {
		for (let cut = 0; cut < answer.length; cut++) {
			const sieve = new Sieve();
			const [first, second] = [`a${answer.slice(0, cut)}`, `${answer.slice(cut)}b`].map(text => sieve.sift(text));
			expect(first.typed + second.typed).toBe('ab');
			expect([...first.reports, ...second.reports]).toEqual([]);
		}
	}
});
