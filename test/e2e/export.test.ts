import {
	mkdir,
	readdir,
	readFile,
	readlink,
	symlink,
	writeFile,
} from 'node:fs/promises';
import {join} from 'node:path';
import process from 'node:process';
import {
	beforeAll,
	beforeEach,
	describe,
	expect,
	it,
} from 'vitest';
import {runShell} from '../helpers/run-program.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
let folder: string;
let count = 0;

beforeAll(async () => {
	await runShell(`$MICROGPT --plain --samples 0 --steps 60 --name own --runs-dir '${temporary.pathOf('runs')}'`);
});

beforeEach(async () => {
	count++;
	folder = temporary.pathOf(`folder ${count}`);
	await mkdir(folder);
});

/** What is said when the run is exported from the folder. */
async function exportHere(words: string, before = ''): Promise<string> {
	const {stderr} = await runShell(`cd '${folder}'; ${before} $MICROGPT export own --runs-dir '${temporary.pathOf('runs')}' ${words}`);
	return stderr.replaceAll(folder, 'HERE');
}

describe('an exported run', () => {
	it('has a file of its own, in the place of another one only if that is asked for', async () => {
		expect(await exportHere('--output own.csv')).toBe('microgpt-tui: Wrote HERE/own.csv.\n');
		const path = join(folder, 'own.csv');
		const table = await readFile(path, 'utf8');
		expect(table.split('\n').length).toBeGreaterThan(60);
		await writeFile(path, 'old');
		await symlink('own.csv', join(folder, 'link.csv'));
		expect(await exportHere('--output link.csv')).toBe('microgpt-tui: Expected HERE/link.csv not to be there yet. Add --yes to replace it, or --output FILE.\n');
		expect(await readFile(path, 'utf8')).toBe('old');
		expect(await exportHere('--output link.csv --yes')).toBe('microgpt-tui: Wrote HERE/link.csv.\n');
		expect(await readFile(path, 'utf8')).toBe(table);
		expect(await readlink(join(folder, 'link.csv'))).toBe('own.csv');
	});

	it('is refused where there is no folder for it', async () => {
		await writeFile(join(folder, 'file'), '');
		await mkdir(join(folder, 'there.csv'));
		const advice = 'which is none. Make it first, or choose another place with --output FILE.';
		expect(await exportHere('--output no/own.csv')).toBe(`microgpt-tui: Expected a folder that exists for own.csv, got HERE/no, ${advice}\n`);
		expect(await exportHere('--output no/own.csv --yes')).toBe(`microgpt-tui: Expected a folder that exists for own.csv, got HERE/no, ${advice}\n`);
		expect(await exportHere('--output file/own.csv')).toBe(`microgpt-tui: Expected a folder that exists for own.csv, got HERE/file, ${advice}\n`);
		expect(await exportHere('--output there.csv --yes')).toBe('microgpt-tui: Expected the name of a file after --output, got HERE/there.csv, which is a folder.\n');
	});

	it('leaves nothing behind where there is no room for it, and what was there as it was', async () => {
		// A file may have one block.
		expect(await exportHere('--output own.html', 'ulimit -f 1;')).toMatch(/^microgpt-tui: Expected to write HERE\/own\.html, got “file too large”\. Choose another place with --output FILE\.\n$/v);
		expect(await readdir(folder)).toEqual([]);
		await writeFile(join(folder, 'own.html'), 'old');
		expect(await exportHere('--output own.html --yes', 'ulimit -f 1;')).toContain('file too large');
		expect(await readdir(folder)).toEqual(['own.html']);
		expect(await readFile(join(folder, 'own.html'), 'utf8')).toBe('old');
	});

	it.runIf(process.platform === 'linux')('goes into what is no file, and tells if that takes no more', async () => {
		expect(await exportHere('--format csv --output /dev/full --yes')).toContain('no space left on device');
		expect(await exportHere('--format csv --output /dev/null --yes')).toBe('microgpt-tui: Wrote /dev/null.\n');
		expect(await exportHere('--format csv --output - > /dev/full')).toBe('microgpt-tui: Expected to write the results to standard output, got “no space left on device”.\n');
	});
});
