import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll} from 'vitest';

/** A folder for the files of one test file; it goes when the tests are done. */
export type TemporaryFolder = {
	/** Writes a file and returns its path. */
	readonly write: (name: string, content: string | Uint8Array) => Promise<string>;
	/** The path of a file that need not be there. */
	readonly pathOf: (name: string) => string;
};

export function useTemporaryFolder(): TemporaryFolder {
	let folder: string;
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'microgpt-tui-'));
	});
	afterAll(async () => {
		await rm(folder, {recursive: true});
	});
	const pathOf = (name: string) => join(folder, name);
	return {
		pathOf,
		async write(name, content) {
			await writeFile(pathOf(name), content);
			return pathOf(name);
		},
	};
}
