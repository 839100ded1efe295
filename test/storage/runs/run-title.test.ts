import {mkdir, writeFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {CheckpointError, ConfigError} from '../../../source/errors.js';
import {
	checkTitle,
	nextTitle,
	readTitle,
	writeTitle,
} from '../../../source/storage/runs/run-title.js';
import {checkTitleIsFree, freeTitle} from '../../../source/storage/runs/run-titles.js';
import {findRun, findRunFolder, listRuns} from '../../../source/storage/runs/runs-folder.js';
import {exampleRuns} from '../../helpers/example-runs.js';
import {useTemporaryFolder} from '../../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
const [{info}] = exampleRuns(1);
let count = 0;

/** Runs of these titles, named `first`, `second` … */
async function titledRuns(...titles: Array<string | undefined>): Promise<string> {
	const folder = temporary.pathOf(`runs-${++count}`);
	for (const [index, title] of titles.entries()) {
		const path = `${folder}/${['first', 'second', 'third', 'fourth', 'fifth'][index]}`;
		await mkdir(path, {recursive: true});
		await writeFile(`${path}/run.json`, JSON.stringify({formatVersion: 1, ...info}));
		if (title !== undefined) {
			await writeTitle(path, title);
		}
	}

	return folder;
}

describe('the name that somebody gives a run', () => {
	it.each<[string, string]>([
		['', 'Expected a name for the run, got an empty one.'],
		['  ', 'Expected a name for the run, got an empty one.'],
		['a\u{1B}[31mb', 'Expected a name without control characters, got a␛[31mb.'],
		['two\nlines', 'Expected a name without control characters, got two␊lines.'],
		['\u{202E}turned', String.raw`Expected a name without control characters, got \u{202e}turned.`],
		['x'.repeat(41), 'Expected a name of at most 40 characters, got 41.'],
		['../up', 'Expected a name that is no path, got ../up.'],
		['..', 'Expected a name that is no path, got ...'],
		['--steps', 'Expected a name that does not begin like a flag, got --steps.'],
		['2026-11-23-try', 'Expected a name that does not begin with a date, as those of the folders do, got 2026-11-23-try.'],
	])('is not %j', (title, message) => {
		expect(() => checkTitle(title)).toThrow(new ConfigError(message));
	});

	it('is taken without the blanks around it', () => {
		expect(checkTitle('  small steps ')).toBe('small steps');
		expect(checkTitle('詩'.repeat(40))).toBe('詩'.repeat(40));
		for (const title of ['rate .5', '.5 as rate', 'no. 5.', 'a-b']) {
			expect(checkTitle(title)).toBe(title);
		}
	});

	it('is read back, and is none where the file was spoilt', async () => {
		const folder = await titledRuns('small', undefined);
		await expect(readTitle(`${folder}/first`)).resolves.toBe('small');
		await expect(readTitle(`${folder}/second`)).resolves.toBeUndefined();
		await writeFile(`${folder}/second/title.txt`, 'a\u{7}b');
		await expect(readTitle(`${folder}/second`)).resolves.toBeUndefined();
		await expect(listRuns(folder)).resolves.toMatchObject([{name: 'second', title: undefined}, {name: 'first', title: 'small'}]);
	});

	it('finds the run, as a whole or by its beginning', async () => {
		const folder = await titledRuns('small steps', 'small', 'fist');
		await expect(findRun(folder, 'small')).resolves.toMatchObject({name: 'second', title: 'small'});
		await expect(findRun(folder, 'small s')).resolves.toMatchObject({name: 'first'});
		await expect(findRunFolder(folder, 'small')).resolves.toMatchObject({name: 'second'});
		await expect(findRun(folder, fileURLToPath(import.meta.url))).rejects.toThrow(/^Expected the name of a saved run in .*, got the file .*run-title\.test\.ts\. See microgpt-tui runs [^.]*/v);
		const weights = await temporary.write('best.safetensors', '');
		await expect(findRun(folder, weights)).rejects.toThrow(`got the file ${weights}. To train on from its weights: microgpt-tui --init-from ${weights}.`);
		await expect(findRun(folder, 'sm')).rejects.toThrow(new CheckpointError('Expected the name of one run, got sm, with which 2 begin: small steps, small.'));
		// The beginning of a folder's name, and that of another run's title.
		await expect(findRun(folder, 'fi')).rejects.toThrow('with which 2 begin: first, fist.');
		await expect(findRun(folder, 'fir')).resolves.toMatchObject({name: 'first'});
	});

	it('is that of no other run, nor of a folder', async () => {
		const folder = await titledRuns('small', undefined);
		await expect(checkTitleIsFree(folder, 'small')).rejects.toThrow(new ConfigError('Expected a name that no other run has, got small, which is that of first. Choose another one, or rename that run.'));
		await expect(checkTitleIsFree(folder, 'second')).rejects.toThrow('got second, which is that of second');
		await expect(checkTitleIsFree(folder, 'small', `${folder}/first`)).resolves.toBeUndefined();
		await expect(checkTitleIsFree(folder, 'large')).resolves.toBeUndefined();
	});

	it('gets a number where a run is begun anew', async () => {
		const folder = await titledRuns('small', 'small (2)', 'x'.repeat(40), 'gpt-2', '2024');
		await expect(freeTitle(folder, 'small')).resolves.toBe('small (3)');
		await expect(freeTitle(folder, 'small (2)')).resolves.toBe('small (3)');
		await expect(freeTitle(folder, 'large')).resolves.toBe('large');
		await expect(freeTitle(folder, 'x'.repeat(40))).resolves.toBe(`${'x'.repeat(36)} (2)`);
		// A number that the program has not added is a part of the name.
		await expect(freeTitle(folder, 'gpt-2')).resolves.toBe('gpt-2 (2)');
		await expect(freeTitle(folder, '2024')).resolves.toBe('2024 (2)');
	});

	it('can be given whatever number it gets', () => {
		fc.assert(fc.property(fc.string({unit: 'grapheme', maxLength: 45}), fc.nat({max: 30}), (wanted, times) => {
			let title: string;
			try {
				title = checkTitle(wanted);
			} catch {
				return;
			}

			const seen = new Set([title]);
			for (let time = 0; time < times; time++) {
				title = nextTitle(title);
				expect(checkTitle(title)).toBe(title);
				expect(seen.has(title)).toBe(false);
				seen.add(title);
			}
		}), {examples: [['2024', 12], ['gpt-2', 3], ['x'.repeat(40), 12], ['a (999999999)', 3]]});
	});
});
