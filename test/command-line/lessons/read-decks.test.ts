import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {ConfigError, LessonError} from '../../../source/errors.js';
import {readDecks, readDecksAfter} from '../../../source/command-line/lessons/read-decks.js';
import {useTemporaryFolder} from '../../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();

/** A folder with these files. */
async function folderWith(name: string, files: Readonly<Record<string, string>>): Promise<string> {
	const folder = temporary.pathOf(name);
	await mkdir(folder);
	await Promise.all(Object.entries(files).map(async ([file, text]) => writeFile(join(folder, file), text)));
	return folder;
}

const card = (title: string, ...header: readonly string[]) => ['---', `title: ${title}`, ...header, '---', 'Text.'].join('\n');

async function messageOf(wanted: string): Promise<string> {
	const error: unknown = await readDecks(wanted).catch((error: unknown) => error);
	expect(error).toBeInstanceOf(LessonError);
	return (error as LessonError).message;
}

describe('the decks', () => {
	it('that come with the program are about chapter 7 and the GPT, about fifteen cards each', async () => {
		const decks = await readDecks(undefined);
		expect(decks.map(({key, name}) => [key, name])).toEqual([['chapter7', 'chapter7'], ['gpt', 'gpt']]);
		for (const {cards} of decks) {
			expect(cards.length).toBeGreaterThanOrEqual(15);
			expect(cards.length).toBeLessThanOrEqual(18);
			expect(new Set(cards.map(({title}) => title)).size).toBe(cards.length);
			expect(cards.filter(({task, done, keys}) => task === undefined || done.length === 0 || keys.length === 0)).toEqual([]);
		}

		expect(await readDecks('gpt')).toEqual([decks[1]]);
		expect(await readDecksAfter('chapter7')).toEqual([decks[1]]);
		expect(await readDecksAfter('gpt')).toEqual([]);
		expect(await readDecksAfter(undefined)).toEqual([]);
		expect(await readDecksAfter('my-course')).toEqual([]);
	});

	it('of a teacher are the files of a folder in the order of their names, trained on data beside them', async () => {
		const folder = await folderWith('course', {
			'2-b.md': card('B', 'run: --data my.txt --steps 20 --n-embd 8', 'step: 20'), '10-c.md': card('C'), '1-a.md': card('A'), 'README.md': 'About it.', 'my.txt': 'anna\nbob\n',
		});
		const [{key, name, cards}] = await readDecks(folder);
		expect([key, name, cards.map(({title}) => title)]).toEqual([folder, 'course', ['A', 'B', 'C']]);
		expect(cards[1].config).toMatchObject({dataset: {path: join(folder, 'my.txt')}, training: {steps: 20}, model: {nEmbd: 8}});
	});

	it('are checked as a whole: each mistake is told with its file and line', async () => {
		const folder = await folderWith('wrong', {
			'1.md': card('A', 'step: x'), '2.md': 'Hello', '3.md': card('C', 'run: --data none.txt'), '4.md': card('D', 'run: --speed max'), '5.md': card('E', 'run: --help'), '6.md': card('F', 'run: chapter7'), '7.md': card('G', 'run: --steps 0'), '8.md': card('H'), '9.md': card('I', 'run: --seed'), '10.md': card('J', 'run: --seed=1 --no-bias-correction --seed 2'),
		});
		const message = await messageOf(folder);
		expect(message.split('\n').map(line => line.replaceAll(folder, () => '.'))).toEqual([
			'./1.md:3: Expected a whole number from 0 to 1000, the steps of its run, got x.',
			'./2.md:1: Expected a header between two lines ---, got "Hello".',
			'./3.md:3: Expected a file after --data, beside the card, got ./none.txt, which is not there.',
			'./4.md:3: Expected flags of the model, its training or its data, got --speed.',
			'./5.md:3: Expected flags of the model, its training or its data, got --help.',
			'./6.md:3: Expected flags of the model, its training or its data, got chapter7.',
			expect.stringMatching(/^\.\/7\.md:3: Expected .*--steps.*, got 0\./v),
			'./9.md:3: Expected a value after --seed, got none.',
			'./10.md:3: Expected --seed once, got it twice.',
		]);
	});

	it('are refused where there are none', async () => {
		expect(await messageOf(await folderWith('empty', {'readme.md': 'Nothing.'}))).toMatch(/^Expected cards, files that end in \.md, in .*, got none\.$/v);
		await expect(readDecks('nowhere')).rejects.toThrow(new ConfigError('Expected chapter7, gpt or a folder of cards after learn, got nowhere.'));
		const folder = await folderWith('file', {'1.md': card('A')});
		await expect(readDecks(join(folder, '1.md'))).rejects.toThrow(/which is a file\.$/v);
	});
});
