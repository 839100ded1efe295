import {
	mkdir,
	open,
	readFile,
	rm,
	rmdir,
	stat,
} from 'node:fs/promises';
import {hostname} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {setTimeout} from 'node:timers/promises';
import * as v from 'valibot';
import {CheckpointError} from '../errors.js';

const ownerSchema = v.object({
	pid: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
	host: v.string(),
	/** When the process began, in the units of the system; a number may be given to another process later. */
	startedAt: v.exactOptional(v.string()),
});

type Owner = v.InferOutput<typeof ownerSchema>;

const lockName = 'lock.json';
/** The one who writes it first creates it and then fills it. */
const fillingMs = 50;
const mostAttempts = 100;
/** A removal takes less than this, and never as long as that. */
const removalMs = 20;
const oldGuardMs = 10_000;

/**
Takes a run for this process: of two that want it, one gets it. The lock of a process that is gone
does not count.

@returns gives it back.
@throws CheckpointError if another process has it, what the file system says if it cannot be taken.
*/
export async function lockRun(folder: string): Promise<() => Promise<void>> {
	const path = join(folder, lockName);
	for (let attempt = 0; attempt < mostAttempts; attempt++) {
		if (await isCreated(path)) {
			return async () => rm(path, {force: true});
		}

		const owner = await ownerOf(folder);
		if (owner) {
			throw new CheckpointError(`Expected nobody else at work on ${folder}, got process ${owner.pid}${owner.host === hostname() ? '' : ` on ${owner.host}`}. Stop it first${owner.host === hostname() ? '' : `, or remove ${path} if it is gone`}.`);
		}

		await removeStale(path);
	}

	throw new CheckpointError(`Expected to take the lock ${path}, got others that took it again and again.`);
}

/** Gives a run back that a thread of this process took, and can give back no more because it is gone. */
export async function unlockRun(folder: string): Promise<void> {
	const path = join(folder, lockName);
	const owner = await read(path);
	if (typeof owner === 'object' && owner.pid === process.pid && owner.host === hostname()) {
		await rm(path, {force: true});
	}
}

/** The process that works on a run, if there is one. */
export async function ownerOf(folder: string): Promise<{readonly pid: number; readonly host: string} | undefined> {
	const path = join(folder, lockName);
	let owner = await read(path);
	if (owner === 'unreadable') {
		await setTimeout(fillingMs);
		owner = await read(path);
	}

	return owner === undefined || owner === 'unreadable' || await isGone(owner) ? undefined : owner;
}

async function isCreated(path: string): Promise<boolean> {
	try {
		const file = await open(path, 'wx');
		try {
			const startedAt = await startOf(process.pid);
			const owner: Owner = {pid: process.pid, host: hostname(), ...(startedAt !== undefined && {startedAt})};
			await file.writeFile(JSON.stringify(owner));
		} finally {
			await file.close();
		}

		return true;
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
			return false;
		}

		throw error;
	}
}

async function read(path: string): Promise<Owner | 'unreadable' | undefined> {
	let text: string;
	try {
		text = await readFile(path, 'utf8');
	} catch {
		return undefined;
	}

	try {
		return v.parse(ownerSchema, JSON.parse(text));
	} catch {
		return 'unreadable';
	}
}

/**
Removes a lock that does not count. Only one at a time may, and looks again before: what is removed is
never the new lock of somebody who was faster.
*/
async function removeStale(path: string) {
	const guard = `${path}.removal`;
	try {
		await mkdir(guard);
	} catch {
		await setTimeout(removalMs);
		await removeOldGuard(guard);
		return;
	}

	try {
		const owner = await read(path);
		if (owner === 'unreadable' || (owner !== undefined && await isGone(owner))) {
			await rm(path, {force: true});
		}
	} finally {
		await rmdir(guard);
	}
}

/** Somebody was killed while removing. */
async function removeOldGuard(guard: string) {
	try {
		const {mtimeMs} = await stat(guard);
		if (Date.now() - mtimeMs > oldGuardMs) {
			await rmdir(guard);
		}
	} catch {
		// It is gone.
	}
}

async function isGone({pid, host, startedAt}: Owner): Promise<boolean> {
	if (host !== hostname()) {
		// Whether it is still there cannot be seen from here.
		return false;
	}

	try {
		process.kill(pid, 0);
	} catch (error) {
		// A process of somebody else cannot be sent signals, but is there.
		return !(error instanceof Error && 'code' in error && error.code === 'EPERM');
	}

	return startedAt !== undefined && await startOf(pid) !== startedAt;
}

/** When a process began, where the system tells: the 22nd field of what Linux says of it, in ticks since the boot. */
async function startOf(pid: number): Promise<string | undefined> {
	try {
		const [status, boot] = await Promise.all([readFile(`/proc/${pid}/stat`, 'utf8'), readFile('/proc/sys/kernel/random/boot_id', 'utf8')]);
		// The second field is a name in parentheses, which may have spaces and parentheses of its own.
		const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
		return `${fields[19]} ${boot.trim()}`;
	} catch {
		return undefined;
	}
}
