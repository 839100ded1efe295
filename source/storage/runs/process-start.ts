import {readFile} from 'node:fs/promises';
import process from 'node:process';

/** What can be told of the beginning of a process. Its number may be given to another when it has ended. */
export type ProcessClock = {
	/** The same text for the same process, and for no other; undefined where the system has none. */
	readonly ticksOf: (pid: number) => Promise<string | undefined>;
	/** The time in milliseconds, to the second or so; undefined where it cannot be told. */
	readonly startTimeOf: (pid: number) => Promise<number | undefined>;
};

/** PowerShell takes half a second to start, more when the machine is busy. */
const patienceMs = 10_000;

/** When this process began. Said once and for all, as the clock may be set later. */
export const ownStartTime = Date.now() - (process.uptime() * 1000);

export const systemClock: ProcessClock = {ticksOf, startTimeOf};

/** On Linux: the 22nd field of what the system says of a process, in ticks since the boot, and which boot. */
async function ticksOf(pid: number): Promise<string | undefined> {
	try {
		const [status, boot] = await Promise.all([readFile(`/proc/${pid}/stat`, 'utf8'), readFile('/proc/sys/kernel/random/boot_id', 'utf8')]);
		// The second field is a name in parentheses, which may have spaces and parentheses of its own.
		const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
		return `${fields[19]} ${boot.trim()}`;
	} catch {
		return undefined;
	}
}

async function startTimeOf(pid: number): Promise<number | undefined> {
	try {
		const text = process.platform === 'win32' ? await askPowerShell(pid) : await askPs(pid);
		const time = Date.parse(text.trim());
		return Number.isNaN(time) ? undefined : time;
	} catch {
		return undefined;
	}
}

/** On macOS and other systems of the kind. */
async function askPs(pid: number): Promise<string> {
	const output = await outputOf('ps', '-o', 'lstart=', '-p', String(pid));
	return `${output.trim()} UTC`;
}

async function askPowerShell(pid: number): Promise<string> {
	return outputOf('powershell.exe', '-NoProfile', '-NonInteractive', '-Command', `(Get-Process -Id ${pid}).StartTime.ToUniversalTime().ToString('o')`);
}

/** In English and universal time. */
async function outputOf(program: string, ...programArguments: readonly string[]): Promise<string> {
	const {execFile} = await import('node:child_process');
	return new Promise((resolve, reject) => {
		execFile(program, programArguments, {timeout: patienceMs, windowsHide: true, env: {...process.env, LC_ALL: 'C', TZ: 'UTC0'}}, (error, stdout) => {
			if (error) {
				reject(new Error(error.message, {cause: error}));
			} else {
				resolve(stdout);
			}
		});
	});
}
