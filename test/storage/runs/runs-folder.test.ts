import {
	cp,
	mkdir,
	readFile,
	rename,
	writeFile,
} from 'node:fs/promises';
import {
	basename,
	dirname,
	relative,
	resolve,
} from 'node:path';
import process from 'node:process';
import {describe, expect, it} from 'vitest';
import {CheckpointError, ConfigError} from '../../../source/errors.js';
import {lockRun} from '../../../source/storage/runs/run-lock.js';
import {defaultRunsFolder} from '../../../source/storage/runs/default-runs-folder.js';
import {
	findRun,
	findRunFolder,
	listRuns,
} from '../../../source/storage/runs/runs-folder.js';
import {exampleRuns} from '../../helpers/example-runs.js';
import {useStandIns} from '../../helpers/stand-in.js';
import {useTemporaryFolder} from '../../helpers/temporary-folder.js';

type ReadFile = (path: string, encoding: 'utf8') => Promise<string>;

const temporary = useTemporaryFolder();
const standIn = useStandIns();
const [{info}] = exampleRuns(1);
const hourMs = 3_600_000;
let count = 0;

/** Lets something happen whenever a file is read. */
function interceptReads(intercept: (path: string, original: ReadFile) => Promise<string>) {
	standIn('readFile', original => async (path: string) => intercept(path, original));
}

/** Runs of these names, each begun at its time. */
async function runsFolderWith(runs: Readonly<Record<string, string>>): Promise<string> {
	const folder = temporary.pathOf(`runs-${++count}`);
	for (const [name, createdAt] of Object.entries(runs)) {
		const path = `${folder}/${name}`;
		await mkdir(path, {recursive: true});
		await writeFile(`${path}/run.json`, JSON.stringify({formatVersion: 1, ...info, createdAt}));
	}

	return folder;
}

/** One run a day, each named as it would be in Greenwich; the first is the earliest. */
function dailyRuns(days: number): Record<string, string> {
	return Object.fromEntries(Array.from({length: days}, (_, day) => {
		const time = new Date(Date.UTC(2026, 0, 1 + day, 10)).toISOString();
		return [`${time.slice(0, 10)}-100000-chapter7`, time];
	}));
}

/** The names of the runs that are read meanwhile. */
async function readWhile(action: () => Promise<unknown>): Promise<string[]> {
	const names: string[] = [];
	interceptReads(async (path, original) => {
		if (basename(path) === 'run.json') {
			names.push(basename(dirname(path)));
		}

		return original(path, 'utf8');
	});

	await action();
	standIn('readFile', original => original);
	return names;
}

async function nameFound(folder: string, wanted: string | undefined): Promise<string> {
	const {name} = await findRun(folder, wanted);
	return name;
}

const failure = (code: string) => Object.assign(new Error(`${code}: too many open files`), {code});

it('is where a variable says, and else among the data of the user', () => {
	const {MICROGPT_RUNS_DIR: before} = process.env;
	try {
		process.env.MICROGPT_RUNS_DIR = 'some/runs';
		expect(defaultRunsFolder()).toBe(resolve('some/runs'));
		process.env.MICROGPT_RUNS_DIR = '';
		const usual = defaultRunsFolder();
		expect(usual).toMatch(/[\/\\]microgpt-tui[\/\\](?:.*[\/\\])?runs$/v);
		delete process.env.MICROGPT_RUNS_DIR;
		expect(defaultRunsFolder()).toBe(usual);
	} finally {
		process.env.MICROGPT_RUNS_DIR = before;
	}
});

describe('the latest of many runs', () => {
	it('is found without reading the others', async () => {
		const folder = await runsFolderWith(dailyRuns(200));
		const names = await readWhile(async () => {
			expect(await nameFound(folder, undefined)).toBe('2026-07-19-100000-chapter7');
		});
		expect(names).toEqual(['2026-07-19-100000-chapter7']);
	});

	it('is that which was begun last, wherever that was', async () => {
		const folder = await runsFolderWith({
			...dailyRuns(100),
			// From Tokyo to Honolulu, where it is still the day before.
			'2026-11-23-090000-chapter7': '2026-11-23T00:00:00.000Z',
			'2026-11-22-210000-microgpt': '2026-11-23T07:00:00.000Z',
			// As far as the map goes: from UTC+14 to UTC-12.
			'2026-11-23-080000-chapter7': '2026-11-22T18:00:00.000Z',
		});
		const names = await readWhile(async () => {
			expect(await nameFound(folder, undefined)).toBe('2026-11-22-210000-microgpt');
		});
		expect(names.toSorted()).toEqual(['2026-11-22-210000-microgpt', '2026-11-23-080000-chapter7', '2026-11-23-090000-chapter7']);
	});

	it.each(['my best run', 'zz', '2026', '2026-99-99-101500-chapter7', '2030-01-01-000000-chapter7'])('is found under the name %s', async name => {
		const folder = await runsFolderWith(dailyRuns(5));
		await rename(`${folder}/2026-01-05-100000-chapter7`, `${folder}/${name}`);
		expect(await nameFound(folder, undefined)).toBe(name);
		const [first] = await listRuns(folder);
		expect(first.name).toBe(name);
	});

	it('is not one with the name of a later time', async () => {
		const folder = await runsFolderWith(dailyRuns(50));
		await rename(`${folder}/2026-01-03-100000-chapter7`, `${folder}/2030-01-01-000000-chapter7`);
		expect(await nameFound(folder, undefined)).toBe('2026-02-19-100000-chapter7');
	});

	it('is one that can be read', async () => {
		const folder = await runsFolderWith(dailyRuns(5));
		await mkdir(`${folder}/2026-01-06-100000-chapter7`);
		await cp(`${folder}/2026-01-01-100000-chapter7/run.json`, `${folder}/2026-01-06-100000-chapter7/torn.json`);
		expect(await nameFound(folder, undefined)).toBe('2026-01-05-100000-chapter7');
		await expect(findRun(await runsFolderWith({}), undefined)).rejects.toThrow(/^Expected a saved run in .*, got none\. Train one first\.$/v);
	});

	it('is the first that is listed, for any times and zones', async () => {
		for (let round = 0; round < 20; round++) {
			const runs = Object.fromEntries(Array.from({length: 12}, (_, index) => {
				const begun = Date.UTC(2026, 5, 1) + (((index * 37) + (round * 11)) % 60 * hourMs);
				const offset = (((index * 17) + (round * 7)) % 27) - 12;
				const local = new Date(begun + (offset * hourMs)).toISOString();
				return [`${local.slice(0, 10)}-${local.slice(11, 19).replaceAll(':', '')}-run${index}`, new Date(begun).toISOString()];
			}));
			const folder = await runsFolderWith(runs);
			const [first] = await listRuns(folder);
			expect(await nameFound(folder, undefined)).toBe(first.name);
		}
	});
});

describe('a run that is named', () => {
	it('is the only one that is read', async () => {
		const folder = await runsFolderWith(dailyRuns(40));
		for (const wanted of ['2026-01-31-100000-chapter7', '2026-01-31']) {
			const names = await readWhile(async () => {
				expect(await nameFound(folder, wanted)).toBe('2026-01-31-100000-chapter7');
			});
			expect(names).toEqual(['2026-01-31-100000-chapter7']);
		}
	});

	it('is told apart from others', async () => {
		const folder = await runsFolderWith(dailyRuns(40));
		await expect(findRun(folder, '2026-02')).rejects.toThrow('Expected the name of one run, got 2026-02, with which 9 begin: ');
		await expect(findRun(folder, '2025')).rejects.toThrow(new CheckpointError(`Expected the name of a saved run in ${folder}, got 2025. See microgpt-tui runs --runs-dir ${folder}.`));
	});

	it('is found by its title however that is typed', async () => {
		const folder = await runsFolderWith(dailyRuns(2));
		await writeFile(`${folder}/2026-01-01-100000-chapter7/title.txt`, 'caf\u{E9}\n');
		await writeFile(`${folder}/2026-01-02-100000-chapter7/title.txt`, 'caf\u{E9} noir\n');
		for (const wanted of ['caf\u{E9}', 'cafe\u{301}', ' caf\u{E9} ']) {
			expect(await nameFound(folder, wanted)).toBe('2026-01-01-100000-chapter7');
			await expect(findRunFolder(folder, wanted)).resolves.toMatchObject({name: '2026-01-01-100000-chapter7'});
		}

		expect(await nameFound(folder, 'cafe\u{301} ')).toBe('2026-01-01-100000-chapter7');
		expect(await nameFound(folder, 'cafe\u{301} n')).toBe('2026-01-02-100000-chapter7');
	});

	it('is also one of another folder, by its path', async () => {
		const folder = await runsFolderWith(dailyRuns(2));
		const elsewhere = await runsFolderWith({'my run': '2026-01-01T10:00:00.000Z'});
		const path = `${elsewhere}/my run`;
		expect(await findRun(folder, path)).toMatchObject({name: path, folder: path});
		expect(await findRun(folder, relative('.', path))).toMatchObject({folder: path});
		await expect(findRun(folder, 'my run')).rejects.toThrow('Expected the name of a saved run');
	});

	it('is found by its beginning also where titles have to be read for it', async () => {
		const folder = await runsFolderWith({
			'my best run': '2026-01-01T10:00:00.000Z', 'my last run': '2026-01-02T10:00:00.000Z',
		});
		expect(await nameFound(folder, 'my b')).toBe('my best run');
		await expect(findRun(folder, 'my')).rejects.toThrow('got my, with which 2 begin: ');
	});

	it('is not the only one there is if the name is empty', async () => {
		const folder = await runsFolderWith(dailyRuns(1));
		for (const wanted of ['', ' ']) {
			await expect(findRun(folder, wanted)).rejects.toThrow(new ConfigError(`Expected the name of a saved run, got an empty one. See microgpt-tui runs --runs-dir ${folder}.`));
			await expect(findRunFolder(folder, wanted)).rejects.toBeInstanceOf(ConfigError);
		}
	});

	it('is none of the folders that have nothing of a run in them', async () => {
		const folder = await runsFolderWith({'my run': '2026-01-01T10:00:00.000Z'});
		for (const name of ['my', 'my photos', 'run me']) {
			await mkdir(`${folder}/${name}`);
			await writeFile(`${folder}/${name}/title.txt`, name === 'run me' ? 'my wedding' : '');
		}

		expect(await listRuns(folder)).toMatchObject([{name: 'my run'}]);
		expect(await nameFound(folder, 'my')).toBe('my run');
		expect(await nameFound(folder, undefined)).toBe('my run');
		await expect(findRun(folder, 'my wedding')).rejects.toThrow('Expected the name of a saved run');
		await expect(findRun(folder, `${folder}/my photos`)).rejects.toThrow('my photos to be a saved run, got a folder without run.json, which says what it is.');
		await expect(findRun(folder, `${folder}/nothing`)).rejects.toThrow('nothing to be a saved run, got nothing of that name.');
	});

	it('is one in the working directory where the folder of the runs has none of that name', async () => {
		const [folder, here] = [await runsFolderWith({mine: '2026-01-01T10:00:00.000Z', 'other-2': '2026-01-03T10:00:00.000Z'}), await runsFolderWith({mine: '2026-01-02T10:00:00.000Z', other: '2026-01-02T10:00:00.000Z'})];
		await mkdir(`${here}/empty`);
		const cwd = process.cwd();
		process.chdir(here);
		try {
			expect(await findRun(folder, 'mine')).toMatchObject({folder: `${folder}/mine`});
			expect(await findRun(folder, 'other')).toMatchObject({folder: resolve('other')});
			// What only begins so is meant where nothing here is called that.
			expect(await findRun(folder, 'oth')).toMatchObject({folder: `${folder}/other-2`});
			for (const none of ['empty', 'othe-']) {
				await expect(findRun(folder, none)).rejects.toThrow(`Expected the name of a saved run in ${folder}, got ${none}.`);
			}

			// What goes for good is named by its folder in that of the runs alone.
			await expect(findRunFolder(folder, 'other')).rejects.toThrow('Expected the name of a saved run');
		} finally {
			process.chdir(cwd);
		}
	});

	it('need not be readable to go, if it is named in full', async () => {
		const folder = await runsFolderWith(dailyRuns(3));
		await mkdir(`${folder}/some folder`);
		await expect(findRunFolder(folder, 'some folder')).rejects.toThrow('Expected the name of a saved run');
		await writeFile(`${folder}/some folder/events.jsonl`, '');
		await expect(findRunFolder(folder, 'some folder')).resolves.toEqual({name: 'some folder', folder: `${folder}/some folder`});
		await expect(findRunFolder(folder, 'some')).rejects.toThrow(/some folder to be a saved run, got a folder without run\.json, which says what it is\.$/v);
		await expect(findRunFolder(folder, `${folder}/some folder`)).rejects.toThrow('Expected the name of a saved run');
		await expect(findRunFolder(folder, '2026-01-02')).resolves.toMatchObject({name: '2026-01-02-100000-chapter7'});
	});
});

describe('the list of many runs', () => {
	it('reads a few at a time', async () => {
		const folder = await runsFolderWith(dailyRuns(100));
		let open = 0;
		let most = 0;
		interceptReads(async (path, original) => {
			open++;
			most = Math.max(most, open);
			try {
				return await original(path, 'utf8');
			} finally {
				open--;
			}
		});

		const runs = await listRuns(folder);
		expect(runs.map(({name}) => name)).toEqual(Object.keys(dailyRuns(100)).toReversed());
		expect(runs.every(run => 'info' in run)).toBe(true);
		expect(most).toBeLessThanOrEqual(16);
	});

	it.each(['EMFILE', 'ENFILE', 'EAGAIN'])('waits for what passes: %s', async code => {
		const folder = await runsFolderWith(dailyRuns(3));
		const attempts = new Map<string, number>();
		interceptReads(async (path, original) => {
			const attempt = attempts.get(path) ?? 1;
			attempts.set(path, attempt + 1);
			if (attempt < 3) {
				throw failure(code);
			}

			return original(path, 'utf8');
		});

		const runs = await listRuns(folder);
		expect(runs.map(run => 'info' in run)).toEqual([true, true, true]);
	});

	it('says of no run that it cannot be read because too many files are open', async () => {
		const folder = await runsFolderWith(dailyRuns(3));
		interceptReads(async () => {
			throw failure('EMFILE');
		});

		await expect(listRuns(folder)).rejects.toThrow(/^Expected .* got “too many open files”\. /v);
		await expect(findRun(folder, undefined)).rejects.toBeInstanceOf(CheckpointError);
	});

	it('says of a run that it is on only while somebody is at work on it', async () => {
		const folder = await runsFolderWith(dailyRuns(3));
		for (const [name, status] of [['2026-01-01-100000-chapter7', 'running'], ['2026-01-02-100000-chapter7', 'running'], ['2026-01-03-100000-chapter7', 'diverged']]) {
			await writeFile(`${folder}/${name}/run.json`, JSON.stringify({
				formatVersion: 1, ...info, createdAt: dailyRuns(3)[name], status,
			}));
		}

		const unlock = await lockRun(`${folder}/2026-01-01-100000-chapter7`);
		const runs = await listRuns(folder);
		expect(runs.map(run => 'info' in run && run.state)).toEqual(['diverged', 'interrupted', 'running']);
		await unlock();
		expect(await findRun(folder, '2026-01-01')).toMatchObject({state: 'interrupted', title: undefined});
	});

	it('is empty where nothing was saved, and leaves out what is no folder', async () => {
		expect(await listRuns(temporary.pathOf('nothing'))).toEqual([]);
		const folder = await runsFolderWith(dailyRuns(1));
		await writeFile(`${folder}/notes.txt`, 'a file');
		expect(await listRuns(folder)).toHaveLength(1);
		await expect(listRuns(`${folder}/notes.txt`)).rejects.toThrow(CheckpointError);
	});

	it('shows what cannot be read last, with the reason', async () => {
		const folder = await runsFolderWith(dailyRuns(2));
		await mkdir(`${folder}/zzz`);
		await writeFile(`${folder}/zzz/checkpoint.safetensors`, '');
		const runs = await listRuns(folder);
		expect(runs.at(-1)).toMatchObject({name: 'zzz', error: {message: `Expected ${folder}/zzz to be a saved run, got a folder without run.json, which says what it is.`}});
		expect(await readFile(`${runs[0].folder}/run.json`, 'utf8')).toContain('createdAt');
	});
});
