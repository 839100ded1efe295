import {mkdir, readdir, writeFile} from 'node:fs/promises';
import {basename} from 'node:path';
import {describe, expect, it} from 'vitest';
import {createRunFolder, latestBeginning} from '../../../source/storage/runs/run-names.js';
import {useTemporaryFolder} from '../../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
// Of the clock on the wall, each part with one digit.
const earlyInTheYear = new Date(2026, 0, 2, 3, 4, 5);
const newName = async (runs: string, preset: string) => createRunFolder(runs, preset, earlyInTheYear).then(folder => basename(folder));

describe('the folder of a new run', () => {
	it('is named after the time and what is trained, and is there', async () => {
		const runs = temporary.pathOf('deep/runs');
		const folder = await createRunFolder(runs, 'chapter7', earlyInTheYear);
		expect(folder).toBe(`${runs}/2026-01-02-030405-chapter7`);
		expect(await readdir(runs)).toEqual(['2026-01-02-030405-chapter7']);
	});

	it('is one of its own where others were begun in the same second', async () => {
		const runs = temporary.pathOf('same-second');
		const folders = await Promise.all(Array.from({length: 3}, async () => createRunFolder(runs, 'chapter7', earlyInTheYear)));
		expect(folders.map(folder => basename(folder)).toSorted()).toEqual(['2026-01-02-030405-chapter7', '2026-01-02-030405-chapter7-2', '2026-01-02-030405-chapter7-3']);
		// What is there is left alone, be it no folder.
		await writeFile(`${runs}/2026-01-02-030405-chapter7-4`, 'a file');
		expect(await newName(runs, 'chapter7')).toBe('2026-01-02-030405-chapter7-5');
	});

	it('has a name that every file system takes, whatever is trained', async () => {
		const runs = temporary.pathOf('names');
		expect(await newName(runs, '../my model: ü_1')).toBe('2026-01-02-030405----my-model---_1');
		expect(await newName(runs, 'x'.repeat(100))).toBe(`2026-01-02-030405-${'x'.repeat(40)}`);
	});

	it('is none where none can be made, which is said at once', async () => {
		await temporary.write('no-folder', 'a file');
		await expect(createRunFolder(temporary.pathOf('no-folder'), 'chapter7', earlyInTheYear)).rejects.toThrow(/EEXIST|ENOTDIR/v);
		await mkdir(temporary.pathOf('long'));
		await expect(createRunFolder(`${temporary.pathOf('long')}/${'x'.repeat(300)}`, 'chapter7', earlyInTheYear)).rejects.toThrow('ENAMETOOLONG');
	});
});

describe('the time in the name of a run', () => {
	it('is that of a clock which may be up to half a day behind', () => {
		expect(latestBeginning('2026-01-02-030405-chapter7')).toBe(Date.UTC(2026, 0, 2, 3 + 13, 4, 5));
		expect(latestBeginning('2026-01-02-030405-')).toBe(Date.UTC(2026, 0, 2, 3 + 13, 4, 5));
	});

	it.each(['my run', '2026-01-02', '2026-01-02-030405', 'a 2026-01-02-030405-chapter7', '2026-13-02-030405-chapter7'])('is not known from %s', name => {
		expect(latestBeginning(name)).toBeUndefined();
	});
});
