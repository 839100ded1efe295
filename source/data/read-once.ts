import {stat} from 'node:fs/promises';
import {resolve} from 'node:path';

/** `/dev/stdin`, `/dev/fd/63`, `/proc/self/fd/0`: what this process was given open, and no other can open by that name. */
const descriptorPath = /^\/(?:dev\/(?:stdin|fd\/(?<fd>\d+))|proc\/(?:self|thread-self|\d+)\/(?:task\/\d+\/)?fd\/(?<procFd>\d+))$/v;

/** What standard input is called. */
export const standardInput = 'standard input';

/** Whether a path stands for standard input. */
export function isStandardInput(path: string): boolean {
	const match = descriptorPath.exec(resolve(path));
	return path === '-' || (match !== null && Number(match.groups?.fd ?? match.groups?.procFd ?? 0) === 0);
}

/** Whether a path stands for something that this process was given open: `<(…)` of a shell, say. */
export function isDescriptor(path: string): boolean {
	return path === '-' || descriptorPath.test(resolve(path));
}

/** Whether what is read from a path is gone then: standard input, what a shell has opened, a named pipe. */
export async function isReadOnce(path: string): Promise<boolean> {
	if (isDescriptor(path)) {
		return true;
	}

	try {
		const stats = await stat(path);
		return stats.isFIFO();
	} catch {
		// What is wrong with it is told by whoever reads it.
		return false;
	}
}
