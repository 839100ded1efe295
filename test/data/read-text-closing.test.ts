import {readdir, readlink} from 'node:fs/promises';
import process from 'node:process';
import {describe, expect, it} from 'vitest';
import {readText} from '../../source/data/read-text.js';
import {DatasetError} from '../../source/errors.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const folder = useTemporaryFolder();

/** How often this process has a file open; only Linux tells. */
async function countOpen(path: string): Promise<number> {
	const descriptors = await readdir('/proc/self/fd');
	const targets = await Promise.all(descriptors.map(async descriptor => {
		try {
			return await readlink(`/proc/self/fd/${descriptor}`);
		} catch {
			// The one that listed the folder is gone by now.
			return '';
		}
	}));
	return targets.filter(target => target === path).length;
}

// A handle that is left open is closed by the garbage collector, with a warning on the dashboard.
describe.runIf(process.platform === 'linux')('readText closes the file', () => {
	it('that it has read', async () => {
		const path = await folder.write('good.txt', 'Ana\nZoë\n');
		await readText(path, {isLargeFileConfirmed: false});
		expect(await countOpen(path)).toBe(0);
	});

	it('that it refuses', async () => {
		const path = await folder.write('binary.bin', Uint8Array.of(0x61, 0));
		await expect(readText(path, {isLargeFileConfirmed: false})).rejects.toThrow(DatasetError);
		expect(await countOpen(path)).toBe(0);
	});

	it('when whoever is told of the progress fails', async () => {
		const path = await folder.write('six.txt', new Uint8Array(6 * 1024 * 1024).fill(0x61));
		const onProgress = () => {
			throw new Error('The listener failed.');
		};

		await expect(readText(path, {isLargeFileConfirmed: false, onProgress})).rejects.toThrow('The listener failed.');
		expect(await countOpen(path)).toBe(0);
	});
});
