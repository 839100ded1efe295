import {once} from 'node:events';
import process from 'node:process';
import {setTimeout} from 'node:timers/promises';

/** The system does not stop a process that no shell could continue: then the program simply carries on. */
const patienceMs = 200;

/** Whether the system can stop a program and hand the terminal to the shell: Windows cannot. */
export function canSuspend(): boolean {
	return process.platform !== 'win32';
}

/**
Stops the program as Ctrl+Z does elsewhere, and waits until the shell continues it. Everything that was
started with it (npm, say) is stopped too, or the shell would not notice.
*/
export async function suspendProgram(): Promise<void> {
	const resumed = once(process, 'SIGCONT');
	process.kill(0, 'SIGTSTP');
	await Promise.race([resumed, setTimeout(patienceMs)]);
}
