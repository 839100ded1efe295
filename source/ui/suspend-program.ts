import {once} from 'node:events';
import process from 'node:process';
import {setTimeout} from 'node:timers/promises';

/** A process that nobody can call again is not stopped: then time goes on, and so does the program. */
const patienceMs = 200;

/**
Stops the program as Ctrl+Z does elsewhere, and waits until the shell lets it go on. All that was
started with it (npm, say) is stopped too, or else the shell would not know.
*/
export async function suspendProgram(): Promise<void> {
	if (process.platform === 'win32') {
		return;
	}

	const resumed = once(process, 'SIGCONT');
	process.kill(0, 'SIGTSTP');
	await Promise.race([resumed, setTimeout(patienceMs)]);
}
