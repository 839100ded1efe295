import {setTimeout} from 'node:timers/promises';
import stringWidth from 'string-width';
import {describe, expect, it} from 'vitest';
import {chapter7} from '../../source/settings/presets.js';
import {dataLines} from '../../source/report/data-lines.js';
import {asciiGlyphs, unicodeGlyphs} from '../../source/report/chart/glyphs.js';
import {type DataReport, describeData, timeOf} from '../../source/run/describe-data.js';
import {openRun} from '../../source/run/open-run.js';
import {createRunConfig} from '../../source/settings/run-config.js';
import {exampleStep} from '../helpers/example-events.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const folder = useTemporaryFolder();
const reportOn = async (text: string) => describeData(text, 'it', {isLargeFileConfirmed: false, version: 'test'});
const command = ['microgpt-tui', '--data it', '--preset microgpt', '--block-size 48', '--n-embd 32', '--batch-size 16', '--steps 3000', '--precision f32', '--val-split 0.1'];

/** The same time of a step on any machine. */
function linesOf(report: DataReport, width = 80, glyphs = unicodeGlyphs): string[] {
	return dataLines({...report, stepMs: 2}, {
		name: 'it', command, width, glyphs,
	});
}

const list = Array.from({length: 1200}, (_, index) => `${'abcdefghij'.slice(0, 1 + (index % 10))}${index % 3 === 0 ? '-'.repeat(30) : ''}`).join('\n');
const prose = 'It was the best of times, it was the worst of\ntimes, it was the age of wisdom, it was the age\nof foolishness, it was the epoch of belief, it\n'.repeat(40);

describe('the report on a list', () => {
	it('says what it is like and what to train with', async () => {
		const report = await reportOn(list);
		expect(report).toMatchObject({
			lineCount: 1200, differentLineCount: 20, reason: 'list', documentCount: 1200, validationDocumentCount: 120, scoredDocumentCount: 120,
			options: {
				documents: 'lines', blockSize: 40, validationShare: 0.1, precision: 'f32',
			},
			lengths: {shortest: 1, longest: 40},
		});
		expect(report.contexts.find(({blockSize}) => blockSize === 16)?.cutShare).toBeCloseTo(400 / 1200, 10);
		const text = linesOf(report).join('\n');
		expect(text).toContain('A context of 16 would cut off 33% of the lines: one of 40 covers\n            97%.\n            Chosen for this text: 1 layer 32 wide, a context of 40 (lines),\n            batches of 16, up to ');
		expect(text).toContain('Cut off     53% at 8, 33% at 16, 30% at 32, 0% at 48 positions\n');
		expect(text).toContain('about 2.8 s for 1,400 steps on\n            this machine.');
	});

	it.each([[10, 50], [100, 110], [1350, 1500], [5000, 5600], [20_000, 10_000]])('advises so many steps that %d documents are not learnt by heart', async (count, steps) => {
		const {options} = await reportOn(Array.from({length: count}, (_, index) => `word${index}`).join('\n'));
		expect(options.steps).toBe(steps);
	});

	it('has the baselines of the run that it advises', async () => {
		const {baselines, options} = await reportOn(list);
		const data = await folder.write('list.txt', list);
		const run = await openRun(createRunConfig({...chapter7, random: 'python'}, {data, blockSize: options.blockSize, validationShare: options.validationShare}), 'test');
		expect(await run.ask(['countBaselines'])).toEqual(baselines);
		await run.close();
	});
});

describe('the report on a text', () => {
	it('advises a stream for prose, and for one line', async () => {
		const report = await reportOn(prose);
		expect(report).toMatchObject({reason: 'prose', options: {documents: 'stream', validationShare: 0.1}});
		expect(report.characters.find(({character}) => character === '\n')?.count).toBe(119);
		expect(linesOf(report).join('\n')).toContain('The lines read like one text: they are taken as such, and cut into\n            windows.');
		expect(await reportOn(prose.replaceAll('\n', ' '))).toMatchObject({reason: 'one line', lineCount: 1, options: {documents: 'stream'}});
		expect(await reportOn(Array.from({length: 9}, () => 'word '.repeat(100)).join('.\n'))).toMatchObject({reason: 'long lines', options: {documents: 'stream'}});
	});

	it('keeps the blanks of program code, and says where they are left out', async () => {
		const code = 'def double(x):\n    return 2 * x\n\n'.repeat(40);
		const report = await reportOn(code);
		expect(report).toMatchObject({
			reason: 'indented', lineCount: 80, indentedCount: 40, characterCount: code.trim().length, options: {documents: 'stream'},
		});
		expect(report.characters.find(({character}) => character === ' ')?.count).toBe(code.trim().split(' ').length - 1);
		expect(linesOf(report, 400).join('\n')).toContain('Many lines begin with blanks, as in program code: the text is taken as one, with its blanks, and cut into windows.');
		expect(linesOf(await reportOn(`${list}\n one more`), 400).join('\n')).toMatch(/The blanks before 1 of the [\d,]+ lines are left out; --documents stream keeps them\./v);
	});

	it.each([
		['one\ntwo\nthree\nfour', 'a tenth of 4 documents is less than one.'],
		['ab', 'a tenth of 1 document is less than one.'],
		[`${'ana\n'.repeat(20)}${'bob\n'.repeat(20)}`, 'documents that are the same are held out together, and there are so many of each that this is more than a tenth.'],
	])('says why nothing of %j is held out', async (text, reason) => {
		const report = await reportOn(text);
		const lines = linesOf(report, 400);
		expect(report.options).toMatchObject({validationShare: 0});
		expect(lines.filter(line => line.includes('held out:')).map(line => line.trim())).toEqual([`Nothing is held out: ${reason}`]);
	});

	it('says nothing of that where something is held out', async () => {
		expect(linesOf(await reportOn(list)).join('\n')).not.toContain('Nothing is held out');
	});

	it.each([
		[[500, 20, 30, 25], 0, 25],
		[[500, 20, 30], 600, 20],
		[[500], 0, 500],
	])('knows the time of a step from steps of %j ms of which the first is waited for %d ms more', async (durations, waitMs, expected) => {
		async function * events() {
			let elapsedMs = 0;
			for (const [index, duration] of durations.entries()) {
				await setTimeout(index === 0 ? waitMs : 0);
				elapsedMs += duration;
				yield {...exampleStep(index + 1), elapsedMs};
			}
		}

		expect(await timeOf({events: events()})).toBe(expected);
	});

	it('never says that training takes no time', async () => {
		const report = await reportOn(list);
		const timed = (stepMs: number) => dataLines({...report, stepMs}, {
			name: 'it', command, width: 400, glyphs: unicodeGlyphs,
		}).find(line => line.includes('on this machine'));
		expect(timed(0.03)).toContain(', less than 0.1 s for 1,400 steps');
		expect(timed(0.04)).toContain(', about 0.1 s for 1,400 steps');
	});

	it('says it of one document as one does', async () => {
		const report = await reportOn(list);
		const scored = (counts: Partial<DataReport>) => linesOf({...report, ...counts}, 200).find(line => line.includes('in nats a token'));
		expect(scored({validationDocumentCount: 1, scoredDocumentCount: 1})).toMatch(/of the one document that is held out$/v);
		expect(scored({validationDocumentCount: 0, scoredDocumentCount: 1})).toMatch(/of its one document$/v);
		expect(scored({validationDocumentCount: 2, scoredDocumentCount: 1})).toMatch(/of 1 of the 2 documents that are held out$/v);
	});

	it('shows odd and rare characters, and never sends one to the terminal', async () => {
		const report = await reportOn(`${'ana\nbo\n'.repeat(20)}x\u{A0}y\u{200B}\u{1B}[31m\té\n`);
		const lines = linesOf(report);
		expect(lines.find(line => line.startsWith('Odd'))).toBe('Odd         U+0009 ×1, U+001B ×1, U+00A0 ×1, U+200B ×1');
		expect(lines.find(line => line.startsWith('Rare'))).toBe('Rare        1 ×1, 3 ×1, [ ×1, m ×1, x ×1, y ×1, é ×1');
		expect(lines.join('')).not.toMatch(/[\p{Control}\p{Format}]/v);
		expect(linesOf(report, 80, asciiGlyphs).join('')).toMatch(/^[\u{20}-\u{7E}]+$/v);
	});

	it('tells what many characters cost', async () => {
		const text = Array.from({length: 1500}, (_, index) => String.fromCodePoint(0x4E_00 + index) + String.fromCodePoint(0x4E_00 + ((index * 7) % 1500))).join('\n');
		expect(linesOf(await reportOn(text)).join('\n')).toMatch(/1,500 different characters are many: their rows are 88% of the\n\s+parameters\./v);
	});

	it('holds nothing out of next to nothing', async () => {
		const report = await reportOn('ana\nbo');
		expect(report).toMatchObject({validationDocumentCount: 0, scoredDocumentCount: 2, options: {validationShare: 0}});
		expect(linesOf(report).join('\n')).toContain('of all 2 documents');
	});
});

describe.each([80, 40, 32, 200])('at %i columns', width => {
	it('no line is too wide, and the command can be copied', async () => {
		for (const text of [list, prose, `${'你好世界\n'.repeat(30)}再见朋友们`]) {
			const lines = linesOf(await reportOn(text), width);
			expect(Math.max(...lines.map(line => stringWidth(line)))).toBeLessThanOrEqual(width);
			const copied = lines.slice(lines.findIndex(line => line.startsWith('microgpt-tui'))).join('\n');
			expect(copied.replaceAll(' \\\n  ', ' ')).toBe(command.join(' '));
		}
	});
});
