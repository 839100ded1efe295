import {spawn} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {
	mkdir,
	readdir,
	readFile,
	writeFile,
} from 'node:fs/promises';
import {hostname} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {
	afterEach,
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {CheckpointError} from '../../../source/errors.js';
import {type ProcessClock, systemClock} from '../../../source/storage/runs/process-start.js';
import {
	checkIsFree,
	lockRun,
	ownerOf,
	unlockRun,
} from '../../../source/storage/runs/run-lock.js';
import {useStandIns} from '../../helpers/stand-in.js';
import {useTemporaryFolder} from '../../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
const standIn = useStandIns();
let count = 0;

async function newRun(lock?: string): Promise<string> {
	const folder = temporary.pathOf(`run-${++count}`);
	await mkdir(folder);
	if (lock !== undefined) {
		await writeFile(join(folder, 'lock.json'), lock);
	}

	return folder;
}

/** A process that has ended. */
async function deadPid(): Promise<number> {
	const child = spawn(process.execPath, ['-e', '0']);
	await new Promise(resolve => {
		child.on('exit', resolve);
	});
	return child.pid!;
}

describe('the lock of a run', () => {
	it('is for one, and is given back', async () => {
		const folder = await newRun();
		expect(await ownerOf(folder)).toBeUndefined();
		const unlock = await lockRun(folder);
		expect(await ownerOf(folder)).toMatchObject({pid: process.pid});
		await expect(lockRun(folder)).rejects.toThrow(new CheckpointError(`Expected nobody else at work on ${folder}, got process ${process.pid}. Stop it first.`));
		await expect(checkIsFree(folder)).rejects.toThrow(new CheckpointError(`Expected nobody else at work on ${folder}, got process ${process.pid}. Stop it first.`));
		await unlock();
		await checkIsFree(folder);
		expect(await readdir(folder)).toEqual([]);
		await (await lockRun(folder))();
	});

	it.each([
		['of a process that is gone', async () => JSON.stringify({pid: await deadPid(), host: hostname()})],
		['of a process that has got the number of another', async () => JSON.stringify({
			pid: process.pid, host: hostname(), startedAt: new Date().toISOString(), ticks: '1 of another boot',
		})],
		['of version 0.1 of such a process', async () => JSON.stringify({pid: process.pid, host: hostname(), startedAt: '1 of another boot'})],
		['that was cut off while it was written', async () => '{"pid": 1'],
		['that is empty', async () => ''],
		['that is something else', async () => '{"pid": "__proto__", "host": 3}'],
	])('does not count if it is one %s', async (_what, lock) => {
		const folder = await newRun(await lock());
		expect(await ownerOf(folder)).toBeUndefined();
		const unlock = await lockRun(folder);
		expect(await ownerOf(folder)).toMatchObject({pid: process.pid});
		await unlock();
		expect(await readdir(folder)).toEqual([]);
	});

	it('counts if it is of another machine, of which nothing can be seen', async () => {
		const folder = await newRun(JSON.stringify({pid: 4242, host: 'elsewhere'}));
		await expect(lockRun(folder)).rejects.toThrow(new CheckpointError(`Expected nobody else at work on ${folder}, got process 4242 on elsewhere. Stop it first, or remove ${join(folder, 'lock.json')} if it is gone.`));
	});

	it('is given back once only: later it may be that of another', async () => {
		const folder = await newRun();
		const unlock = await lockRun(folder);
		await unlock();
		const unlockAgain = await lockRun(folder);
		await unlock();
		expect(await ownerOf(folder)).toMatchObject({pid: process.pid});
		await unlockAgain();
	});

	it('says when its process began, in words that any system has', async () => {
		const folder = await newRun();
		const unlock = await lockRun(folder);
		const {startedAt} = JSON.parse(await readFile(join(folder, 'lock.json'), 'utf8')) as {startedAt: string};
		expect(Math.abs(Date.now() - (process.uptime() * 1000) - Date.parse(startedAt))).toBeLessThan(100);
		await unlock();
	});

	it('says what is the same for its process and for no other, where the system has that', async () => {
		const ticks = await systemClock.ticksOf(process.pid);
		for (const [clock, expected] of [[systemClock, ticks], [{...systemClock, ticksOf: async () => undefined}, undefined]] as const) {
			const folder = await newRun();
			const unlock = await lockRun(folder, clock);
			const lock = JSON.parse(await readFile(join(folder, 'lock.json'), 'utf8')) as Record<string, unknown>;
			expect(lock.ticks).toBe(expected);
			await unlock();
		}
	});

	it('counts though it is read before it is filled', async () => {
		const folder = await newRun('');
		const path = join(folder, 'lock.json');
		let isFilled = false;
		standIn('readFile', original => async (...details: Parameters<typeof readFile>) => {
			const text = await original(...details);
			if (details[0] === path && !isFilled) {
				isFilled = true;
				writeFileSync(path, JSON.stringify({pid: process.pid, host: hostname()}));
			}

			return text;
		});
		expect(await ownerOf(folder)).toMatchObject({pid: process.pid});
	});

	it('is given back by another thread of its process, and by no other process', async () => {
		const folder = await newRun();
		await lockRun(folder);
		await unlockRun(folder);
		expect(await readdir(folder)).toEqual([]);
		// It is no longer there.
		await unlockRun(folder);
		for (const owner of [{pid: process.pid, host: 'elsewhere'}, {pid: process.ppid, host: hostname()}]) {
			const others = await newRun(JSON.stringify(owner));
			await unlockRun(others);
			expect(await readdir(others)).toEqual(['lock.json']);
		}
	});

	it('is taken at once where others were killed while they took it', async () => {
		const folder = await newRun(JSON.stringify({pid: 4_194_304, host: hostname()}));
		await writeFile(join(folder, 'lock.json.lock'), JSON.stringify({pid: 4_194_303, host: hostname()}));
		// This one before it could say who it is.
		await writeFile(join(folder, 'lock.json.lock.lock'), '');
		const startedAt = performance.now();
		const unlock = await lockRun(folder);
		expect(performance.now() - startedAt).toBeLessThan(2000);
		expect(await readdir(folder)).toEqual(['lock.json']);
		await unlock();
		expect(await readdir(folder)).toEqual([]);
	});

	it('goes to exactly one of many who want a stale one at once', async () => {
		for (let round = 0; round < 50; round++) {
			const folder = await newRun(JSON.stringify({pid: 4_194_304, host: hostname()}));
			const outcomes = await Promise.allSettled(Array.from({length: 8}, async () => lockRun(folder)));
			expect(outcomes.filter(({status}) => status === 'fulfilled')).toHaveLength(1);
		}
	});
});

describe('the lock of a run of somebody else', () => {
	afterEach(() => {
		vi.restoreAllMocks();
	});

	it.each([['EPERM', true], ['ESRCH', false]])('counts where its process may not be reached, and not where that is gone: %s', async (code, isThere) => {
		const folder = await newRun(JSON.stringify({pid: 4242, host: hostname()}));
		vi.spyOn(process, 'kill').mockImplementation(() => {
			throw Object.assign(new Error(code), {code});
		});
		const owner = await ownerOf(folder);
		expect(owner).toEqual(isThere ? {pid: 4242, host: hostname(), isCertain: false} : undefined);
	});
});

describe('the lock of a run where the system has no /proc', () => {
	/** What `ps` says, as on macOS. */
	const clock: ProcessClock = {...systemClock, ticksOf: async () => undefined};
	/** Where even that cannot be had. */
	const noClock: ProcessClock = {...clock, startTimeOf: async () => undefined};
	const ownLock = (startedAt: number) => JSON.stringify({pid: process.pid, host: hostname(), startedAt: new Date(startedAt).toISOString()});
	const ownStart = Date.now() - (process.uptime() * 1000);

	it('is for one, and is given back', async () => {
		const folder = await newRun();
		const unlock = await lockRun(folder, clock);
		await expect(lockRun(folder, clock)).rejects.toThrow(new CheckpointError(`Expected nobody else at work on ${folder}, got process ${process.pid}. Stop it first.`));
		await unlock();
		await (await lockRun(folder, clock))();
	});

	it('does not count if another process has got the number since', async () => {
		const folder = await newRun(ownLock(ownStart - 3_600_000));
		expect(await ownerOf(folder, clock)).toBeUndefined();
		await (await lockRun(folder, clock))();
		expect(await readdir(folder)).toEqual([]);
	});

	it('counts though it was taken long after its process began, and the clock was set since', async () => {
		const folder = await newRun(ownLock(ownStart));
		expect(await ownerOf(folder, clock)).toMatchObject({pid: process.pid, isCertain: true});
	});

	it('says what to do where it cannot be told whose the number is', async () => {
		for (const lock of [ownLock(ownStart - 3_600_000), JSON.stringify({pid: process.pid, host: hostname()})]) {
			const folder = await newRun(lock);
			await expect(lockRun(folder, noClock)).rejects.toThrow(new CheckpointError(`Expected nobody else at work on ${folder}, got process ${process.pid}. Stop it first, or remove ${join(folder, 'lock.json')} if this process is another program.`));
		}
	});

	it('does not count if its process is gone, whatever can be told', async () => {
		const folder = await newRun(JSON.stringify({pid: await deadPid(), host: hostname(), startedAt: new Date(ownStart).toISOString()}));
		await (await lockRun(folder, noClock))();
		expect(await readdir(folder)).toEqual([]);
	});
});

describe('the start of a process', () => {
	it('is told by the system to the second', async () => {
		const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
		try {
			const startTime = await systemClock.startTimeOf(child.pid!);
			expect(Math.abs(startTime! - Date.now())).toBeLessThan(5000);
		} finally {
			child.kill();
		}
	});

	it.runIf(process.platform === 'linux')('is the same whatever the process calls itself', async () => {
		const child = spawn(process.execPath, ['-e', `process.stdin.once('data', () => {
			process.title = 'a) 1 (2';
			console.log('renamed');
		});
		console.log('there');`], {stdio: ['pipe', 'pipe', 'inherit']});
		try {
			const said = async () => new Promise(resolve => {
				child.stdout.once('data', resolve);
			});
			await said();
			const before = await systemClock.ticksOf(child.pid!);
			expect(before).toMatch(/^\d+ [\d\-a-f]+$/v);
			child.stdin.write('now');
			await said();
			expect(await systemClock.ticksOf(child.pid!)).toBe(before);
			expect(await systemClock.ticksOf(process.pid)).not.toBe(before);
		} finally {
			child.kill();
		}
	});

	it('is not known of a process that is gone', async () => {
		expect(await systemClock.startTimeOf(await deadPid())).toBeUndefined();
	});
});
