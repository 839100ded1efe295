import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {
	adviseOnLines,
	fittingContext,
	isNextToOneLine,
	shareWithin,
} from '../../source/data/advice.js';
import {CharTokenizer} from '../../source/data/char-tokenizer.js';
import {loadDataset} from '../../source/data/dataset.js';
import {encodeDocuments} from '../../source/data/document-list.js';
import {scanLines} from '../../source/data/scan-text.js';
import {lookAtLines, reasonOf} from '../../source/data/text-shape.js';
import {chapter7, microgpt} from '../../source/settings/presets.js';
import {DotnetRandom} from '../../source/random/dotnet-random.js';
import {startNotes} from '../../source/report/notes.js';
import {dataAdvice} from '../../source/coach/data-advice.js';
import {type Evidence} from '../../source/coach/evidence.js';
import {openRun} from '../../source/run/open-run.js';
import {readRunInfo} from '../../source/storage/record/run-info.js';
import {createRunConfig, type RunOptions} from '../../source/settings/run-config.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';
import {wide} from '../helpers/coach-texts.js';

const folder = useTemporaryFolder();
const document = fc.string({unit: fc.constantFrom('a', '😀', 'é'), minLength: 1, maxLength: 40});
const prose = 'it was a bright cold day in April, and the clocks\nwere striking thirteen. Winston Smith, his chin nuzzled into\nhis breast in an effort to escape the vile wind'.split('\n');
/** As tokens; of a text of one character alone there would be none. */
const listOf = (texts: readonly string[]) => encodeDocuments(texts, new CharTokenizer([...texts, 'ab']));
const advise = (texts: readonly string[], cutCount: number, isChosen?: boolean) => adviseOnLines(listOf(texts), cutCount, isChosen);
const ofLength = (length: number) => 'x'.repeat(length);

describe('the lengths of documents', () => {
	it('tell which share a context holds, and which context holds nearly all', () => {
		fc.assert(fc.property(fc.array(document, {minLength: 1}), fc.integer({min: 1, max: 50}), (documents, blockSize) => {
			const lengths = listOf(documents).lengths.toSorted();
			const whole = (context: number) => documents.filter(text => [...text].length + 1 <= context).length / documents.length;
			expect(shareWithin(lengths, blockSize)).toBe(whole(blockSize));
			const fitting = fittingContext(lengths);
			expect(fitting % 8).toBe(0);
			expect(whole(fitting)).toBeGreaterThanOrEqual(0.95);
			expect(whole(fitting - 8)).toBeLessThan(0.95);
		}));
	});
});

describe('adviseOnLines', () => {
	it('says nothing where a fifth or less is cut off', () => {
		expect(advise([...Array.from({length: 8}, () => 'ab'), ofLength(30), ofLength(30)], 2)).toBeUndefined();
		expect(advise([...Array.from({length: 7}, () => 'ab'), ofLength(15), ofLength(16), ofLength(30)], 2)).toBeUndefined();
		expect(advise([...Array.from({length: 7}, () => 'ab'), ofLength(16), ofLength(16), ofLength(30)], 3)).toEqual({kind: 'context', blockSize: 32, share: 1});
	});

	it('knows prose, and lines that no context holds', () => {
		expect(advise(prose, 3)).toEqual({kind: 'stream'});
		expect(advise([ofLength(300), ofLength(400)], 2)).toEqual({kind: 'stream'});
		// A list of sentences is a list.
		expect(advise(['The cat sat on the mat.', 'Who is that over there?', 'Do not go there, ever!'], 3)).toMatchObject({kind: 'context', blockSize: 24});
	});

	it('does not advise against what somebody wants', () => {
		expect(advise(prose, 3, true)).toEqual({kind: 'context', blockSize: 64, share: 1});
		expect(advise([ofLength(300)], 1, true)).toBeUndefined();
	});
});

describe('a text of one line', () => {
	const sentence = 'To be, or not to be, that is the question. ';
	const open = async (text: string, options: RunOptions = {}) => {
		const data = await folder.write('line.txt', text);
		return openRun(createRunConfig(microgpt, {
			data, steps: 1, samples: 0, ...options,
		}), 'test', {saving: {runsFolder: folder.pathOf('runs'), saveEveryMs: 1e9}});
	};

	it('is told by nearly all of it being in one', () => {
		const isOneLine = (...lines: readonly string[]) => isNextToOneLine(scanLines(lines.join('\n')), 16);
		expect(isOneLine(ofLength(16))).toBe(true);
		expect(isOneLine(ofLength(15))).toBe(false);
		expect(isOneLine('Title', ofLength(1000))).toBe(true);
		expect(isOneLine('Title', ofLength(900))).toBe(false);
		expect(isOneLine(ofLength(1000), ofLength(200))).toBe(false);
	});

	it('is never trained on its beginning without being asked for', async () => {
		const run = await open(sentence.repeat(100));
		expect(run.start.dataset).toMatchObject({
			mode: 'stream', documentCount: 269, truncatedDocumentCount: 0, advice: {kind: 'streamed', characterCount: 4299},
		});
		expect(startNotes(run.start)[0]).toBe('line.txt is one line of 4,299 characters: it is read as one text, as with --documents stream. --documents lines would train on the first 16 of them.');
		expect(run.sample({length: 100})[0]).toHaveLength(100);
		const {config} = await readRunInfo(run.saving!.folder);
		expect(config.dataset.documents).toBe('stream');
		await run.close();
	});

	it('is, where somebody asks for it', async () => {
		const run = await open(sentence.repeat(100), {documents: 'lines'});
		expect(run.start.dataset).toMatchObject({mode: 'lines', documentCount: 1, truncatedDocumentCount: 1});
		expect(run.start.dataset.advice).toBeUndefined();
		await run.close();
	});

	it('stays a document where the context holds it', async () => {
		const run = await open('short and sweet');
		expect(run.start.dataset).toMatchObject({mode: 'lines', documentCount: 1, truncatedDocumentCount: 0});
		await run.close();
	});
});

describe('blanks before lines', () => {
	const open = async (text: string) => openRun(createRunConfig(microgpt, {data: await folder.write('code.txt', text), steps: 1, samples: 0}), 'test');

	it('are said to be left out where lines are documents', async () => {
		const run = await open('if x:\n\treturn 1\n  ok\n\n   \nend  ');
		expect(run.notes).toContain('The blanks before 2 of the 4 lines are left out; --documents stream keeps them.');
		const {notes} = await open('a\r\nb \n\n  \nc');
		expect(notes).toEqual([]);
		const {notes: ofOne} = await open('  ab\n');
		expect(ofOne).toContain('The blanks before the only line are left out; --documents stream keeps them.');
	});

	it('make a text one where they belong to it', () => {
		const reason = (indentedCount: number, lineCount: number) => {
			const text = `${'  x\n'.repeat(indentedCount)}${'y\n'.repeat(lineCount - indentedCount)}`;
			return reasonOf(lookAtLines(text, 'it'));
		};

		expect(reason(5, 50)).toBe('indented');
		expect(reason(5, 51)).toBe('list');
		// A slip makes no text of a short list.
		expect(reason(4, 6)).toBe('list');
	});
});

describe('what is said at the start', () => {
	async function startOf(text: string | undefined, blockSize = 16) {
		const data = text === undefined ? undefined : await folder.write('start.txt', text);
		const {start, close} = await openRun(createRunConfig(chapter7, {data, blockSize, steps: 1}), 'test');
		await close();
		return start;
	}

	const coachOn = (start: Awaited<ReturnType<typeof startOf>>) => dataAdvice({start, mode: 'training'} as Evidence);

	it('names the context that covers the lines', async () => {
		const start = await startOf(Array.from({length: 100}, (_, index) => ofLength(1 + (index % 40))).join('y\n'));
		expect(startNotes(start)[0]).toBe('58 of 100 documents are longer than the context of 16 tokens; the model sees only their beginning. --block-size 40 covers 96% of them.');
		expect(coachOn(start)).toEqual({step: 1, wordings: ['58% of documents are cut off at 16: --block-size 40 covers 96%', '58% cut off: try --block-size 40']});
	});

	it('names the stream for prose, and the larger split for few documents', async () => {
		const start = await startOf(prose.join('\n'));
		expect(startNotes(start)).toEqual([
			'3 of 3 documents are longer than the context of 16 tokens; the model sees only their beginning. They read like one text: --documents stream trains on all of it.',
			'The loss is computed on the training data; add --val-split 0.2 to measure it on documents that are held out.',
		]);
		expect(wide(coachOn(start))).toBe('100% of documents are cut off at 16: --documents stream takes them as one text');
	});

	it('is nothing for the built-in names, whatever the context', async () => {
		const start = await startOf(undefined, 4);
		expect(start.dataset.truncatedDocumentCount).toBeGreaterThan(3000);
		expect(start.dataset.advice).toBeUndefined();
		expect(coachOn(start)).toBeUndefined();
		const dataset = await loadDataset({documents: 'lines', validationShare: 0, blockSize: 4}, new DotnetRandom(1), {isLargeFileConfirmed: false});
		expect(dataset.advice).toBeUndefined();
	});
});
