import {writeFileSync} from 'node:fs';
import {readFile, rm} from 'node:fs/promises';
import {hostname} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {setTimeout} from 'node:timers/promises';
import * as v from 'valibot';
import {CheckpointError} from '../../errors.js';
import {ownStartTime, type ProcessClock, systemClock} from './process-start.js';

const isoTime = v.pipe(v.string(), v.isoTimestamp());

const ownerSchema = v.object({
	pid: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
	host: v.string(),
	/** When the process began; its number may be given to another one later. */
	startedAt: v.exactOptional(v.string()),
	/** The same in the system's own units, where it has some: exact, whatever becomes of the clock. */
	ticks: v.exactOptional(v.string()),
});

type Owner = v.InferOutput<typeof ownerSchema>;

/** What is known of the process that has a run. */
export type RunOwner = {
	readonly pid: number;
	readonly host: string;
	/** Whether it is known to be the one that took the run, or only to have its number. */
	readonly isCertain: boolean;
};

const lockName = 'lock.json';
/** The one who writes it first creates it and then fills it. */
const fillingMs = 50;
const mostAttempts = 100;
/** A removal seldom takes longer. */
const removalMs = 20;
/** Starts that are told to the second, by two clocks, are the same within this. */
const sameStartMs = 5000;

/**
Takes a run for this process: of two that want it, one gets it. The lock of a process that is gone
does not count.

@param clock - Tells when a process began.
@returns gives it back.
@throws CheckpointError if another process has it, what the file system says if it cannot be taken.
*/
export async function lockRun(folder: string, clock: ProcessClock = systemClock): Promise<() => Promise<void>> {
	const path = join(folder, lockName);
	const owner = await take(path, clock);
	if (owner) {
		throw new CheckpointError(refusalOf(folder, path, owner));
	}

	let isOurs = true;
	return async () => {
		// Once only: later it may be that of somebody else.
		const isHeld = isOurs;
		isOurs = false;
		if (isHeld) {
			await rm(path, {force: true});
		}
	};
}

/**
Refuses a run that another process works on, before anything is begun with it; it may be taken by another one all the same before it is locked.

@throws CheckpointError which says who has it.
*/
export async function checkIsFree(folder: string): Promise<void> {
	const owner = await ownerOf(folder);
	if (owner) {
		throw new CheckpointError(refusalOf(folder, join(folder, lockName), owner));
	}
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
export async function ownerOf(folder: string, clock: ProcessClock = systemClock): Promise<RunOwner | undefined> {
	return ownerOfLock(join(folder, lockName), clock);
}

async function ownerOfLock(path: string, clock: ProcessClock): Promise<RunOwner | undefined> {
	const owner = await readFilled(path);
	if (owner === undefined || owner === 'unreadable') {
		return undefined;
	}

	const presence = await presenceOf(owner, clock);
	return presence === 'gone' ? undefined : {pid: owner.pid, host: owner.host, isCertain: presence === 'there'};
}

function refusalOf(folder: string, path: string, {pid, host, isCertain}: RunOwner): string {
	if (host !== hostname()) {
		return `Expected nobody else at work on ${folder}, got process ${pid} on ${host}. Stop it first, or remove ${path} if it is gone.`;
	}

	const doubt = isCertain ? '' : `, or remove ${path} if this process is another program`;
	return `Expected nobody else at work on ${folder}, got process ${pid}. Stop it first${doubt}.`;
}

/** Creates a lock; who has it, if somebody does. */
async function take(path: string, clock: ProcessClock): Promise<RunOwner | undefined> {
	for (let attempt = 0; attempt < mostAttempts; attempt++) {
		if (await isCreated(path, clock)) {
			return undefined;
		}

		const owner = await ownerOfLock(path, clock);
		if (owner) {
			return owner;
		}

		await removeStale(path, clock);
	}

	throw new CheckpointError(`Expected to take the lock ${path}, got others that took it again and again.`);
}

async function isCreated(path: string, clock: ProcessClock): Promise<boolean> {
	const ticks = await clock.ticksOf(process.pid);
	const owner: Owner = {
		pid: process.pid, host: hostname(), startedAt: new Date(ownStartTime).toISOString(), ...(ticks !== undefined && {ticks}),
	};
	try {
		// At one go: who finds it empty for long takes it for that of a process that was killed.
		writeFileSync(path, JSON.stringify(owner), {flag: 'wx'});
		return true;
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
			return false;
		}

		throw error;
	}
}

/** What locks of version 0.1 call the start is in ticks. */
function withTicks({startedAt, ...owner}: Owner): Owner {
	const isTime = startedAt === undefined || v.is(isoTime, startedAt);
	return {...owner, ...(startedAt !== undefined && (isTime ? {startedAt} : {ticks: startedAt}))};
}

async function read(path: string): Promise<Owner | 'unreadable' | undefined> {
	let text: string;
	try {
		text = await readFile(path, 'utf8');
	} catch {
		return undefined;
	}

	try {
		return withTicks(v.parse(ownerSchema, JSON.parse(text)));
	} catch {
		return 'unreadable';
	}
}

/** What stands in a lock when there was time to write it. */
async function readFilled(path: string): Promise<Owner | 'unreadable' | undefined> {
	const owner = await read(path);
	if (owner !== 'unreadable') {
		return owner;
	}

	await setTimeout(fillingMs);
	return read(path);
}

/**
Removes a lock that does not count. Only one at a time may, and looks again before: what is removed is
never the new lock of somebody who was faster. That one takes a lock on the lock, of the same kind: if it is
killed, the next one finds a lock of a process that is gone there too.
*/
async function removeStale(path: string, clock: ProcessClock) {
	const guard = `${path}.lock`;
	if (await take(guard, clock)) {
		await setTimeout(removalMs);
		return;
	}

	try {
		const owner = await readFilled(path);
		if (owner === 'unreadable' || (owner !== undefined && await presenceOf(owner, clock) === 'gone')) {
			await rm(path, {force: true});
		}
	} finally {
		await rm(guard, {force: true});
	}
}

/** Whether the process that took a run is still there; `unknown` if it may be another one of the same number. */
async function presenceOf({pid, host, startedAt, ticks}: Owner, clock: ProcessClock): Promise<'there' | 'gone' | 'unknown'> {
	if (host !== hostname()) {
		// It cannot be seen from here.
		return 'unknown';
	}

	if (!isRunning(pid)) {
		return 'gone';
	}

	if (ticks !== undefined) {
		const ticksNow = await clock.ticksOf(pid);
		if (ticksNow !== undefined) {
			return ticksNow === ticks ? 'there' : 'gone';
		}
	}

	if (startedAt === undefined) {
		return 'unknown';
	}

	const startTimeNow = await clock.startTimeOf(pid);
	if (startTimeNow === undefined) {
		return 'unknown';
	}

	return Math.abs(startTimeNow - Date.parse(startedAt)) <= sameStartMs ? 'there' : 'gone';
}

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// A process of somebody else cannot be sent signals, but is there.
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}
