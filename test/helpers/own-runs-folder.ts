import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';

/** For all tests together: what the program saves goes to a folder of the tests' own, and goes when they are done. */
export default async function useOwnRunsFolder(): Promise<() => Promise<void>> {
	const folder = await mkdtemp(join(tmpdir(), 'microgpt-tui-runs-'));
	process.env.MICROGPT_RUNS_DIR = folder;
	process.env.MICROGPT_CONFIG_DIR = join(folder, 'preferences');
	// A program that was just killed may still have been about to write something.
	return async () => rm(folder, {recursive: true, force: true, maxRetries: 3});
}
