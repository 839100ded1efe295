import {type Stats} from 'node:fs';
import {lstat, readdir} from 'node:fs/promises';
import {join} from 'node:path';
import {mapBounded} from '../../files/map-bounded.js';

/**
The bytes that a run takes, with what is kept beside it while it is resumed. A file of several names counts
once. Of a run that is on, files come and go meanwhile: one that is gone takes no room.

@returns undefined if the file system does not tell: of one run, that is no reason to show none of the others.
*/
export async function bytesOf(folder: string): Promise<number | undefined> {
	let files: Awaited<ReturnType<typeof filesIn>>;
	try {
		files = await filesIn(folder);
	} catch (error) {
		if (error instanceof Error && 'code' in error) {
			return undefined;
		}

		throw error;
	}

	const sizes = new Map<string, number>();
	for (const [path, {dev, ino, nlink, size}] of files) {
		sizes.set(nlink > 1 ? `${dev}:${ino}` : path, size);
	}

	let bytes = 0;
	for (const size of sizes.values()) {
		bytes += size;
	}

	return bytes;
}

async function filesIn(folder: string): Promise<Array<readonly [path: string, stats: Stats]>> {
	const names = await unlessGone(readdir(folder));
	const found = await mapBounded(names ?? [], async name => {
		const path = join(folder, name);
		const stats = await unlessGone(lstat(path));
		if (stats?.isDirectory()) {
			return filesIn(path);
		}

		return stats ? [[path, stats] as const] : [];
	});
	return found.flat();
}

async function unlessGone<Answer>(asking: Promise<Answer>): Promise<Answer | undefined> {
	try {
		return await asking;
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
			return undefined;
		}

		throw error;
	}
}
