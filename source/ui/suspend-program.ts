import {once} from 'node:events';
import process from 'node:process';

/** Stops the program as Ctrl+Z does elsewhere, and waits until the shell lets it go on. */
export async function suspendProgram(): Promise<void> {
	if (process.platform === 'win32') {
		return;
	}

	const resumed = once(process, 'SIGCONT');
	process.kill(process.pid, 'SIGTSTP');
	await resumed;
}
