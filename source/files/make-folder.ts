import {mkdir} from 'node:fs/promises';
import {dirname} from 'node:path';

/**
Makes a folder and those that it is in, as far as they are not there. (`recursive` of `mkdir` does not
end where the system lets nobody make folders, as in `/proc`.)

@throws what the file system says.
*/
export async function makeFolder(path: string): Promise<void> {
	try {
		await mkdir(path);
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? error.code : undefined;
		if (code === 'EEXIST') {
			return;
		}

		if (code !== 'ENOENT' || dirname(path) === path) {
			throw error;
		}

		await makeFolder(dirname(path));
		await mkdir(path);
	}
}
