import {Buffer} from 'node:buffer';
import {execFileSync} from 'node:child_process';
import {
	chmod,
	mkdir,
	rm,
	symlink,
	writeFile,
} from 'node:fs/promises';
import {join} from 'node:path';
import process from 'node:process';
import {gzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {
	countBytes,
	readBeginnings,
	readSmallTexts,
	readTexts,
} from '../../source/data/read-texts.js';
import {DatasetError} from '../../source/errors.js';
import {chapter7} from '../../source/settings/presets.js';
import {openRun} from '../../source/run/open-run.js';
import {readRunInfo} from '../../source/storage/record/run-info.js';
import {createRunConfig} from '../../source/settings/run-config.js';
import {asNobody} from '../helpers/as-nobody.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const folder = useTemporaryFolder();
const unconfirmed = {isLargeFileConfirmed: false};

async function makeFolder(name: string, files: Record<string, string | Uint8Array>): Promise<string> {
	const path = folder.pathOf(name);
	await mkdir(path);
	await Promise.all(Object.entries(files).map(async ([file, content]) => writeFile(join(path, file), content)));
	return path;
}

describe('readTexts', () => {
	it('reads one file as it is', async () => {
		const path = await folder.write('one.txt', 'Ana\r\nBo');
		expect(await readTexts([path], unconfirmed)).toEqual({
			text: 'Ana\r\nBo', name: 'one.txt', files: undefined, notes: [],
		});
	});

	it('reads several in the order in which they are given, each from a line of its own', async () => {
		const [b, a] = [await folder.write('b.txt', '\u{FEFF}Bo\nBea'), await folder.write('a.txt', 'Ana\n')];
		const empty = await folder.write('empty.txt', '');
		const {text, name, files} = await readTexts([b, empty, a], unconfirmed);
		expect(text).toBe('Bo\nBea\nAna\n');
		expect(name).toBe('b.txt and 2 more');
		expect(files?.map(({path}) => path)).toEqual([b, empty, a]);
	});

	it('reads the texts of a folder in the order of their names, and says what is none', async () => {
		const path = await makeFolder('books', {
			'c.txt': 'C', 'a.txt': 'A', 'B.txt': 'B', '.hidden': 'x', 'cover.png': Uint8Array.of(0x89, 0x50, 0, 0), 'latin.txt': Uint8Array.of(0xE9),
		});
		await mkdir(join(path, 'more'));
		await symlink(join(path, 'nowhere'), join(path, 'broken'));
		await symlink(join(path, 'a.txt'), join(path, 'd.txt'));
		const {text, name, notes} = await readTexts([`${path}/`], unconfirmed);
		expect(text).toBe('B\nA\nC\nA');
		expect(name).toBe('books/');
		expect(notes).toEqual(['Left out, as they are no text: cover.png, latin.txt.']);
		expect(await countBytes([path])).toBe(9);
	});

	it('refuses a folder without texts', async () => {
		const pictures = await makeFolder('pictures', Object.fromEntries(Array.from({length: 7}, (_, index) => [`${index}.png`, Uint8Array.of(0)])));
		await expect(readTexts([pictures], unconfirmed)).rejects.toThrow(new DatasetError(`Expected ${pictures} to hold text files, got none: 0.png, 1.png, 2.png, 3.png, 4.png and 2 more. Give a folder with texts, or one of another format as text.`));
		const empty = await makeFolder('empty', {});
		await expect(readTexts([empty], unconfirmed)).rejects.toThrow(new DatasetError(`Expected ${empty} to hold text files, got an empty folder. Give files, or a folder with files in it.`));
		await mkdir(join(empty, 'deeper'));
		await expect(readTexts([empty], unconfirmed)).rejects.toThrow('got no file right in it.');
	});

	it('refuses what is named itself and is no text, or is not there', async () => {
		const [text, binary] = [await folder.write('text.txt', 'a'), await folder.write('binary.txt', Uint8Array.of(0))];
		await expect(readTexts([text, binary], unconfirmed)).rejects.toThrow(`Expected ${binary} to be text, got binary data`);
		await expect(readTexts([text, folder.pathOf('missing')], unconfirmed)).rejects.toThrow('missing, which does not exist.');
	});

	it.runIf(process.platform !== 'win32')('does not leave out what it may not read', async () => {
		const path = await makeFolder('secrets', {'a.txt': 'a', 'b.txt': 'b'});
		await chmod(join(path, 'b.txt'), 0);
		await asNobody(folder.pathOf('.'), async () => {
			await expect(readTexts([path], unconfirmed)).rejects.toThrow(`Expected ${join(path, 'b.txt')} to be readable, got “permission denied”.`);
		});
	});

	it('reads standard input among others, but not twice', async () => {
		async function * input() {
			yield new TextEncoder().encode('typed');
		}

		const path = await folder.write('other.txt', 'other\n');
		const {text, name} = await readTexts(['-', path], {...unconfirmed, input: input()});
		expect([text, name]).toEqual(['typed\nother\n', 'standard input and 1 more']);
		await expect(readTexts(['-', '-'], unconfirmed)).rejects.toThrow(new DatasetError('Expected standard input once, got it more often. Leave out all but one.'));
	});

	it('counts all of them together', async () => {
		const path = folder.pathOf('large.txt');
		execFileSync('truncate', ['-s', '40M', path]);
		await expect(readTexts([path, path], unconfirmed)).rejects.toThrow(new DatasetError('Expected these 2 files to be at most 64 MB, got 80 MB. Add --yes to read it all the same.'));
	});

	it('counts what packed files hold, and what comes from a pipe', async () => {
		const text = Buffer.alloc(40 * 1024 * 1024, 'abc\n');
		const packed = await makeFolder('packed', {'a.gz': gzipSync(text), 'b.gz': gzipSync(text)});
		const alone = join(packed, 'a.gz');
		async function * input() {
			yield text;
		}

		// Of the text only its length: nobody wants to read it where this fails.
		const lengthOf = async (paths: readonly string[], isLargeFileConfirmed = false) => {
			const {text: all} = await readTexts(paths, {isLargeFileConfirmed, input: input()});
			return all.length;
		};

		await expect(lengthOf([packed])).rejects.toThrow(new DatasetError('Expected these 2 files to be at most 64 MB, got more than 64 MB when unpacked. Add --yes to read it all the same.'));
		await expect(lengthOf([packed], true)).resolves.toBe(2 * text.length);
		await expect(lengthOf([alone, '-'])).rejects.toThrow(new DatasetError('Expected these 2 files to be at most 64 MB, got more than 64 MB. Add --yes to read it all the same.'));
		await expect(lengthOf([alone])).resolves.toBe(text.length);
	});
});

describe('readSmallTexts', () => {
	it('reads what is small together, and one file as far as it goes', async () => {
		const [a, b] = [await folder.write('a.txt', 'abc'), await folder.write('b.txt', 'def')];
		expect(await readSmallTexts([a, b], 6, unconfirmed)).toBe('abc\ndef');
		expect(await readSmallTexts([a, b], 5, unconfirmed)).toBeUndefined();
		expect(await readSmallTexts([a], 2, unconfirmed)).toBeUndefined();
		expect(await readSmallTexts([a], 3, unconfirmed)).toBe('abc');
	});
});

describe('a run on several files', () => {
	const saving = () => ({runsFolder: folder.pathOf('runs'), saveEveryMs: 1e9});

	it('goes on, and sees what has become of each', async () => {
		const letters = await makeFolder('letters', {'a.txt': 'ana\nbo\n', 'b.txt': 'bea\n'});
		const more = await folder.write('more.txt', 'cleo\nbea\n');
		const config = createRunConfig(chapter7, {data: [letters, more], steps: 4});
		const run = await openRun(config, 'test', {saving: saving()});
		expect(run.start.dataset).toMatchObject({name: 'letters/ and 1 more', documentCount: 5});
		for await (const event of run.events) {
			if (event.type === 'step' && event.step === 2) {
				break;
			}
		}

		await run.close();
		const {folder: saved} = run.saving!;
		const {config: kept} = await readRunInfo(saved);
		const goOn = async () => openRun(kept, 'test', {saving: {...saving(), resumed: saved}});
		const steps: number[] = [];
		const resumed = await goOn();
		for await (const event of resumed.events) {
			steps.push(...(event.type === 'step' ? [event.step] : []));
		}

		await resumed.close();
		expect(steps.at(-1)).toBe(4);
		await writeFile(join(letters, 'b.txt'), 'beate\n');
		await rm(join(letters, 'a.txt'));
		await writeFile(join(letters, 'c.txt'), 'carl\n');
		await expect(goOn()).rejects.toThrow(new DatasetError('Expected letters/ and 1 more to be as it was when the run began, got another b.txt, no a.txt any more, c.txt besides. Give it back its content to go on, or train anew.'));
	});
});

describe('readBeginnings', () => {
	it('is so many bytes of a file, and such a share of it', async () => {
		const path = await folder.write('beginning.txt', 'abé\nfghi');
		expect(await readBeginnings([path], 9, unconfirmed)).toEqual({text: 'abé\nfghi', share: 1, name: 'beginning.txt'});
		// Half a character is none.
		expect(await readBeginnings([path], 3, unconfirmed)).toEqual({text: 'ab', share: 1 / 3, name: 'beginning.txt'});
		expect(await readBeginnings([await folder.write('empty.txt', '')], 3, unconfirmed)).toMatchObject({text: '', share: 1});
	});

	it('is all of what is packed, and of several files', async () => {
		const packed = await folder.write('packed.txt.gz', gzipSync('abcdefghi'.repeat(1000)));
		expect(await readBeginnings([packed], 10, unconfirmed)).toMatchObject({text: 'abcdefghi'.repeat(1000), share: 1});
		const [a, b] = [await folder.write('one.txt', 'abc'), await folder.write('two.txt', 'def')];
		expect(await readBeginnings([a, b], 2, unconfirmed)).toEqual({text: 'abc\ndef', share: 1, name: 'one.txt and 1 more'});
	});
});
